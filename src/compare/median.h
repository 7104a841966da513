/*
 * The median, which drift and dispersion are based on.
 */
#ifndef CPPROF_COMPARE_MEDIAN_H
#define CPPROF_COMPARE_MEDIAN_H

#include <stddef.h>

/** Fewer functions with enough samples do not represent all functions. */
enum { MEDIAN_FEWEST_FUNCTIONS = 8 };

/** A function with a larger relative variance (fewer than 50 events) has too few samples. */
#define MEDIAN_LARGEST_VARIANCE (1.0 / 50)

/** Sorts the numbers and returns their median; 0 if there are no numbers. */
double median_of(double *x, size_t n);

#endif
