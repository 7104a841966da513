/*
 * The median, on which drift and dispersion stand.
 */
#ifndef CPPROF_COMPARE_MEDIAN_H
#define CPPROF_COMPARE_MEDIAN_H

#include <stddef.h>

/** Functions below so many with enough samples say nothing of all functions. */
enum { MEDIAN_FEWEST_FUNCTIONS = 8 };

/** A function whose relative variance is above this (fewer than 50 events) has too few samples. */
#define MEDIAN_LARGEST_VARIANCE (1.0 / 50)

/** Sorts the numbers and returns their median; 0 where there are no numbers. */
double median_of(double *x, size_t n);

#endif
