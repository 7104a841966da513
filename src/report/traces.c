/* traces: every sample with its labels and its stack. Written as it goes: its memory does not grow with its output. */
#include <stdlib.h>
#include <string.h>

#include "base/ordered.h"
#include "base/thread.h"
#include "graph/node.h"
#include "measure/number.h"
#include "measure/units.h"
#include "report/header.h"
#include "report/table.h"

static const char separator[] = "-----------+-------------------------------------------------------\n";

enum {
    VALUE_WIDTH = 10,
    NAME_AT = VALUE_WIDTH + 3,
    BATCH_FRAMES = 4096,
    BATCH_TEXT = 8 * 1024 * 1024,
    MOST_KEPT = 8 * 1024 * 1024,
    MOST_ITEMS = 64 * 1024 * 1024
};

/* What follows the value column of every frame, and that column where it is empty: made once. */
struct frame_lines {
    struct node_table table;
    struct strtab strings;
    struct str *line;  /* by info */
    struct str *whole; /* by location: the lines of all its frames; of length 0 when they are not kept in one piece */
    double most;       /* bytes of the longest of them */
};

/*
 * Consecutive samples, of so few frames that their text mostly stays in a processor's cache until it is written, and of no
 * more bytes than BATCH_TEXT; a single sample that may have more is not kept as text, but written as it is made.
 */
struct batch {
    size_t first, end; /* of the view's samples */
    bool is_late;      /* made into text only when it is written */
    struct buf text;
};

struct traces {
    const struct report_in *in;
    struct buf *out;
    struct frame_lines frames;
    struct str *labels;   /* by label set: its lines; made when a sample has it */
    struct arena scratch; /* for one label set at a time */
    struct batch *batch;  /* by slot */
};

static const char inlined[] = " (inline)\n";

static struct str keep(struct arena *a, struct buf *text)
{
    struct str s = {arena_copy(a, text->data, text->len), (uint32_t)text->len};
    buf_clear(text);
    return s;
}

/* Appends the lines of a location's frames, without the first `skip` bytes. */
static void put_location(const struct frame_lines *f, struct buf *out, loc_id l, uint32_t skip)
{
    uint32_t from = f->table.first[l.i], to = f->table.first[l.i + 1];
    for (uint32_t j = from; j < to; j++, skip = 0) {
        struct str line = f->line[f->table.frame[j]];
        bool is_last = j + 1 == to;
        buf_put(out, line.p + skip, line.len - skip - !is_last);
        if (!is_last)
            buf_put(out, inlined, sizeof inlined - 1);
    }
}

/* What the lines of a location's frames have in bytes; in floating point, which does not overflow. */
static double location_size(const struct frame_lines *f, loc_id l)
{
    double size = 0;
    for (uint32_t j = f->table.first[l.i]; j < f->table.first[l.i + 1]; j++)
        size += (double)f->line[f->table.frame[j]].len + (double)sizeof inlined;
    return size;
}

static void join_lines(struct frame_lines *f, const struct report_in *in)
{
    struct buf text;
    double kept = 0;
    buf_init(&text);
    f->whole = arena_new(in->arena, struct str, in->view->n_locs);
    for (uint32_t i = 0; i < in->view->n_locs; i++) {
        loc_id l = {i};
        uint32_t n = f->table.first[i + 1] - f->table.first[i];
        double size = location_size(f, l);
        if (size > f->most)
            f->most = size;
        if (n == 1) {
            f->whole[i] = f->line[f->table.frame[f->table.first[i]]];
        } else if (n > 1 && kept + size < MOST_KEPT) {
            put_location(f, &text, l, 0);
            f->whole[i] = keep(in->arena, &text);
            kept += size;
        }
    }
    buf_release(&text);
}

static void lines_init(struct frame_lines *f, const struct report_in *in)
{
    struct buf text;
    buf_init(&text);
    strtab_init(&f->strings, &in->view->strings);
    node_table_init(&f->table, in->view, &f->strings, NULL, 0, false);
    f->line = arena_new(in->arena, struct str, f->table.n);
    for (size_t i = 0; i < f->table.n; i++) {
        buf_fill(&text, ' ', NAME_AT);
        node_info_print(&text, &f->strings, &f->table.info[i]);
        buf_putc(&text, '\n');
        f->line[i] = keep(in->arena, &text);
    }
    buf_release(&text);
    join_lines(f, in);
}

/* The name alone. */
static struct str line_name(struct str line)
{
    return (struct str){line.p + NAME_AT, line.len - NAME_AT - 1};
}

static void lines_release(struct frame_lines *f)
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
        buf_put_str(out, text);
    else
        measure_label_auto(out, l->number, view_str(in->view, label_units_get(in->label_units, l->key)));
}

