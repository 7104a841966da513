/*
 * Drift: what makes all functions of a run slower or faster together, such as the machine, its load, or a longer run.
 *
 * The drift of a profile is the median, over the functions with enough samples, of what it has divided by what all profiles have
 * on average: the size factors of Anders and Huber, "Differential expression analysis for sequence count data", Genome Biology
 * 2010. A median is not moved by the few functions that have really changed.
 */
#ifndef CPPROF_COMPARE_DRIFT_H
#define CPPROF_COMPARE_DRIFT_H

#include "compare/series.h"

/**
 * Finds by what factor each profile of the series exceeds the average of all.
 * @param factor  one for each profile, to be filled; all are 1 where too few functions have enough samples to tell
 * @param arena   for memory that is needed meanwhile
 */
void drift_find_factors(const struct series *s, double *factor, struct arena *arena);

#endif
