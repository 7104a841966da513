/*
 * Units, and how values are shown in them: scaling, labels, percentages. All rounding of sample values is done here.
 *
 *     measure_scale(1572864, STR("bytes"), STR("auto"))         -> 1.5, "MB"
 *     measure_label(out, 1572864, STR("bytes"), STR("auto"))    -> "1.50MB"
 *     measure_percentage(text, 123, 1000)                       -> "12.30%"
 *
 * The units, the choice among them and the formats are those of google/pprof's internal/measurement.
 */
#ifndef CPPROF_MEASURE_UNITS_H
#define CPPROF_MEASURE_UNITS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/strtab.h"

/** A value in a unit. `unit` may point into the text that named the wanted unit, which is borrowed. */
struct measure {
    double value;
    struct str unit; /* "" for a unit that is not shown, such as "count" */
};

/**
 * Scales `value` from one unit to another. If `to` is "minimum" or "auto", the largest unit in which the value is at least 1
 * is chosen. If `from` is not known, the value stays as it is, in unit `to`. If `to` is of another kind than `from`, the
 * default unit of the kind of `from` is chosen (bytes, seconds).
 */
struct measure measure_scale(int64_t value, struct str from, struct str to);

/** Whether two units measure the same kind of thing (both bytes, both times). */
bool measure_same_kind(struct str a, struct str b);

/** Appends the names of all units of the kind of `unit`, as "B, kB, MB". @return false, and appends nothing: its kind is unknown */
bool measure_put_units(struct buf *out, struct str unit);

/** Appends `value` scaled from `from` to `to`, with its unit and at most two decimals: "512kB", "1.25s", "0". */
void measure_label(struct buf *out, int64_t value, struct str from, struct str to);

/** Appends `value` in the unit that suits it, like measure_label() with "auto". */
void measure_label_auto(struct buf *out, int64_t value, struct str unit);

/** Room for any percentage and its NUL. */
enum { PERCENTAGE_SIZE = 32 };

/** Writes |value| as a percentage of `total`, at least 6 bytes wide: "12.30%", "  100%", " 0.25%". @return `text` */
const char *measure_percentage(char text[PERCENTAGE_SIZE], int64_t value, int64_t total);

/** Writes the same without leading blanks. @return where it begins in `text` */
const char *measure_percentage_trimmed(char text[PERCENTAGE_SIZE], int64_t value, int64_t total);

#endif
