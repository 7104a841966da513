/*
 * Arithmetic and number formats as Go has them, for the numbers that reports show.
 *
 *     number_add, number_abs, number_magnitude, number_add_up, number_div     sums of sample values that never trap
 *     number_from_double, number_log2                                         Go's conversion and rounding
 *     number_two_decimals, number_duration, number_time, number_time_short    text
 */
#ifndef CPPROF_MEASURE_NUMBER_H
#define CPPROF_MEASURE_NUMBER_H

#include <stdint.h>

#include "base/buf.h"

enum { NUMBER_SIZE = 400 }; /* room for any double with two decimals */

/** @return a + b, which wraps around on overflow as in Go */
static inline int64_t number_add(int64_t a, int64_t b)
{
    return (int64_t)((uint64_t)a + (uint64_t)b);
}

/** @return |x|; or INT64_MIN for INT64_MIN */
int64_t number_abs(int64_t x);

/** @return |x|, for any x */
static inline uint64_t number_magnitude(int64_t x)
{
    return x < 0 ? 0 - (uint64_t)x : (uint64_t)x;
}

/** Adds `x` to the sum at `to`, which stays at UINT64_MAX once it is there. */
static inline void number_add_up(uint64_t *to, uint64_t x)
{
    if (__builtin_add_overflow(*to, x, to))
        *to = UINT64_MAX;
}

/** @return a / b, rounded towards zero; INT64_MIN / -1 wraps around. `b` must not be 0 */
int64_t number_div(int64_t a, int64_t b);

/** @return `x` truncated to an integer; or INT64_MIN if it does not fit, as in Go on amd64 */
int64_t number_from_double(double x);

/** @return the logarithm to base 2, rounded as by Go's math.Log2, because the order of nodes in a call graph depends on it */
double number_log2(double x);

/** Writes `x` with two decimals, like printf's "%.2f" but faster, followed by a NUL. @return the length without the NUL */
size_t number_two_decimals(char text[NUMBER_SIZE], double x);

/** Appends a length of time in Go's format for time.Duration: "1m0.5s", "1.5ms", "0s". */
void number_duration(struct buf *out, int64_t nanoseconds);

/**
 * Appends a point in time in Go's format for time.Time, in the local zone: "2026-07-01 10:20:30.5 +0000 UTC". `nanoseconds`
 * count from 1970.
 */
void number_time(struct buf *out, int64_t nanoseconds);

/** Appends a point in time in the local zone, without fractions of a second: "2026-07-01 10:20:30 UTC". */
void number_time_short(struct buf *out, int64_t nanoseconds);

#endif