/* The lines of a label set: texts, then numbers, each sorted. Made once for a set. */
static struct str label_lines(const struct report_in *in, struct arena *scratch, struct label_set set)
{
    const struct view *v = in->view;
    struct str *line = arena_new(scratch, struct str, set.n);
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
        line[n++] = keep(scratch, &text);
    }
    qsort(line, n_texts, sizeof *line, compare_str);
    qsort(line + n_texts, n - n_texts, sizeof *line, compare_str);
    buf_clear(&text);
    for (size_t i = 0; i < n; i++)
        buf_put_str(&text, line[i]);
    struct str all = keep(in->arena, &text);
    buf_release(&text);
    arena_clear(scratch);
    return all;
}

/* The first frame of the sample that is not hidden, or its end. */
static uint64_t first_frame(const struct view *v, size_t sample)
{
    uint64_t i = v->begin[sample];
    while (i < v->end[sample] && view_hidden(v, view_frame(v, i)))
        i++;
    return i;
}

static int64_t shown_value(const struct report_in *in, size_t sample)
{
    const int64_t *value = in->profile->value + sample * in->profile->n_types;
    return in->mean && value[0] ? number_div(value[in->value], value[0]) : value[in->value];
}

/* The first frame's line has the value in place of the empty column. */
static void put_sample(const struct traces *t, struct buf *out, size_t sample)
{
    const struct view *v = t->in->view;
    struct str labels = t->labels[t->in->profile->sample_label[sample].i];
    uint64_t i = first_frame(v, sample), end = v->end[sample];
    if (i == end)
        return;
    buf_put(out, separator, sizeof separator - 1);
    buf_put_str(out, labels);
    report_value_padded(t->in, out, shown_value(t->in, sample), VALUE_WIDTH);
    put_location(&t->frames, out, view_frame(v, i), VALUE_WIDTH);
    for (i++; i < end; i++) {
        loc_id l = view_frame(v, i);
        struct str whole = t->frames.whole[l.i];
        if (whole.len)
            buf_put_str(out, whole);
        else
            put_location(&t->frames, out, l, 0);
    }
}

static void put_batch(const struct traces *t, const struct batch *b, struct buf *out)
{
    for (size_t k = b->first; k < b->end; k++)
        put_sample(t, out, view_sample(t->in->view, k));
}

static void format_batch(void *traces, size_t slot)
{
    const struct traces *t = traces;
    struct batch *b = &t->batch[slot];
    if (!b->is_late)
        put_batch(t, b, &b->text);
}

static void write_batch(void *traces, size_t slot)
{
    const struct traces *t = traces;
    struct batch *b = &t->batch[slot];
    if (b->is_late)
        put_batch(t, b, t->out);
    buf_put(t->out, b->text.data, b->text.len);
    buf_clear(&b->text);
}

static struct str labels_of(struct traces *t, size_t sample)
{
    uint32_t set = t->in->profile->sample_label[sample].i;
    if (!t->labels[set].p)
        t->labels[set] = label_lines(t->in, &t->scratch, t->in->view->label_set[set]);
    return t->labels[set];
}

/* Sets what the batch from sample `first` on holds, and makes the lines of their labels. */
static void fill_batch(struct traces *t, struct batch *b, size_t first)
{
    const struct view *v = t->in->view;
    uint64_t n_frames = 0;
    double most = 0; /* bytes at the most; in floating point it can't overflow */
    size_t k = first;
    for (; k < v->n_samples; k++) {
        size_t sample = view_sample(v, k);
        uint64_t n = 1 + v->end[sample] - v->begin[sample];
        n_frames += n;
        most += (double)n * t->frames.most + (double)labels_of(t, sample).len;
        if (k > first && (n_frames > BATCH_FRAMES || most > BATCH_TEXT))
            break;
    }
    *b = (struct batch){first, k, k - first == 1 && most > BATCH_TEXT, b->text};
}

static void write_samples(struct traces *t)
{
    size_t n_threads = thread_count(), n_slots = ordered_slots(n_threads), n = t->in->view->n_samples;
    t->batch = arena_new(t->in->arena, struct batch, n_slots);
    struct ordered *work = ordered_begin(n_threads, n_slots, (struct ordered_calls){format_batch, write_batch, t});
    for (size_t k = 0; k < n;) {
        struct batch *b = &t->batch[ordered_slot(work)];
        fill_batch(t, b, k);
        k = b->end;
        ordered_give(work);
    }
    ordered_end(work);
    for (size_t i = 0; i < n_slots; i++)
        buf_release(&t->batch[i].text);
}

static int traces_write(const struct report_in *in, struct buf *out, struct err *err)
{
    struct header h = header_of_profile(in);
    struct traces t = {.in = in, .out = out};
    (void)err;
    t.labels = arena_new(in->arena, struct str, in->profile->n_label_sets);
    if (h.n)
        header_write(&h, out);
    else
        buf_putc(out, '\n');
    lines_init(&t.frames, in);
    arena_init(&t.scratch);
    write_samples(&t);
    arena_release(&t.scratch);
    lines_release(&t.frames);
    buf_puts(out, separator);
    return 0;
}

