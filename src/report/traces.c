/* traces: every sample with its labels and its stack. Memory does not grow with the output, which is written as it is made. */
#include <stdlib.h>

#include "base/ordered.h"
#include "base/thread.h"
#include "graph/node.h"
#include "measure/number.h"
#include "measure/units.h"
#include "report/header.h"
#include "report/table.h"

enum { BATCH_FRAMES = 4096, BATCH_TEXT = 8 * 1024 * 1024, MOST_KEPT = 64 * 1024 * 1024 };

enum { LABELS, FRAMES };
enum { KEY, TEXT, NUMBER, UNIT, KIND, N_LABEL_CELLS };
enum { INLINED = NODE_CELLS, N_FRAME_CELLS };

/* ---- As go tool pprof prints it ---- */

static const char separator[] = "-----------+-------------------------------------------------------\n";

enum { VALUE_WIDTH = 10 };

static const char no_value[] = "          "; /* VALUE_WIDTH wide */

static void traces_begin(struct table *t)
{
    struct header h = header_of_profile(t->a);
    if (h.n)
        header_write(&h, t->to);
    else
        buf_putc(t->to, '\n');
}

/* The value is kept, because it stands before the first frame. */
static void traces_row(struct table *t, const struct cell *cell)
{
    buf_put(t->to, separator, sizeof separator - 1);
    t->row.value = cell->number;
}

/* Frames that are printed ahead have blanks in place of the value. */
static size_t traces_open_list(struct table *t, size_t list)
{
    if (list != FRAMES)
        return 0;
    value_format_put_padded(&t->values, t->to, t->row.value, VALUE_WIDTH);
    return VALUE_WIDTH;
}

static void print_frames(const struct cell *cell, size_t n, bool first, struct buf *out)
{
    for (size_t i = 0; i < n; i++, cell += N_FRAME_CELLS) {
        if (i || !first)
            buf_put(out, no_value, VALUE_WIDTH);
        buf_puts(out, "   ");
        buf_put_str(out, cell->text);
        buf_puts(out, cell[INLINED].number ? " (inline)\n" : "\n");
    }
}

/* Whether two labels stand on one line: they have the same key, and are both texts or both numbers. */
static bool share_line(const struct cell *a, const struct cell *b)
{
    return a[KIND].number == b[KIND].number && str_compare(a[KEY].text, b[KEY].text) == 0;
}

static void put_label_value(struct buf *out, const struct cell *cell)
{
    if (cell[KIND].number)
        measure_label_auto(out, cell[NUMBER].number, cell[UNIT].text);
    else
        buf_put_str(out, cell[TEXT].text);
}

/* Writes a line for the values of each key: lines of texts, sorted, then lines of numbers, sorted. */
static void print_labels(const struct cell *cell, size_t n, struct buf *out)
{
    struct buf_span *line = malloc((n + 1) * sizeof *line);
    size_t n_lines = 0, n_texts = 0;
    struct buf text;
    if (!line)
        err_out_of_memory();
    buf_init(&text);
    for (size_t i = 0; i < n;) {
        const struct cell *first = cell + i * N_LABEL_CELLS;
        size_t from = text.len;
        buf_put_padded(&text, first[KEY].text, 10);
        buf_puts(&text, ": ");
        for (; i < n && share_line(first, cell + i * N_LABEL_CELLS); i++) {
            buf_putc(&text, ' ');
            put_label_value(&text, cell + i * N_LABEL_CELLS);
        }
        buf_putc(&text, '\n');
        n_texts += !first[KIND].number;
        line[n_lines++] = (struct buf_span){from, text.len - from};
    }
    buf_sort_spans(&text, line, n_texts);
    buf_sort_spans(&text, line + n_texts, n_lines - n_texts);
    for (size_t i = 0; i < n_lines; i++)
        buf_put(out, text.data + line[i].from, line[i].len);
    buf_release(&text);
    free(line);
}

