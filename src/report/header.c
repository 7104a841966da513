#include "report/header.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/path.h"
#include "measure/number.h"
#include "measure/units.h"

enum { LONGEST_FILTER = 80 };

enum { OTHER_LINES = 16 }; /* besides comments and filters, of which there may be any number */

static void header_init(struct analysis *a, struct header *h)
{
    h->n = 0; /* allocated once, because there may be millions of comments */
    h->line = arena_new(&a->arena, struct str, a->profile->n_comments + a->n_active_filters + OTHER_LINES);
}

/* Makes a line of the header from `text`, and clears that for the next line. */
static void header_end_line(struct analysis *a, struct header *h, struct buf *text)
{
    h->line[h->n++] = (struct str){arena_copy(&a->arena, text->data, text->len), (uint32_t)text->len};
    buf_clear(text);
}

static void add_named_line(struct analysis *a, struct header *h, struct buf *text, const char *name, struct str value)
{
    buf_puts(text, name);
    buf_put_str(text, value);
    header_end_line(a, h, text);
}

static void add_duration_line(struct analysis *a, struct header *h, struct buf *text, const struct value_format *format)
{
    int64_t duration = a->profile->duration_nanos;
    char percent[PERCENTAGE_SIZE];
    buf_puts(text, "Duration: ");
    measure_label_auto(text, duration, STR("nanoseconds"));
    buf_puts(text, ", Total samples = ");
    value_format_put(format, text, a->total);
    buf_putc(text, ' ');
    struct measure total = measure_scale(a->total, format->sample_unit, STR("nanoseconds"));
    if (str_is(total.unit, "ns") && total.value != 0)
        buf_printf(text, "(%s)", measure_percentage(percent, number_from_double(total.value), duration));
    header_end_line(a, h, text);
}

static void add_profile_lines(struct analysis *a, struct header *h, struct buf *text, const struct value_format *format)
{
    const struct profile *p = a->profile;
    if (p->n_maps) {
        struct str file = profile_str(p, p->map[0].file), build_id = profile_str(p, p->map[0].build_id);
        if (file.len)
            add_named_line(a, h, text, "File: ", path_base(file));
        if (build_id.len)
            add_named_line(a, h, text, "Build ID: ", build_id);
    }
    for (size_t i = 0; i < p->n_comments; i++) {
        struct str c = profile_str(p, p->comment[i]);
        if (!str_has_prefix(c, "#"))
            h->line[h->n++] = c;
    }
    if (*a->sample_type) {
        buf_printf(text, "Type: %s", a->sample_type);
        header_end_line(a, h, text);
    }
    if (profile_str(p, p->doc_url).len)
        add_named_line(a, h, text, "Doc: ", profile_str(p, p->doc_url));
    if (p->time_nanos) {
        buf_puts(text, "Time: ");
        number_time_short(text, p->time_nanos);
        header_end_line(a, h, text);
    }
    if (p->duration_nanos)
        add_duration_line(a, h, text, format);
}

static void add_filter_lines(struct analysis *a, struct header *h, struct buf *text)
{
    if (a->n_active_filters == 0)
        return;
    buf_puts(text, "Active filters:");
    header_end_line(a, h, text);
    for (size_t i = 0; i < a->n_active_filters; i++) {
        size_t len = strlen(a->active_filters[i]);
        buf_puts(text, "   ");
        buf_put(text, a->active_filters[i], len > LONGEST_FILTER ? LONGEST_FILTER : len);
        buf_puts(text, len > LONGEST_FILTER ? "…" : "");
        header_end_line(a, h, text);
    }
}

/* Nodes or edges that were dropped because they have less than a fraction of the total. */
struct dropped {
    size_t n;
    const char *what, *measure;
    double fraction;
};

static void add_dropped_line(struct analysis *a, struct header *h, struct buf *text, const struct value_format *format,
                             struct dropped d)
{
    if (d.n == 0)
        return;
    buf_printf(text, "Dropped %zu %s%s (%s <= ", d.n, d.what, d.n > 1 ? "s" : "", d.measure);
    value_format_put(format, text, number_abs(number_from_double((double)a->total * d.fraction)));
    buf_putc(text, ')');
    header_end_line(a, h, text);
}

struct header header_of_profile(struct analysis *a)
{
    struct header h;
    struct buf text;
    header_init(a, &h);
    buf_init(&text);
    add_profile_lines(a, &h, &text, &a->format);
    buf_release(&text);
    return h;
}

static void add_shown_line(struct analysis *a, struct header *h, struct buf *text, const struct callgraph *c)
{
    char percent[PERCENTAGE_SIZE];
    buf_puts(text, "Showing nodes accounting for ");
    value_format_put(&c->format, text, c->shown);
    buf_printf(text, ", %s of ", measure_percentage_trimmed(percent, c->shown, a->total));
    value_format_put(&c->format, text, a->total);
    buf_puts(text, " total");
    header_end_line(a, h, text);
}

