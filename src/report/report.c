#include "report/report.h"

#include <string.h>

#include "measure/number.h"
#include "measure/units.h"

#define REPORT(name) extern const struct report_def report_##name;
#include "report/reports.def"
#undef REPORT

#define REPORT(name) &report_##name,
const struct report_def *const report_defs[] = {
#include "report/reports.def"
};
#undef REPORT

const size_t n_report_defs = sizeof report_defs / sizeof *report_defs;

const struct report_def *report_find(const char *name)
{
    for (size_t i = 0; i < n_report_defs; i++)
        if (strcmp(report_defs[i]->name, name) == 0 ||
            (report_defs[i]->alias && strcmp(report_defs[i]->alias, name) == 0))
            return report_defs[i];
    return NULL;
}

static int64_t apply_ratio(double ratio, int64_t value)
{
    return ratio > 0 && ratio != 1 ? number_from_double((double)value * ratio) : value;
}

int64_t report_scaled(const struct report_in *in, int64_t value)
{
    return apply_ratio(in->format.ratio, value);
}

void report_value(const struct report_in *in, struct buf *out, int64_t value)
{
    measure_label(out, apply_ratio(in->format.ratio, value), in->format.sample_unit, in->format.output_unit);
}

void report_pad(struct buf *out, struct str s, size_t width)
{
    size_t n = str_characters(s);
    if (n < width)
        buf_fill(out, ' ', width - n);
    buf_put_str(out, s);
}

void report_value_padded(const struct report_in *in, struct buf *out, int64_t value, size_t width)
{
    struct buf text;
    buf_init(&text);
    report_value(in, &text, value);
    report_pad(out, buf_str(&text), width);
    buf_release(&text);
}

int64_t report_graph_total(const struct graph *g)
{
    int64_t sum = 0;
    for (size_t i = 0; i < g->n_nodes; i++)
        sum = number_add(sum, node_flat(g->node[i]));
    return sum;
}

static int64_t smallest_value(const struct graph *g)
{
    int64_t least = 0;
    for (size_t i = 0; i < g->n_nodes; i++) {
        int64_t x = number_abs(node_flat(g->node[i]));
        if (x == 0)
            x = number_abs(node_cum(g->node[i]));
        if (x > 0 && (least == 0 || x < least))
            least = x;
    }
    return least;
}

void report_choose_unit(struct formatter *f, const struct graph *g, int64_t total, bool integers)
{
    if (!str_is(f->output_unit, "minimum") || g->n_nodes == 0)
        return;
    int64_t least = smallest_value(g), most = total;
    if (least == 0)
        least = most;
    least = apply_ratio(f->ratio, least);
    most = apply_ratio(f->ratio, most);
    struct str unit = measure_scale(least, f->sample_unit, STR("minimum")).unit,
               most_unit = measure_scale(most, f->sample_unit, STR("minimum")).unit;
    /* A larger unit, in which the smallest value is shown as 0.01, where the largest would be long otherwise. */
    if (!integers && str_compare(unit, most_unit) != 0 && (int64_t)((uint64_t)least * 100) < most)
        unit = measure_scale((int64_t)((uint64_t)least * 100), f->sample_unit, STR("minimum")).unit;
    f->output_unit = unit.len ? unit : f->sample_unit;
}