static void traces_print_items(struct table *t, size_t list, const struct cell *cell, size_t n, bool first,
                               struct buf *out)
{
    (void)t;
    if (list == FRAMES)
        print_frames(cell, n, first, out);
    else
        print_labels(cell, n, out);
}

static void traces_end(struct table *t)
{
    buf_puts(t->to, separator);
}

/* ---- The rows ---- */

/*
 * Consecutive samples. They have so few frames that their text mostly stays in the processor's cache until it is written, and no
 * more than BATCH_TEXT bytes. A single sample that may have more is not kept as text, but written as it is made.
 */
struct batch {
    size_t first, end; /* of the view's samples */
    bool is_late;      /* it becomes text only when it is written */
    struct buf text;
};

struct traces {
    struct analysis *a;
    const struct view *view;
    struct table table;
    struct node_table nodes;
    struct strtab strings;
    struct str *frames;  /* by location: its frames as printed; empty if they are not kept */
    struct str *labels;  /* by label set: its labels as printed; NULL until a sample has it */
    double most;         /* the most bytes that the frames of one location may take */
    size_t room;         /* how many more bytes of frames may be kept */
    struct batch *batch; /* by slot */
};

static struct str keep_text(struct arena *a, struct buf *text)
{
    struct str s = {arena_copy(a, text->data, text->len), (uint32_t)text->len};
    buf_clear(text);
    return s;
}

static void make_frame_cells(const struct traces *t, struct cell *cell, uint32_t frame, bool is_inlined,
                             struct str name)
{
    cells_of_info(cell, &t->strings, &t->nodes.info[t->nodes.frame[frame]], name);
    cell[INLINED] = cell_number(is_inlined);
}

/* Writes the frames of a location that are not kept, one by one. */
static void put_frames(const struct traces *t, struct table *table, loc_id l)
{
    uint32_t from = t->nodes.first[l.i], to = t->nodes.first[l.i + 1];
    struct buf name;
    buf_init(&name);
    for (uint32_t j = from; j < to; j++) {
        struct cell cell[N_FRAME_CELLS];
        buf_clear(&name);
        node_info_print(&name, &t->strings, &t->nodes.info[t->nodes.frame[j]]);
        make_frame_cells(t, cell, j, j + 1 < to, buf_str(&name));
        table_items(table, FRAMES, cell, 1);
    }
    buf_release(&name);
}

/* The most bytes that the frames of a location take in any format. No escape makes more than six bytes of one. */
static double most_bytes_of_frames(const struct traces *t, loc_id l)
{
    enum { KEYS = 256 };
    double size = 0;
    for (uint32_t j = t->nodes.first[l.i]; j < t->nodes.first[l.i + 1]; j++) {
        const struct node_info *n = &t->nodes.info[t->nodes.frame[j]];
        double name = strtab_get(&t->strings, n->name).len, file = strtab_get(&t->strings, n->file).len;
        size += KEYS + 6 * (2 * name + 2 * file + (double)strtab_get(&t->strings, n->objfile).len);
    }
    return size;
}

/* Prints the frames of a location into the arena of the analysis. `scratch` is for names, and is cleared. */
static struct str print_frames_of(struct traces *t, loc_id l, struct arena *scratch)
{
    uint32_t from = t->nodes.first[l.i], n = t->nodes.first[l.i + 1] - from;
    struct cell *cell = arena_new(scratch, struct cell, (size_t)n * N_FRAME_CELLS);
    struct buf text;
    buf_init(&text);
    for (uint32_t j = 0; j < n; j++) {
        node_info_print(&text, &t->strings, &t->nodes.info[t->nodes.frame[from + j]]);
        make_frame_cells(t, cell + (size_t)j * N_FRAME_CELLS, from + j, j + 1 < n, keep_text(scratch, &text));
    }
    table_print_items(&t->table, FRAMES, cell, n, &text);
    struct str printed = keep_text(&t->a->arena, &text);
    buf_release(&text);
    arena_clear(scratch);
    t->room -= printed.len;
    return printed;
}

