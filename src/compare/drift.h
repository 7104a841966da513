/*
 * Drift: what makes all functions of a run slower or faster together, such as the machine, its load, or a longer run.
 *
 * The drift of a profile is the median, over the functions with enough samples, of its value divided by the average of all
 * profiles: the size factors of Anders and Huber, "Differential expression analysis for sequence count data", Genome Biology
 * 2010. The few functions that have really changed do not move a median.
 */
#ifndef CPPROF_COMPARE_DRIFT_H
#define CPPROF_COMPARE_DRIFT_H

#include "compare/series.h"

/**
 * Finds the factor by which each profile of the series exceeds the average of all.
 * @param factor  receives one for each profile; all are 1 if too few functions have enough samples to tell
 * @param arena   for temporary memory
 */
void drift_find_factors(const struct series *s, double *factor, struct arena *arena);

#endif
