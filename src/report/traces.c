/* traces: every sample with its labels and its stack. Written as it goes: its memory does not grow with its output. */
#include <stdlib.h>
#include <string.h>

#include "graph/node.h"
#include "measure/number.h"
#include "measure/units.h"
#include "report/header.h"

static const char separator[] = "-----------+-------------------------------------------------------\n";

/* The text behind the value column of every frame, made once. */
struct frame_names {
    struct node_table table;
    struct strtab strings;
    struct str *name; /* by info */
};

static void names_init(struct frame_names *f, const struct report_in *in)
{
    struct buf text;
    buf_init(&text);
    strtab_init(&f->strings, &in->view->strings);
    node_table_init(&f->table, in->view, &f->strings, NULL, 0, false);
    f->name = arena_new(in->arena, struct str, f->table.n);
    for (size_t i = 0; i < f->table.n; i++) {
        buf_clear(&text);
        node_info_print(&text, &f->strings, &f->table.info[i]);
        f->name[i] = (struct str){arena_copy(in->arena, text.data, text.len), (uint32_t)text.len};
    }
    buf_release(&text);
}

static void names_release(struct frame_names *f)
{
    node_table_release(&f->table);
    strtab_release(&f->strings);
}

static int compare_str(const void *a, const void *b)
{
    return str_compare(*(const struct str *)a, *(const struct str *)b);
}

static void put_value(const struct report_in *in, struct buf *out, const struct label *l)
{
    struct str text = view_str(in->view, l->text);
    if (l->kind == LABEL_TEXT)
        buf_put(out, text.p, text.len);
    else
        measure_label_auto(out, l->number, view_str(in->view, label_units_get(in->label_units, l->key)));
}

/* The lines of a label set: texts, then numbers, each sorted. Made once for a set. */
static struct str label_lines(const struct report_in *in, struct label_set set)
{
    const struct view *v = in->view;
    struct str *line = arena_new(in->arena, struct str, set.n);
    size_t n = 0, n_texts = 0;
    struct buf text;
    buf_init(&text);
    for (uint32_t i = 0, end; i < set.n; i = end) {
        const struct label *l = view_label(v, set.first + i);
        end = view_labels_of_key(v, set, i);
        buf_clear(&text);
        report_pad(&text, view_str(v, l->key), 10);
        buf_puts(&text, ": ");
        for (uint32_t j = i; j < end; j++) {
            buf_putc(&text, ' ');
            put_value(in, &text, view_label(v, set.first + j));
        }
        buf_putc(&text, '\n');
        n_texts += l->kind == LABEL_TEXT;
        line[n++] = (struct str){arena_copy(in->arena, text.data, text.len), (uint32_t)text.len};
    }
    qsort(line, n_texts, sizeof *line, compare_str);
    qsort(line + n_texts, n - n_texts, sizeof *line, compare_str);
    buf_clear(&text);
    for (size_t i = 0; i < n; i++)
        buf_put(&text, line[i].p, line[i].len);
    struct str all = {arena_copy(in->arena, text.data, text.len), (uint32_t)text.len};
    buf_release(&text);
    return all;
}

static void put_frames(const struct report_in *in, struct buf *out, const struct frame_names *f, size_t sample)
{
    const struct view *v = in->view;
    const int64_t *value = in->profile->value + sample * in->profile->n_types;
    int64_t x = in->mean && value[0] ? number_div(value[in->value], value[0]) : value[in->value];
    bool first = true;
    for (uint64_t i = v->begin[sample]; i < v->end[sample]; i++) {
        uint32_t from = f->table.first[view_frame(v, i).i], to = f->table.first[view_frame(v, i).i + 1];
        for (uint32_t j = from; j < to; j++, first = false) {
            struct str name = f->name[f->table.frame[j]];
            if (first)
                report_value_padded(in, out, x, 10);
            else
                buf_fill(out, ' ', 10);
            buf_puts(out, "   ");
            buf_put(out, name.p, name.len);
            buf_puts(out, j + 1 < to ? " (inline)\n" : "\n");
        }
    }
}

static bool has_frames(const struct view *v, size_t sample)
{
    for (uint64_t i = v->begin[sample]; i < v->end[sample]; i++)
        if (!view_hidden(v, view_frame(v, i)))
            return true;
    return false;
}

static int traces_write(const struct report_in *in, struct buf *out, struct err *err)
{
    const struct view *v = in->view;
    struct header h = header_of_profile(in);
    struct frame_names f;
    struct str *lines = arena_new(in->arena, struct str, in->profile->n_label_sets);
    (void)err;
    if (h.n)
        header_write(&h, out);
    else
        buf_putc(out, '\n');
    names_init(&f, in);
    for (size_t k = 0; k < v->n_samples; k++) {
        size_t sample = view_sample(v, k);
        uint32_t set = in->profile->sample_label[sample].i;
        if (!has_frames(v, sample))
            continue;
        if (!lines[set].p)
            lines[set] = label_lines(in, v->label_set[set]);
        buf_puts(out, separator);
        buf_put(out, lines[set].p, lines[set].len);
        put_frames(in, out, &f, sample);
    }
    buf_puts(out, separator);
    names_release(&f);
    return 0;
}

const struct report_def report_traces = {
    .name = "traces",
    .summary = "Every sample with its stack",
    .details = "Each stack with its value and its labels, the innermost function first. Stacks are not added up.\n",
    .default_node_count = 80,
    .samples = true,
    .write = traces_write};
