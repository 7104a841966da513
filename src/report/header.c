#include "report/header.h"

#include <string.h>

#include "base/path.h"
#include "compare/comparison.h"
#include "compare/comparison_side.h"
#include "measure/number.h"
#include "measure/units.h"

enum { LONGEST_FILTER = 80 };

/* Beside the comments and filters; each kind of line is there once. */
enum { OTHER_LINES = 16 };

static void begin(const struct report_in *in, struct header *h)
{
    h->n = 0; /* there may be millions of comments: so nothing grows */
    h->line = arena_new(in->arena, struct str, in->profile->n_comments + in->n_filters + OTHER_LINES);
}

/* What has been gathered in `text` becomes a line of the header. */
static void end_line(const struct report_in *in, struct header *h, struct buf *text)
{
    h->line[h->n++] = (struct str){arena_copy(in->arena, text->data, text->len), (uint32_t)text->len};
    buf_clear(text);
}

static void add_named(const struct report_in *in, struct header *h, struct buf *text, const char *name,
                      struct str value)
{
    buf_puts(text, name);
    buf_put_str(text, value);
    end_line(in, h, text);
}

static void add_duration(const struct report_in *in, struct header *h, struct buf *text)
{
    int64_t duration = in->profile->duration_nanos;
    char percent[PERCENTAGE_SIZE];
    buf_puts(text, "Duration: ");
    measure_label_auto(text, duration, STR("nanoseconds"));
    buf_puts(text, ", Total samples = ");
    report_value(in, text, in->total);
    buf_putc(text, ' ');
    struct measure total = measure_scale(in->total, in->format.sample_unit, STR("nanoseconds"));
    if (str_is(total.unit, "ns") && total.value != 0)
        buf_printf(text, "(%s)", measure_percentage(percent, number_from_double(total.value), duration));
    end_line(in, h, text);
}

static void add_profile(const struct report_in *in, struct header *h, struct buf *text)
{
    const struct profile *p = in->profile;
    if (p->n_maps) {
        struct str file = profile_str(p, p->map[0].file), build_id = profile_str(p, p->map[0].build_id);
        if (file.len)
            add_named(in, h, text, "File: ", path_base(file));
        if (build_id.len)
            add_named(in, h, text, "Build ID: ", build_id);
    }
    for (size_t i = 0; i < p->n_comments; i++) {
        struct str c = profile_str(p, p->comment[i]);
        if (!str_has_prefix(c, "#"))
            h->line[h->n++] = c;
    }
    if (*in->sample_type) {
        buf_printf(text, "Type: %s", in->sample_type);
        end_line(in, h, text);
    }
    if (profile_str(p, p->doc_url).len)
        add_named(in, h, text, "Doc: ", profile_str(p, p->doc_url));
    if (p->time_nanos) {
        buf_puts(text, "Time: ");
        number_time_short(text, p->time_nanos);
        end_line(in, h, text);
    }
    if (p->duration_nanos)
        add_duration(in, h, text);
}

static void add_filters(const struct report_in *in, struct header *h, struct buf *text)
{
    if (in->n_filters == 0)
        return;
    buf_puts(text, "Active filters:");
    end_line(in, h, text);
    for (size_t i = 0; i < in->n_filters; i++) {
        size_t len = strlen(in->filters[i]);
        buf_puts(text, "   ");
        buf_put(text, in->filters[i], len > LONGEST_FILTER ? LONGEST_FILTER : len);
        buf_puts(text, len > LONGEST_FILTER ? "…" : "");
        end_line(in, h, text);
    }
}

static void add_dropped(const struct report_in *in, struct header *h, struct buf *text, size_t n, const char *what,
                        const char *measure, double fraction)
{
    if (n == 0)
        return;
    buf_printf(text, "Dropped %zu %s%s (%s <= ", n, what, n > 1 ? "s" : "", measure);
    report_value(in, text, number_abs(number_from_double((double)in->total * fraction)));
    buf_putc(text, ')');
    end_line(in, h, text);
}