/* Prints the frames of locations ahead while there is room. Locations with the same single frame share one text. */
static void keep_frames(struct traces *t)
{
    struct str *of_info = arena_new(&t->a->arena, struct str, t->nodes.n);
    struct arena scratch;
    arena_init(&scratch);
    t->frames = arena_new(&t->a->arena, struct str, t->view->n_locs);
    for (uint32_t i = 0; i < t->view->n_locs; i++) {
        uint32_t n = t->nodes.first[i + 1] - t->nodes.first[i];
        struct str *single = n == 1 ? &of_info[t->nodes.frame[t->nodes.first[i]]] : NULL;
        double most = most_bytes_of_frames(t, (loc_id){i});
        if (single && single->len)
            t->frames[i] = *single;
        else if (n && most < (double)t->room)
            t->frames[i] = print_frames_of(t, (loc_id){i}, &scratch);
        if (single)
            *single = t->frames[i];
        most = t->frames[i].len ? t->frames[i].len : most;
        t->most = most > t->most ? most : t->most;
    }
    arena_release(&scratch);
}

/* Prints the labels of a set. */
static struct str print_labels_of_set(struct traces *t, uint32_t set)
{
    const struct view *v = t->view;
    struct label_set s = v->label_set[set];
    struct cell *cell = malloc(((size_t)s.n * N_LABEL_CELLS + 1) * sizeof *cell);
    struct buf text;
    if (!cell)
        err_out_of_memory();
    for (uint32_t i = 0; i < s.n; i++) {
        const struct label *l = view_label(v, s.first + i);
        struct cell *c = cell + (size_t)i * N_LABEL_CELLS;
        bool is_number = l->kind != LABEL_TEXT;
        c[KEY] = cell_text(view_str(v, l->key));
        c[TEXT] = is_number ? cell_none() : cell_text(view_str(v, l->text));
        c[NUMBER] = is_number ? cell_number(l->number) : cell_none();
        c[UNIT] = is_number ? cell_text(view_str(v, label_units_get(&t->a->units, l->key))) : cell_none();
        c[KIND] = cell_number(is_number);
    }
    buf_init(&text);
    if (s.n)
        table_print_items(&t->table, LABELS, cell, s.n, &text);
    struct str printed = keep_text(&t->a->arena, &text);
    buf_release(&text);
    free(cell);
    return printed;
}

static struct str labels_of(struct traces *t, size_t sample)
{
    uint32_t set = t->view->profile->sample_label[sample].i;
    if (!t->labels[set].p)
        t->labels[set] = print_labels_of_set(t, set);
    return t->labels[set];
}

/* The index of the first frame of the sample that is not hidden, or of its end. */
static uint64_t first_frame(const struct view *v, size_t sample)
{
    uint64_t i = v->begin[sample];
    while (i < v->end[sample] && view_hidden(v, view_frame(v, i)))
        i++;
    return i;
}

static int64_t shown_value(const struct analysis *a, size_t sample)
{
    const int64_t *value = a->profile->value + sample * a->profile->n_types;
    return a->query->mean && value[0] ? number_div(value[a->value], value[0]) : value[a->value];
}

/* Writes the frames from `i` to `end`. This is the innermost loop of the report. */
static void put_stack(const struct traces *t, struct table *table, uint64_t i, uint64_t end)
{
    const struct view *v = t->view;
    const struct str *frames = t->frames;
    struct buf *to = table->to;
    if (!frames[view_frame(v, i).i].len) {
        put_frames(t, table, view_frame(v, i));
    } else {
        size_t skip = table_open_list(table, FRAMES);
        struct str first = frames[view_frame(v, i).i];
        buf_put(to, first.p + skip, first.len - skip);
    }
    while (++i < end) {
        struct str more = frames[view_frame(v, i).i];
        if (more.len)
            buf_put_str(to, more);
        else
            put_frames(t, table, view_frame(v, i));
    }
}

