/*
 * Units and how values are shown in them: scaling, labels ("1.50MB"), percentages. All rounding of sample values lives
 * here.
 *
 * The units, the choice of one and the formats are those of google/pprof's internal/measurement.
 */
#ifndef CPPROF_MEASURE_UNITS_H
#define CPPROF_MEASURE_UNITS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/strtab.h"

/** A value in a unit; `unit` may be cut from the text that was given as the wanted unit, which is borrowed. */
struct measure {
    double value;
    struct str unit; /* "" where it says nothing, as for "count" */
};

/**
 * Scales `value` from one unit to another. "minimum" and "auto" as `to` choose the largest unit in which the value is
 * at least 1. A value whose unit is not known stays as it is, in unit `to`; a wanted unit of another kind gives the
 * default unit of the kind (bytes, seconds).
 */
struct measure measure_scale(int64_t value, struct str from, struct str to);

/** Whether two units measure the same kind of thing (both bytes, both times). */
bool measure_same_kind(struct str a, struct str b);

/** Appends `value` scaled from `from` to `to` with its unit, at most two decimals: "512kB", "1.25s", "0". */
void measure_label(struct buf *out, int64_t value, struct str from, struct str to);

/** Appends `value` in the unit that suits it, as measure_label with "auto". */
void measure_label_auto(struct buf *out, int64_t value, struct str unit);

/** The length of what measure_percentage writes, at most, with its NUL. */
enum { PERCENTAGE_SIZE = 32 };

/** Writes |value| as a percentage of `total`, at least 6 wide: " 12.30%", "  100%", " 0.25%". @return `text`. */
const char *measure_percentage(char text[PERCENTAGE_SIZE], int64_t value, int64_t total);

/** The same without leading blanks. */
const char *measure_percentage_trimmed(char text[PERCENTAGE_SIZE], int64_t value, int64_t total);

#endif
