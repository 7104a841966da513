#include "measure/value_format.h"

#include "measure/number.h"
#include "measure/units.h"

int64_t value_format_scale(const struct value_format *f, int64_t value)
{
    return f->ratio > 0 && f->ratio != 1 ? number_from_double((double)value * f->ratio) : value;
}

int64_t value_format_convert(const struct value_format *f, int64_t value)
{
    return number_from_double(measure_scale(value, f->sample_unit, f->output_unit).value);
}

void value_format_put(const struct value_format *f, struct buf *out, int64_t value)
{
    measure_label(out, value_format_scale(f, value), f->sample_unit, f->output_unit);
}

void value_format_put_padded(const struct value_format *f, struct buf *out, int64_t value, size_t width)
{
    struct buf text;
    buf_init(&text);
    value_format_put(f, &text, value);
    buf_put_padded(out, buf_str(&text), width);
    buf_release(&text);
}

void value_format_choose_unit(struct value_format *f, int64_t least, int64_t most, bool integers)
{
    if (!str_is(f->output_unit, "minimum"))
        return;
    least = value_format_scale(f, least);
    most = value_format_scale(f, most);
    struct str unit = measure_scale(least, f->sample_unit, STR("minimum")).unit,
               most_unit = measure_scale(most, f->sample_unit, STR("minimum")).unit;
    if (!integers && str_compare(unit, most_unit) != 0 && (int64_t)((uint64_t)least * 100) < most)
        unit = measure_scale((int64_t)((uint64_t)least * 100), f->sample_unit, STR("minimum")).unit;
    f->output_unit = unit.len ? unit : f->sample_unit;
}
