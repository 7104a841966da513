/* traces: every sample with its labels and its stack. Written as it goes: its memory does not grow with its output. */
#include <stdlib.h>
#include <string.h>

#include "base/ordered.h"
#include "base/thread.h"
#include "graph/node.h"
#include "measure/number.h"
#include "measure/units.h"
#include "report/header.h"

static const char separator[] = "-----------+-------------------------------------------------------\n";

enum { VALUE_WIDTH = 10, BATCH_FRAMES = 4096 };

/*
 * Consecutive samples, some 300 KB of text: few enough to stay in a processor's cache until they are written.
 */
struct batch {
    size_t first, end; /* of the view's samples */
    struct buf text, value;
};

struct traces {
    const struct report_in *in;
    struct buf *out;
    struct str *location; /* by location: the lines of its frames, of length 0 when hidden */
    struct str *labels;   /* by label set: its lines; made when a sample has it */
    struct batch *batch;  /* by slot */
};

/* The line of a frame below the first: the value column is empty. */
static void put_frame(struct buf *text, const struct strtab *strings, const struct node_info *info, bool is_inlined)
{
    buf_fill(text, ' ', VALUE_WIDTH);
    buf_puts(text, "   ");
    node_info_print(text, strings, info);
    buf_puts(text, is_inlined ? " (inline)\n" : "\n");
}

static struct str keep(const struct report_in *in, struct buf *text)
{
    struct str s = {arena_copy(in->arena, text->data, text->len), (uint32_t)text->len};
    buf_clear(text);
    return s;
}

/* Locations of one frame that look alike, as do those of a function where addresses are not shown, share their text. */
static struct str *location_lines(const struct report_in *in)
{
    struct strtab strings;
    struct node_table t;
    struct buf text;
    buf_init(&text);
    strtab_init(&strings, &in->view->strings);
    node_table_init(&t, in->view, &strings, NULL, 0, false);
    struct str *lines = arena_new(in->arena, struct str, in->view->n_locs);
    struct str *alone = arena_new(in->arena, struct str, t.n); /* by info */
    for (size_t i = 0; i < in->view->n_locs; i++) {
        uint32_t from = t.first[i], to = t.first[i + 1];
        struct str *shared = from + 1 == to ? &alone[t.frame[from]] : NULL;
        if (from == to)
            continue;
        for (uint32_t j = from; j < to && !(shared && shared->p); j++)
            put_frame(&text, &strings, &t.info[t.frame[j]], j + 1 < to);
        if (shared && !shared->p)
            *shared = keep(in, &text);
        lines[i] = shared ? *shared : keep(in, &text);
    }
    node_table_release(&t);
    strtab_release(&strings);
    buf_release(&text);
    return lines;
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

/* The first frame's line begins with the value in place of the empty column. */
static void put_sample(const struct traces *t, struct batch *b, size_t sample)
{
    const struct report_in *in = t->in;
    const struct view *v = in->view;
    const int64_t *value = in->profile->value + sample * in->profile->n_types;
    int64_t x = in->mean && value[0] ? number_div(value[in->value], value[0]) : value[in->value];
    struct str labels = t->labels[in->profile->sample_label[sample].i];
    uint64_t i = v->begin[sample], end = v->end[sample];
    while (i < end && !t->location[view_frame(v, i).i].len)
        i++;
    if (i == end)
        return;
    struct str first = t->location[view_frame(v, i).i];
    buf_put(&b->text, separator, sizeof separator - 1);
    buf_put(&b->text, labels.p, labels.len);
    buf_clear(&b->value);
    report_value(in, &b->value, x);
    report_pad(&b->text, (struct str){b->value.data, (uint32_t)b->value.len}, VALUE_WIDTH);
    buf_put(&b->text, first.p + VALUE_WIDTH, first.len - VALUE_WIDTH);
    for (i++; i < end; i++) {
        struct str s = t->location[view_frame(v, i).i];
        buf_put(&b->text, s.p, s.len);
    }
}

static void format_batch(void *traces, size_t slot)
{
    const struct traces *t = traces;
    struct batch *b = &t->batch[slot];
    for (size_t k = b->first; k < b->end; k++)
        put_sample(t, b, view_sample(t->in->view, k));
}

static void write_batch(void *traces, size_t slot)
{
    const struct traces *t = traces;
    struct batch *b = &t->batch[slot];
    buf_put(t->out, b->text.data, b->text.len);
    buf_clear(&b->text);
}

/* Sets what the batch from sample `first` on holds, and makes the lines of their labels. */
static void fill_batch(struct traces *t, struct batch *b, size_t first)
{
    const struct view *v = t->in->view;
    size_t k = first;
    for (uint64_t n = 0; k < v->n_samples && n < BATCH_FRAMES; k++) {
        size_t sample = view_sample(v, k);
        uint32_t set = t->in->profile->sample_label[sample].i;
        if (!t->labels[set].p)
            t->labels[set] = label_lines(t->in, v->label_set[set]);
        n += 1 + v->end[sample] - v->begin[sample];
    }
    b->first = first;
    b->end = k;
}

static void write_samples(struct traces *t)
{
    size_t n_threads = thread_count(), n_slots = ordered_slots(n_threads), n = t->in->view->n_samples;
    t->batch = arena_new(t->in->arena, struct batch, n_slots);
    struct ordered *work = ordered_begin(n_threads, (struct ordered_calls){format_batch, write_batch, t});
    for (size_t k = 0; k < n;) {
        struct batch *b = &t->batch[ordered_slot(work)];
        fill_batch(t, b, k);
        k = b->end;
        ordered_give(work);
    }
    ordered_end(work);
    for (size_t i = 0; i < n_slots; i++) {
        buf_release(&t->batch[i].text);
        buf_release(&t->batch[i].value);
    }
}

static int traces_write(const struct report_in *in, struct buf *out, struct err *err)
{
    struct header h = header_of_profile(in);
    struct traces t = {.in = in, .out = out, .location = location_lines(in)};
    (void)err;
    t.labels = arena_new(in->arena, struct str, in->profile->n_label_sets);
    if (h.n)
        header_write(&h, out);
    else
        buf_putc(out, '\n');
    write_samples(&t);
    buf_puts(out, separator);
    return 0;
}

const struct report_def report_traces = {
    .name = "traces",
    .summary = "Every sample with its stack",
    .details = "Each stack with its value and its labels, the innermost function first. Stacks are not added up.\n",
    .default_node_count = 80,
    .write = traces_write};
