#include "result.h"

#include "measure.h"

enum column { WORKLOAD, INFLATE, CPPROF, BEFORE, REFERENCE, AGAINST_INFLATE, AGAINST_REFERENCE, MEMORY };

static const char *const heads[] = {
    "workload",
    "inflate alone",
    "cpprof",
    "build before",
    "go tool pprof",
    "against inflate alone",
    "against go tool pprof",
    "memory",
};

static void plain(double x, struct buf *out)
{
    buf_printf(out, x < 10 ? "%.2f" : x < 100 ? "%.1f" : "%.0f", x);
}

static void times(double x, struct buf *out)
{
    plain(x, out);
    buf_puts(out, " x");
}

static void times_faster(double x, struct buf *out)
{
    times(x, out);
    buf_puts(out, " faster");
}

static void times_less(double x, struct buf *out)
{
    times(x, out);
    buf_puts(out, " less");
}

static void times_inflated(double x, struct buf *out)
{
    times(x, out);
    buf_puts(out, " the inflated size");
}

static void times_output(double x, struct buf *out)
{
    buf_puts(out, "file ");
    times(x, out);
}

void bytes_format(double bytes, struct buf *out)
{
    static const char *const units[] = {"bytes", "kB", "MB", "GB", "TB"};
    size_t u = 0;
    for (; bytes >= 1000 && u + 1 < sizeof units / sizeof *units; u++)
        bytes /= 1000;
    buf_printf(out, bytes < 10 && u ? "%.1f %s" : "%.0f %s", bytes, units[u]);
}

static void seconds_format(double s, struct buf *out)
{
    if (s < 0.1)
        buf_printf(out, "%.1f ms", s * 1000);
    else
        buf_printf(out, s < 10 ? "%.2f s" : "%.0f s", s);
}

/* How each figure is shown. `by_itself`: show it next to go tool pprof even if no limit is promised. */
static const struct {
    enum column column;
    bool at_least, by_itself;
    void (*format)(double x, struct buf *out);
} shown[FIGURE_COUNT] = {
    [TIME_OVER_FLOOR] = {AGAINST_INFLATE, false, true, times},
    [TIMES_FASTER] = {AGAINST_REFERENCE, true, true, times_faster},
    [TIME_OVER_REFERENCE] = {AGAINST_REFERENCE, false, false, times},
    [OUTPUT_OVER_REFERENCE] = {AGAINST_REFERENCE, false, false, times_output},
    [PEAK] = {MEMORY, false, false, bytes_format},
    [PEAK_OVER_INFLATED] = {MEMORY, false, false, times_inflated},
    [PEAK_OVER_REFERENCE] = {MEMORY, false, false, times},
    [TIMES_LESS] = {MEMORY, true, false, times_less},
};

static double series_median(const struct series *s)
{
    double x[MAX_ROUNDS];
    for (int i = 0; i < s->n; i++)
        x[i] = s->seconds[i];
    return median(x, (size_t)s->n);
}

static double ratio(const struct series *a, const struct series *b)
{
    double x[MAX_ROUNDS];
    int n = a->n < b->n ? a->n : b->n;
    for (int i = 0; i < n; i++)
        x[i] = a->seconds[i] / b->seconds[i];
    return n ? median(x, (size_t)n) : 0;
}

/* @return 0 if its inputs were not measured */
static double figure(const struct result *r, enum figure f)
{
    const struct series *own = &r->cpprof, *reference = &r->reference;
    switch (f) {
    case TIME_OVER_FLOOR: return ratio(own, &r->floor);
    case TIME_OVER_REFERENCE: return ratio(own, reference);
    case TIMES_FASTER: return ratio(reference, own);
    case OUTPUT_OVER_REFERENCE: return reference->output > 0 ? own->output / reference->output : 0;
    case PEAK: return own->peak;
    case PEAK_OVER_INFLATED: return r->inflated > 0 ? own->peak / r->inflated : 0;
    case PEAK_OVER_REFERENCE: return reference->n ? own->peak / reference->peak : 0;
    case TIMES_LESS: return reference->peak / own->peak;
    default: return 0;
    }
}

/* Appends the figure and its limit to its cell. @return whether the limit is missed */
static bool figure_show(const struct result *r, enum figure f, double bound, struct buf *cells)
{
    struct buf *cell = &cells[shown[f].column];
    double x = figure(r, f);
    if (x <= 0)
        return false;
    if (cell->len)
        buf_puts(cell, ", ");
    shown[f].format(x, cell);
    if (bound <= 0)
        return false;
    bool missed = shown[f].at_least ? x < bound : x > bound;
    buf_puts(cell, shown[f].at_least ? " (at least " : " (at most ");
    if (f == PEAK)
        bytes_format(bound, cell);
    else
        buf_printf(cell, "%g", bound);
    buf_puts(cell, missed ? ") MISSED" : ") ok");
    return missed;
}

static void series_show(const struct series *s, bool with_output, struct buf *cell)
{
    if (!s->n) {
        buf_puts(cell, "-");
        return;
    }
    seconds_format(series_median(s), cell);
    buf_puts(cell, ", ");
    bytes_format(s->peak, cell);
    if (with_output && s->output > 0) {
        buf_puts(cell, ", writes ");
        bytes_format(s->output, cell);
    }
}

/* Names the program whose figures are in the column of the reference, if the head does not. */
static void reference_show(const struct result *r, struct buf *cell)
{
    const struct workload *w = r->workload;
    if (r->reference.n && w->reference_label)
        buf_printf(cell, "%s %s: ", r->reference_name, w->reference_label);
    else if (r->reference.n && w->reference != REFERENCE_GO)
        buf_printf(cell, "%s: ", r->reference_name);
    series_show(&r->reference, true, cell);
}

/* The build before, and how many times its time the new one takes. */
static void before_show(const struct result *r, struct buf *cell)
{
    series_show(&r->before, false, cell);
    if (r->before.n) {
        buf_puts(cell, ": ");
        times(ratio(&r->cpprof, &r->before), cell);
    }
}

void result_heads(struct table *t)
{
    table_row(t, heads);
}

int result_row(const struct result *r, struct table *t)
{
    struct buf cells[TABLE_COLUMNS];
    const char *texts[TABLE_COLUMNS];
    const struct workload *w = r->workload;
    int missed = 0;
    for (int c = 0; c < TABLE_COLUMNS; c++)
        buf_init(&cells[c]);
    buf_puts(&cells[WORKLOAD], w->name);
    if (r->failed) {
        buf_puts(&cells[CPPROF], "FAILED");
    } else {
        seconds_format(series_median(&r->floor), &cells[INFLATE]);
        series_show(&r->cpprof, true, &cells[CPPROF]);
        before_show(r, &cells[BEFORE]);
        reference_show(r, &cells[REFERENCE]);
        for (const struct limit *l = w->limits; l < w->limits + WORKLOAD_LIMITS && l->bound > 0; l++)
            missed += figure_show(r, l->figure, l->bound, cells);
        for (enum figure f = 0; f < FIGURE_COUNT; f++)
            if (shown[f].by_itself && w->reference == REFERENCE_GO && cells[shown[f].column].len == 0)
                figure_show(r, f, 0, cells);
    }
    for (int c = 0; c < TABLE_COLUMNS; c++)
        texts[c] = buf_cstr(&cells[c]);
    table_row(t, texts);
    for (int c = 0; c < TABLE_COLUMNS; c++)
        buf_release(&cells[c]);
    return missed;
}
