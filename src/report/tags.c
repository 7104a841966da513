/* tags: the values of each label, each with the sum of the samples that have it. */
#include <inttypes.h>
#include <stdlib.h>

#include "base/vec.h"
#include "measure/number.h"
#include "measure/units.h"
#include "report/align.h"
#include "report/table.h"

/* A value of a key. */
struct entry {
    str_id key, value;
    const struct label *label; /* one of the labels that have it */
    int64_t sum;
};

struct tag_list {
    struct analysis *a;
    const struct view *view;
    /* keep apart numbers that look the same once rounded, and texts that look like numbers */
    bool exact;
    struct strtab strings;
    struct entry *entry;
    size_t n, cap;
    struct hash_index index;
};

struct entry_probe {
    const struct tag_list *t;
    str_id key, value;
};

static bool is_same_entry(const void *ctx, uint32_t number)
{
    const struct entry_probe *want = ctx;
    const struct entry *e = &want->t->entry[number];
    return e->key.i == want->key.i && e->value.i == want->value.i;
}

static void add_to_entry(struct tag_list *t, const struct label *l, str_id value, int64_t sum)
{
    uint64_t hash = hash_u64(l->key.i, value.i);
    uint32_t at = hash_index_intern(&t->index, hash, is_same_entry, &(struct entry_probe){t, l->key, value}, t->n);
    if (at == t->n)
        VEC_PUSH(t->entry, t->n, t->cap) = (struct entry){l->key, value, l, 0};
    t->entry[at].sum = number_add(t->entry[at].sum, sum);
}

static struct str unit_of_key(const struct tag_list *t, str_id key)
{
    return view_str(t->view, label_units_get(&t->a->units, key));
}

static str_id shown_value(struct tag_list *t, const struct label *l)
{
    struct buf text;
    if (l->kind == LABEL_TEXT)
        return l->text;
    buf_init(&text);
    if (t->exact)
        buf_printf(&text, "%c%" PRId64, '\0', l->number);
    else
        measure_label(&text, l->number, unit_of_key(t, l->key), t->a->format.output_unit);
    str_id value = strtab_intern(&t->strings, text.data, text.len);
    buf_release(&text);
    return value;
}

/* Sums samples by label set first, because there are few label sets. */
static void collect_entries(struct tag_list *t)
{
    const struct view *v = t->view;
    const struct profile *p = v->profile;
    int64_t *sum = arena_new(&t->a->arena, int64_t, p->n_label_sets);
    bool *used = arena_zalloc(&t->a->arena, p->n_label_sets, sizeof *used);
    for (size_t k = 0; k < v->n_samples; k++) {
        size_t s = view_sample(v, k);
        uint32_t set = p->sample_label[s].i;
        used[set] = true;
        sum[set] = number_add(sum[set], p->value[s * p->n_types + t->a->value]);
    }
    for (size_t i = 0; i < p->n_label_sets; i++)
        for (uint32_t j = 0; used[i] && j < v->label_set[i].n; j++) {
            const struct label *l = view_label(v, v->label_set[i].first + j);
            add_to_entry(t, l, shown_value(t, l), sum[i]);
        }
}

static int compare_entries(const void *x, const void *y, void *strings)
{
    const struct entry *a = x, *b = y;
    int c = a->key.i == b->key.i ? 0 : str_compare(strtab_get(strings, a->key), strtab_get(strings, b->key));
    if (c)
        return c;
    int64_t u = number_abs(a->sum), v = number_abs(b->sum);
    c = (u < v) - (u > v);
    return c && a->sum != b->sum ? c : str_compare(strtab_get(strings, a->value), strtab_get(strings, b->value));
}

/* ---- As go tool pprof prints it ---- */

static void put_share(const struct table *t, struct buf *out, int64_t value, const char *before, const char *after)
{
    char percent[PERCENTAGE_SIZE];
    if (t->total > 0)
        buf_printf(out, "%s(%s)%s", before, measure_percentage(percent, value, t->total), after);
    else
        buf_puts(out, after);
}

/* The cells of a key, and the cells of one of its values. */
enum { KEY, KEY_TOTAL, N_KEY_CELLS };
enum { VALUE, VALUE_TEXT, VALUE_NUMBER, VALUE_UNIT, VALUE_SHOWN, N_VALUE_CELLS };

static void tags_row(struct table *t, const struct cell *cell)
{
    struct buf *out = &t->text;
    buf_put_str(out, cell[KEY].text);
    buf_puts(out, ":\t Total ");
    value_format_put(&t->values, out, cell[KEY_TOTAL].number);
    buf_puts(out, " of ");
    value_format_put(&t->values, out, t->total);
    put_share(t, out, cell[KEY_TOTAL].number, " ", "\n");
}

static void tags_print_items(struct table *t, size_t list, const struct cell *cell, size_t n, bool first,
                             struct buf *to)
{
    struct buf *out = &t->text; /* columns are aligned after the last row */
    (void)list;
    (void)first;
    (void)to;
    for (size_t i = 0; i < n; i++, cell += N_VALUE_CELLS) {
        buf_puts(out, " \t");
        value_format_put(&t->values, out, cell[VALUE].number);
        put_share(t, out, cell[VALUE].number, " ", ":\t ");
        buf_put_str(out, cell[VALUE_SHOWN].text);
        buf_putc(out, '\n');
    }
}

