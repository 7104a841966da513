/*
 * How the values of a report are shown: the unit that the profile has them in, the unit that people read, and a ratio.
 *
 *     struct value_format f = {STR("bytes"), STR("minimum"), 1};
 *     value_format_put(&f, &out, 1572864);            "1.50MB"
 *     value_format_put_padded(&f, &out, 1572864, 10); "    1.50MB"
 */
#ifndef CPPROF_MEASURE_VALUE_FORMAT_H
#define CPPROF_MEASURE_VALUE_FORMAT_H

#include "base/buf.h"

struct value_format {
    struct str sample_unit; /* borrowed, and so is: */
    struct str output_unit; /* "minimum" and "auto" suit each value */
    double ratio;           /* values are multiplied by it first; 0 and less: they are not */
};

/** The value after the ratio, cut to an integer, in the unit of the sample. */
int64_t value_format_scale(const struct value_format *f, int64_t value);

/** The value in the output unit, cut to an integer; the ratio is not applied. */
int64_t value_format_convert(const struct value_format *f, int64_t value);

/** Appends a value with its unit, as "1.50MB". */
void value_format_put(const struct value_format *f, struct buf *out, int64_t value);

/** Appends a value right-justified in `width` columns. */
void value_format_put_padded(const struct value_format *f, struct buf *out, int64_t value, size_t width);

/**
 * Chooses one output unit for values from `least` to `most` (magnitudes, before the ratio) where the user left that to us
 * ("minimum"): one that suits the least; or a larger one, in which the least is shown as 0.01, if the most would be long
 * otherwise and fractions can be shown, which `integers` says is not so.
 */
void value_format_choose_unit(struct value_format *f, int64_t least, int64_t most, bool integers);

#endif