struct header header_of_profile(const struct report_in *in)
{
    struct header h;
    struct buf text;
    begin(in, &h);
    buf_init(&text);
    add_profile(in, &h, &text);
    buf_release(&text);
    return h;
}

struct header header_of_report(const struct report_in *in, bool full)
{
    struct header h;
    struct buf text;
    char percent[PERCENTAGE_SIZE];
    int64_t shown = report_graph_total(in->graph);
    begin(in, &h);
    buf_init(&text);
    if (full || !in->compact_labels)
        add_profile(in, &h, &text);
    add_filters(in, &h, &text);
    buf_puts(&text, "Showing nodes accounting for ");
    report_value(in, &text, shown);
    buf_printf(&text, ", %s of ", measure_percentage_trimmed(percent, shown, in->total));
    report_value(in, &text, in->total);
    buf_puts(&text, " total");
    end_line(in, &h, &text);
    if (in->total) {
        add_dropped(in, &h, &text, in->dropped_nodes, "node", "cum", in->node_fraction);
        if (full)
            add_dropped(in, &h, &text, in->dropped_edges, "edge", "freq", in->edge_fraction);
        if (in->graph->n_nodes && in->graph->n_nodes < in->n_before_top) {
            buf_printf(&text, "Showing top %zu nodes out of %zu", in->graph->n_nodes, in->n_before_top);
            end_line(in, &h, &text);
        }
    }
    if (full) {
        buf_puts(&text, "\nSee https://git.io/JfYMW for how to read the graph");
        end_line(in, &h, &text);
    }
    buf_release(&text);
    return h;
}

static void add_side(const struct report_in *in, struct header *h, struct buf *text, int side)
{
    const struct comparison_side *facts = &in->side[side];
    buf_puts(text, side == OLD ? "Old: " : "New: ");
    report_value(in, text, in->sides->total[side].value);
    if (facts->n_profiles > 1)
        buf_printf(text, " a profile, of %zu", facts->n_profiles);
    if (facts->duration_nanos) {
        buf_puts(text, " in ");
        measure_label_auto(text, facts->duration_nanos, STR("nanoseconds"));
    }
    if (facts->time_nanos) {
        buf_puts(text, ", ");
        number_time_short(text, facts->time_nanos);
    }
    end_line(in, h, text);
}

static void add_difference(const struct report_in *in, struct header *h, struct buf *text)
{
    const struct side_value *total = in->sides->total;
    int64_t delta = side_delta(total);
    buf_puts(text, delta > 0 ? "Delta: +" : "Delta: ");
    report_value(in, text, delta);
    if (total[OLD].value)
        buf_printf(text, ", %+.2f%%", side_percent(total));
    buf_puts(text, ", error ");
    report_value(in, text, number_from_double(side_error(total)));
    end_line(in, h, text);
    if (in->sides->median_growth != 0) {
        buf_printf(text, "Drift: %+.2f%% in the median function, errors are those without it",
                   in->sides->median_growth * 100);
        end_line(in, h, text);
    }
}

struct header header_of_sides(const struct report_in *in)
{
    struct header h;
    struct buf text;
    begin(in, &h);
    buf_init(&text);
    if (!in->compact_labels) {
        if (*in->title) {
            buf_printf(&text, "File: %s", in->title);
            end_line(in, &h, &text);
        }
        buf_printf(&text, "Type: %s", in->sample_type);
        end_line(in, &h, &text);
    }
    add_filters(in, &h, &text);
    add_side(in, &h, &text, OLD);
    add_side(in, &h, &text, NEW);
    add_difference(in, &h, &text);
    buf_release(&text);
    return h;
}

void header_write(const struct header *h, struct buf *out)
{
    for (size_t i = 0; i < h->n; i++) {
        buf_put_str(out, h->line[i]);
        buf_putc(out, '\n');
    }
}