static void tags_end_row(struct table *t)
{
    buf_putc(&t->text, '\n');
}

static void tags_end(struct table *t)
{
    align_right(t->to, t->text.data, t->text.len, &t->a->arena);
}

/* ---- The rows ---- */

/* Makes the sorted list of entries. */
static void tag_list_init(struct tag_list *t, struct analysis *a, bool exact)
{
    *t = (struct tag_list){.a = a, .view = analysis_view(a, LEVEL_DEFAULT), .exact = exact};
    strtab_init(&t->strings, &t->view->strings);
    collect_entries(t);
    if (t->n)
        qsort_r(t->entry, t->n, sizeof *t->entry, compare_entries, &t->strings);
}

static void tag_list_release(struct tag_list *t)
{
    hash_index_release(&t->index);
    strtab_release(&t->strings);
    free(t->entry);
}

/* How many entries from index `i` on have the key of entry `i`. */
static size_t count_of_key(const struct tag_list *t, size_t i)
{
    size_t n = 1;
    while (i + n < t->n && t->entry[i + n].key.i == t->entry[i].key.i)
        n++;
    return n;
}

static void put_tag_value(const struct tag_list *t, struct table *table, const struct entry *e)
{
    bool text = e->label->kind == LABEL_TEXT;
    struct str unit = unit_of_key(t, e->key), value = strtab_get(&t->strings, e->value);
    struct buf shown;
    buf_init(&shown);
    if (text)
        buf_put_str(&shown, value);
    else
        measure_label(&shown, e->label->number, unit, table->values.output_unit);
    const struct cell item[N_VALUE_CELLS] = {[VALUE] = cell_value(e->sum),
                                             [VALUE_TEXT] = text ? cell_text(value) : cell_none(),
                                             [VALUE_NUMBER] = text ? cell_none() : cell_number(e->label->number),
                                             [VALUE_UNIT] = text ? cell_none() : cell_text(unit),
                                             [VALUE_SHOWN] = cell_text(buf_str(&shown))};
    table_items(table, 0, item, 1);
    buf_release(&shown);
}

/* Writes a row for a key, whose values are the `n` entries at `e`. */
static void put_key_row(const struct tag_list *t, struct table *table, const struct entry *e, size_t n)
{
    int64_t sum = 0;
    for (size_t i = 0; i < n; i++)
        sum = number_add(sum, e[i].sum);
    const struct cell row[N_KEY_CELLS] = {
        [KEY] = cell_text(strtab_get(&t->strings, e->key)), [KEY_TOTAL] = cell_value(sum)};
    table_row(table, row);
    for (size_t i = 0; i < n; i++)
        put_tag_value(t, table, &e[i]);
    table_end_row(table);
}

static int tags_write(struct analysis *a, struct report_out *out, struct err *err)
{
    static const struct table_format text = {
        .row = tags_row, .print_items = tags_print_items, .end_row = tags_end_row, .end = tags_end};
    static const struct column column[] = {{"key", "key", CELL_NAME, FOR_ALL, NO_SHARE},
                                           {"total", "total", CELL_VALUE, FOR_ALL, SHARE_TOO}};
    static const struct column value[] = {{"value", "value", CELL_VALUE, FOR_ALL, SHARE_TOO},
                                          {"text", "", CELL_NAME, FOR_PROGRAMS, NO_SHARE},
                                          {"number", "", CELL_NUMBER, FOR_PROGRAMS, NO_SHARE},
                                          {"unit", "", CELL_NAME, FOR_PROGRAMS, NO_SHARE},
                                          {"shown", "tag", CELL_NAME, FOR_PEOPLE, NO_SHARE}};
    static const struct table_def def = {
        .columns = {column, N_KEY_CELLS}, .list = {{"tags", {value, N_VALUE_CELLS}}}, .n_lists = 1, .text = &text};
    struct tag_list list;
    struct table t;
    (void)err;
    tag_list_init(&list, a, out->format != FORMAT_TEXT);
    table_begin(&t, a, out, &def, &(struct table_about){.report = "tags"});
    for (size_t i = 0, n; i < list.n; i += n) {
        n = count_of_key(&list, i);
        put_key_row(&list, &t, list.entry + i, n);
    }
    table_end(&t);
    tag_list_release(&list);
    return 0;
}

/* In the shell, words are patterns for tags instead of frames. */
static void tags_defaults(struct options *o)
{
    if (*o->words.focus)
        o->filter[FILTER_tagfocus] = o->words.focus;
    if (*o->words.ignore)
        o->filter[FILTER_tagignore] = o->words.ignore;
    o->words.focus = o->words.ignore = "";
}

const struct report_def report_tags = {
    .name = "tags",
    .summary = "The values of all tags, with their shares",
    .details =
        "Tags are the labels of samples. Below each key stand its values, each with the sum of the samples that\n"
        "have it. -tagfocus selects samples by their tags in every report.\n",
    .defaults = tags_defaults,
    .formats = FORMATS_TABLE,
    .write = tags_write};
