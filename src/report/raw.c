/* raw: everything in the profile as text. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "measure/number.h"
#include "report/report.h"

static void put_view_str(struct buf *out, const struct view *v, str_id s)
{
    struct str text = view_str(v, s);
    buf_put_str(out, text);
}

/* Writes the first four characters of a duration, as Go's "%.4v" does. */
static void put_short_duration(struct buf *out, int64_t nanoseconds)
{
    struct buf text;
    size_t i = 0, characters = 0;
    buf_init(&text);
    number_duration(&text, nanoseconds);
    for (; i < text.len; i++)
        if (((unsigned char)text.data[i] & 0xc0) != 0x80 && characters++ == 4)
            break;
    buf_put(out, text.data, i);
    buf_release(&text);
}

static void put_profile_header(const struct view *v, struct buf *out)
{
    const struct profile *p = v->profile;
    for (size_t i = 0; i < p->n_comments; i++) {
        buf_puts(out, "Comment: ");
        put_view_str(out, v, p->comment[i]);
        buf_putc(out, '\n');
    }
    if (profile_str(p, p->doc_url).len) {
        buf_puts(out, "Doc: ");
        put_view_str(out, v, p->doc_url);
        buf_putc(out, '\n');
    }
    buf_puts(out, "PeriodType: ");
    put_view_str(out, v, p->period_type.type);
    buf_putc(out, ' ');
    put_view_str(out, v, p->period_type.unit);
    buf_printf(out, "\nPeriod: %" PRId64 "\n", p->period);
    if (p->time_nanos) {
        buf_puts(out, "Time: ");
        number_time(out, p->time_nanos);
        buf_putc(out, '\n');
    }
    if (p->duration_nanos) {
        buf_puts(out, "Duration: ");
        put_short_duration(out, p->duration_nanos);
        buf_putc(out, '\n');
    }
    buf_puts(out, "Samples:\n");
    struct buf types;
    buf_init(&types);
    for (size_t t = 0; t < p->n_types; t++) {
        put_view_str(&types, v, p->type[t].type);
        buf_putc(&types, '/');
        put_view_str(&types, v, p->type[t].unit);
        buf_puts(&types, p->type[t].type.i == p->default_sample_type.i ? "[dflt] " : " ");
    }
    size_t begin = 0, end = types.len; /* white space at both ends is cut off */
    while (begin < end && strchr(" \t\n\v\f\r", types.data[begin]))
        begin++;
    while (end > begin && strchr(" \t\n\v\f\r", types.data[end - 1]))
        end--;
    buf_put(out, types.data + begin, end - begin);
    buf_putc(out, '\n');
    buf_release(&types);
}

/* Writes labels `from` to `to` - 1, which have one key, as "key:[v1 v2]". */
static void put_labels_of_key(struct buf *out, const struct view *v, uint32_t from, uint32_t to)
{
    put_view_str(out, v, view_label(v, from)->key);
    buf_puts(out, ":[");
    for (uint32_t i = from; i < to; i++) {
        const struct label *l = view_label(v, i);
        buf_puts(out, i > from ? " " : "");
        if (l->kind == LABEL_TEXT) {
            put_view_str(out, v, l->text);
            continue;
        }
        buf_printf(out, "%" PRId64, l->number);
        if (l->kind == LABEL_NUMBER_AND_UNIT) {
            buf_putc(out, ' ');
            put_view_str(out, v, l->text);
        }
    }
    buf_putc(out, ']');
}

/* Writes the texts, or the numbers, of a label set on one line, sorted. */
static void put_labels_line(struct buf *out, const struct view *v, struct label_set set, bool numbers)
{
    struct buf_span *part = malloc((set.n + 1) * sizeof *part);
    size_t n = 0;
    struct buf text;
    if (!part)
        err_out_of_memory();
    buf_init(&text);
    for (uint32_t i = 0, end; i < set.n; i = end) {
        end = view_labels_of_key(v, set, i);
        if ((view_label(v, set.first + i)->kind != LABEL_TEXT) != numbers)
            continue;
        size_t from = text.len;
        put_labels_of_key(&text, v, set.first + i, set.first + end);
        part[n++] = (struct buf_span){from, text.len - from};
    }
    buf_sort_spans(&text, part, n);
    if (n)
        buf_puts(out, "                ");
    for (size_t i = 0; i < n; i++) {
        buf_puts(out, i ? " " : "");
        buf_put(out, text.data + part[i].from, part[i].len);
    }
    if (n)
        buf_putc(out, '\n');
    buf_release(&text);
    free(part);
}

