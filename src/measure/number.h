/*
 * Arithmetic and number formats as Go has them, where a report shows them.
 */
#ifndef CPPROF_MEASURE_NUMBER_H
#define CPPROF_MEASURE_NUMBER_H

#include <stdint.h>

#include "base/buf.h"

enum { NUMBER_SIZE = 400 }; /* room for any double with two decimals */

/** a + b, wrapping around on overflow: what Go does with sample values, and what cpprof promises. */
static inline int64_t number_add(int64_t a, int64_t b)
{
    return (int64_t)((uint64_t)a + (uint64_t)b);
}

/** |x|; INT64_MIN stays what it is. */
int64_t number_abs(int64_t x);

/** |x|, for any x. */
static inline uint64_t number_magnitude(int64_t x)
{
    return x < 0 ? 0 - (uint64_t)x : (uint64_t)x;
}

/** Adds to a bound, which stays at UINT64_MAX once it is there. */
static inline void number_add_up(uint64_t *to, uint64_t x)
{
    if (__builtin_add_overflow(*to, x, to))
        *to = UINT64_MAX;
}

/** a / b towards zero; INT64_MIN / -1 wraps. b must not be 0. */
int64_t number_div(int64_t a, int64_t b);

/** x cut to an integer; INT64_MIN when it does not fit, as Go does on amd64. */
int64_t number_from_double(double x);

/** The logarithm to base 2 with the rounding of Go's math.Log2, on which the order of nodes in a call graph hangs. */
double number_log2(double x);

/** Puts `x` with two decimals, as printf's "%.2f" does and faster. @return its length. */
size_t number_two_decimals(char text[NUMBER_SIZE], double x);

/** Appends a length of time as Go's time.Duration prints it: "1m0.5s", "1.5ms", "0s". */
void number_duration(struct buf *out, int64_t nanoseconds);

/** Appends a moment as Go prints a time.Time in the local zone: "2026-07-01 10:20:30.5 +0000 UTC". `nanoseconds` are
 * since 1970. */
void number_time(struct buf *out, int64_t nanoseconds);

/** Appends a moment in the local zone without fractions: "2026-07-01 10:20:30 UTC". */
void number_time_short(struct buf *out, int64_t nanoseconds);

#endif