/* Writes a sample, unless it has no frames. */
static void put_sample(const struct traces *t, struct table *table, size_t sample)
{
    const struct view *v = t->view;
    struct str labels = t->labels[v->profile->sample_label[sample].i];
    uint64_t i = first_frame(v, sample), end = v->end[sample];
    if (i == end)
        return;
    const struct cell row = cell_value(shown_value(t->a, sample));
    table_row(table, &row);
    if (labels.len) {
        size_t skip = table_open_list(table, LABELS);
        buf_put(table->to, labels.p + skip, labels.len - skip);
    }
    put_stack(t, table, i, end);
    table_end_row(table);
}

static void put_batch(const struct traces *t, const struct batch *b, struct buf *out)
{
    struct table piece = table_piece(&t->table, out);
    for (size_t k = b->first; k < b->end; k++)
        put_sample(t, &piece, view_sample(t->view, k));
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
        put_batch(t, b, t->table.to);
    buf_put(t->table.to, b->text.data, b->text.len);
    buf_clear(&b->text);
}

/* Chooses the samples of a batch, from `first` on, and prints their labels. */
static void fill_batch(struct traces *t, struct batch *b, size_t first)
{
    const struct view *v = t->view;
    uint64_t n_frames = 0;
    double most = 0; /* the most bytes; in floating point, which cannot overflow */
    size_t k = first;
    for (; k < v->n_samples; k++) {
        size_t sample = view_sample(v, k);
        uint64_t n = 1 + v->end[sample] - v->begin[sample];
        n_frames += n;
        most += (double)n * t->most + (double)labels_of(t, sample).len;
        if (k > first && (n_frames > BATCH_FRAMES || most > BATCH_TEXT))
            break;
    }
    *b = (struct batch){first, k, k - first == 1 && most > BATCH_TEXT, b->text};
}

static void write_samples(struct traces *t)
{
    size_t n_threads = thread_count(), n_slots = ordered_slots(n_threads), n = t->view->n_samples;
    t->batch = arena_new(&t->a->arena, struct batch, n_slots);
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

static int traces_write(struct analysis *a, struct report_out *out, struct err *err)
{
    static const struct table_format text = {.begin = traces_begin,
                                             .row = traces_row,
                                             .open_list = traces_open_list,
                                             .print_items = traces_print_items,
                                             .end = traces_end};
    static const struct column column[] = {{"value", "value", CELL_VALUE, FOR_ALL, NO_SHARE}};
    static const struct column label[] = {{"key", "", CELL_NAME, FOR_ALL, NO_SHARE},
                                          {"text", "", CELL_NAME, FOR_ALL, NO_SHARE},
                                          {"number", "", CELL_NUMBER, FOR_ALL, NO_SHARE},
                                          {"unit", "", CELL_NAME, FOR_ALL, NO_SHARE},
                                          {"is_number", "", CELL_FLAG, FOR_LAYOUT, NO_SHARE}};
    static const struct column frame[] = {NODE_COLUMNS, {"inline", "", CELL_FLAG, FOR_ALL, NO_SHARE}};
    static const struct table_def def = {
        .columns = {column, 1},
        .list = {{"labels", {label, N_LABEL_CELLS}}, {"frames", {frame, N_FRAME_CELLS}}},
        .n_lists = 2,
        .text = &text,
        .lines = true};
    struct traces t = {.a = a, .view = analysis_view(a, LEVEL_DEFAULT), .room = MOST_KEPT};
    (void)err;
    strtab_init(&t.strings, &t.view->strings);
    node_table_init(&t.nodes, t.view, &t.strings, NULL, 0, false);
    t.labels = arena_new(&a->arena, struct str, a->profile->n_label_sets);
    table_begin(&t.table, a, out, &def, &(struct table_about){.report = "traces"});
    keep_frames(&t);
    write_samples(&t);
    table_end(&t.table);
    node_table_release(&t.nodes);
    strtab_release(&t.strings);
    return 0;
}

const struct report_def report_traces = {
    .name = "traces",
    .summary = "Every sample with its stack",
    .details = "Each sample with its value, its labels and its stack, the innermost function first.\n",
    .base = BASE_SUBTRACTED,
    .formats = FORMATS_LINES,
    .write = traces_write};