static void put_sample(const struct view *v, struct buf *out, size_t sample)
{
    const struct profile *p = v->profile;
    for (size_t t = 0; t < p->n_types; t++)
        buf_printf(out, " %10" PRId64, p->value[sample * p->n_types + t]);
    buf_puts(out, ": ");
    for (uint64_t i = v->begin[sample]; i < v->end[sample]; i++)
        if (!view_hidden(v, view_frame(v, i)))
            buf_printf(out, "%" PRIu64 " ", v->loc[view_frame(v, i).i].id);
    buf_putc(out, '\n');
    struct label_set set = view_labels(v, sample);
    if (set.n) {
        put_labels_line(out, v, set, false);
        put_labels_line(out, v, set, true);
    }
}

static void put_line(struct buf *out, const struct view *v, const struct line *l)
{
    const struct function *f = &v->func[l->function.i];
    put_view_str(out, v, f->name);
    buf_putc(out, ' ');
    put_view_str(out, v, f->filename);
    buf_printf(out, ":%" PRId64 ":%" PRId64 " s=%" PRId64, l->line, v->granularity.column ? l->column : 0,
               f->start_line);
    if (f->name.i != f->system_name.i) {
        buf_putc(out, '(');
        put_view_str(out, v, f->system_name);
        buf_putc(out, ')');
    }
}

static void put_location(struct buf *out, const struct view *v, const struct location *l)
{
    uint32_t n = l->n_lines, skip = n > 1 && !v->granularity.inlines ? n - 1 : 0;
    buf_printf(out, "%6" PRIu64 ": 0x%" PRIx64 " ", l->id, l->address);
    if (l->mapping.i != ID_NONE)
        buf_printf(out, "M=%" PRIu64 " ", v->profile->map[l->mapping.i].id);
    if (l->is_folded)
        buf_puts(out, "[F] ");
    for (uint32_t i = skip; i < n; i++) {
        if (i > skip)
            buf_puts(out, "\n             ");
        put_line(out, v, &v->line[l->first_line + i]);
    }
    buf_putc(out, '\n');
}

static void put_mapping(struct buf *out, const struct view *v, const struct mapping *m)
{
    buf_printf(out, "%" PRIu64 ": 0x%" PRIx64 "/0x%" PRIx64 "/0x%" PRIx64 " ", m->id, m->start, m->limit, m->offset);
    put_view_str(out, v, m->file);
    buf_putc(out, ' ');
    put_view_str(out, v, m->build_id);
    buf_printf(out, " %s%s%s%s\n", m->has_functions ? "[FN]" : "", m->has_filenames ? "[FL]" : "",
               m->has_line_numbers ? "[LN]" : "", m->has_inline_frames && v->granularity.inlines ? "[IN]" : "");
}

static int raw_write(struct analysis *a, struct report_out *out, struct err *err)
{
    const struct view *v = analysis_view(a, LEVEL_ADDRESSES);
    (void)err;
    put_profile_header(v, out->to);
    for (size_t k = 0; k < v->n_samples; k++)
        put_sample(v, out->to, view_sample(v, k));
    buf_puts(out->to, "Locations\n");
    for (size_t i = 0; i < v->n_locs; i++)
        put_location(out->to, v, &v->loc[i]);
    buf_puts(out->to, "Mappings\n");
    for (size_t i = 0; i < v->profile->n_maps; i++)
        put_mapping(out->to, v, &v->profile->map[i]);
    return 0;
}

const struct report_def report_raw = {
    .name = "raw",
    .summary = "Everything in the profile as text",
    .details = "Samples with their values and location ids, then locations with functions and lines, then mappings.\n",
    .base = BASE_SUBTRACTED,
    .formats = FORMATS_TEXT,
    .write = raw_write};