static void add_left_out_lines(struct analysis *a, struct header *h, struct buf *text, const struct callgraph *c,
                               bool edges)
{
    add_dropped_line(a, h, text, &c->format, (struct dropped){c->dropped_nodes, "node", "cum", c->node_fraction});
    if (edges)
        add_dropped_line(a, h, text, &c->format, (struct dropped){c->dropped_edges, "edge", "freq", c->edge_fraction});
    if (c->graph->n_nodes && c->graph->n_nodes < c->n_before_top) {
        buf_printf(text, "Showing top %zu nodes out of %zu", c->graph->n_nodes, c->n_before_top);
        header_end_line(a, h, text);
    }
}

struct header header_of_callgraph(struct analysis *a, const struct callgraph *c, bool full)
{
    struct header h;
    struct buf text;
    header_init(a, &h);
    buf_init(&text);
    if (full || !a->query->compact_labels)
        add_profile_lines(a, &h, &text, &c->format);
    add_filter_lines(a, &h, &text);
    add_shown_line(a, &h, &text, c);
    if (a->total)
        add_left_out_lines(a, &h, &text, c, full);
    if (full) {
        buf_puts(&text, "\nSee https://git.io/JfYMW for how to read the graph");
        header_end_line(a, &h, &text);
    }
    buf_release(&text);
    return h;
}

/* Says what a side's total is of, if the filters leave less than all, and what it was before it was normalized. */
static void put_side_total(struct analysis *a, struct buf *text, const struct compared *c, int side)
{
    char percent[PERCENTAGE_SIZE];
    const struct comparison *values = &c->comparison;
    int64_t total = values->total[side].value, whole = values->whole[side];
    value_format_put(&a->format, text, total);
    if (c->side[side].n_profiles > 1)
        buf_printf(text, " a profile, of %zu", c->side[side].n_profiles);
    if (side == NEW && values->measured != total) {
        buf_puts(text, ", normalized from ");
        value_format_put(&a->format, text, values->measured);
    }
    if (whole != total) {
        buf_printf(text, ", %s of ", measure_percentage_trimmed(percent, total, whole));
        value_format_put(&a->format, text, whole);
    }
}

static void add_side_line(struct analysis *a, struct header *h, struct buf *text, const struct compared *c, int side)
{
    const struct comparison_side *facts = &c->side[side];
    buf_puts(text, side == OLD ? "Old: " : "New: ");
    put_side_total(a, text, c, side);
    if (facts->duration_nanos) {
        buf_puts(text, " in ");
        measure_label_auto(text, facts->duration_nanos, STR("nanoseconds"));
    }
    if (facts->time_nanos) {
        buf_puts(text, ", ");
        number_time_short(text, facts->time_nanos);
    }
    header_end_line(a, h, text);
}

static void add_difference_lines(struct analysis *a, struct header *h, struct buf *text, const struct comparison *c)
{
    const struct side_value *total = c->total;
    int64_t delta = side_delta(total);
    buf_puts(text, delta > 0 ? "Delta: +" : "Delta: ");
    value_format_put(&a->format, text, delta);
    if (total[OLD].value)
        buf_printf(text, ", %+.2f%%", side_percent(total));
    buf_puts(text, ", error ");
    value_format_put(&a->format, text, number_from_double(side_error(total)));
    header_end_line(a, h, text);
    if (c->median_growth != 0) {
        buf_printf(text, "Drift: %+.2f%% in the median function, errors are those without it", c->median_growth * 100);
        header_end_line(a, h, text);
    }
}

struct header header_of_comparison(struct analysis *a, const struct compared *c)
{
    struct header h;
    struct buf text;
    header_init(a, &h);
    buf_init(&text);
    if (!a->query->compact_labels) {
        if (*a->title) {
            buf_printf(&text, "File: %s", a->title);
            header_end_line(a, &h, &text);
        }
        buf_printf(&text, "Type: %s", a->sample_type);
        header_end_line(a, &h, &text);
    }
    add_filter_lines(a, &h, &text);
    add_side_line(a, &h, &text, c, OLD);
    add_side_line(a, &h, &text, c, NEW);
    add_difference_lines(a, &h, &text, &c->comparison);
    buf_release(&text);
    return h;
}

void header_add(struct analysis *a, struct header *h, const char *fmt, ...)
{
    char text[256];
    va_list ap;
    va_start(ap, fmt);
    int len = vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    size_t n = len < 0 ? 0 : (size_t)len < sizeof text ? (size_t)len : sizeof text - 1;
    h->line[h->n++] = (struct str){arena_copy(&a->arena, text, n), (uint32_t)n};
}

void header_write(const struct header *h, struct buf *out)
{
    for (size_t i = 0; i < h->n; i++) {
        buf_put_str(out, h->line[i]);
        buf_putc(out, '\n');
    }
}