static void put_label_items(const struct report_in *in, struct table *t, size_t sample)
{
    const struct view *v = in->view;
    struct label_set set = view_labels(v, sample);
    for (uint32_t i = 0; i < set.n; i++) {
        const struct label *l = view_label(v, set.first + i);
        bool text = l->kind == LABEL_TEXT;
        struct str key = view_str(v, l->key), value = view_str(v, l->text);
        const struct cell item[] = {
            cell_text(key), text ? cell_text(value) : cell_none(), text ? cell_none() : cell_number(l->number),
            text ? cell_none() : cell_text(view_str(v, label_units_get(in->label_units, l->key)))};
        table_item(t, 0, item);
    }
}

/* The items of locations, which come again and again: kept where they are short and as long as there is room. */
struct frame_items {
    const struct frame_lines *frames;
    struct str *of; /* by location; of length 0: not kept */
    size_t room;
    struct buf text;
};

static void make_item(struct cell item[NODE_CELLS + 1], const struct frame_lines *f, uint32_t frame, bool is_inlined)
{
    uint32_t info = f->table.frame[frame];
    cells_of_info(item, &f->strings, &f->table.info[info], line_name(f->line[info]));
    item[NODE_CELLS] = cell_number(is_inlined);
}

/* No escape makes more than six bytes of one. */
static double most_of_items(const struct frame_lines *f, loc_id l)
{
    enum { KEYS = 256 };
    double size = 0;
    for (uint32_t j = f->table.first[l.i]; j < f->table.first[l.i + 1]; j++) {
        const struct node_info *n = &f->table.info[f->table.frame[j]];
        size += KEYS +
                6 * ((double)f->line[f->table.frame[j]].len + (double)strtab_get(&f->strings, n->name).len +
                     (double)strtab_get(&f->strings, n->file).len + (double)strtab_get(&f->strings, n->objfile).len);
    }
    return size;
}

static void put_frame_items(struct frame_items *items, struct table *t, loc_id l)
{
    const struct frame_lines *f = items->frames;
    uint32_t from = f->table.first[l.i], to = f->table.first[l.i + 1];
    struct str *kept = &items->of[l.i];
    bool keeps = kept->len == 0 && from < to && most_of_items(f, l) <= (double)items->room;
    for (uint32_t j = from; kept->len == 0 && j < to; j++) {
        struct cell item[NODE_CELLS + 1];
        make_item(item, f, j, j + 1 < to);
        if (keeps)
            table_print_item(t, 1, item, &items->text);
        else
            table_item(t, 1, item);
    }
    if (keeps) {
        items->room -= items->text.len;
        *kept = keep(t->in->arena, &items->text);
    }
    if (kept->len)
        table_put_items(t, 1, *kept);
}

/* The samples that the text shows: those that have a frame. */
static int traces_rows(const struct report_in *in, struct table *t, struct err *err)
{
    static const struct column column[] = {{"value", "value", CELL_VALUE, FOR_ALL, NO_SHARE}};
    static const struct column label[] = {{"key", "", CELL_NAME, FOR_ALL, NO_SHARE},
                                          {"text", "", CELL_NAME, FOR_ALL, NO_SHARE},
                                          {"number", "", CELL_NUMBER, FOR_ALL, NO_SHARE},
                                          {"unit", "", CELL_NAME, FOR_ALL, NO_SHARE}};
    static const struct column frame[] = {NODE_COLUMNS, {"inline", "", CELL_FLAG, FOR_ALL, NO_SHARE}};
    static const struct table_def def = {
        .columns = {column, 1},
        .list = {{"labels", {label, sizeof label / sizeof *label}}, {"frames", {frame, sizeof frame / sizeof *frame}}},
        .n_lists = 2};
    const struct view *v = in->view;
    struct frame_lines lines = {0};
    struct frame_items items = {&lines, arena_new(in->arena, struct str, v->n_locs), MOST_ITEMS, {0}};
    (void)err;
    buf_init(&items.text);
    lines_init(&lines, in);
    table_begin(t, &def);
    for (size_t k = 0; k < v->n_samples; k++) {
        size_t sample = view_sample(v, k);
        uint64_t i = first_frame(v, sample), end = v->end[sample];
        if (i == end)
            continue;
        struct cell row = cell_value(in, shown_value(in, sample));
        table_row(t, &row);
        put_label_items(in, t, sample);
        for (; i < end; i++)
            put_frame_items(&items, t, view_frame(v, i));
    }
    buf_release(&items.text);
    lines_release(&lines);
    return 0;
}

const struct report_def report_traces = {
    .name = "traces",
    .summary = "Every sample with its stack",
    .details = "Each stack with its value and its labels, the innermost function first. Stacks are not added up.\n",
    .default_node_count = 80,
    .samples = true,
    .write = traces_write,
    .rows = traces_rows,
    .json_lines = true};
