/* tags: the values of every label, with what the samples that bear them have. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/vec.h"
#include "graph/order.h"
#include "measure/number.h"
#include "measure/units.h"
#include "report/align.h"
#include "report/table.h"

/* A value under a key. */
struct entry {
    str_id key, value;
    const struct label *label; /* one of those that show it */
    int64_t sum;
};

struct tag_list {
    const struct report_in *in;
    bool
        exact; /* numbers that look the same when they are rounded are kept apart, and so are texts that look like numbers */
    struct strtab strings;
    struct entry *entry;
    size_t n, cap;
    struct hash_index index;
};

struct probe {
    const struct tag_list *t;
    str_id key, value;
};

static bool same(const void *ctx, uint32_t number)
{
    const struct probe *want = ctx;
    const struct entry *e = &want->t->entry[number];
    return e->key.i == want->key.i && e->value.i == want->value.i;
}

static void add(struct tag_list *t, const struct label *l, str_id value, int64_t sum)
{
    uint64_t hash = hash_u64(l->key.i, value.i);
    uint32_t at = hash_index_find(&t->index, hash, same, &(struct probe){t, l->key, value});
    if (at == HASH_NONE) {
        at = (uint32_t)t->n;
        hash_index_add(&t->index, hash, at);
        VEC_PUSH(t->entry, t->n, t->cap) = (struct entry){l->key, value, l, 0};
    }
    t->entry[at].sum = number_add(t->entry[at].sum, sum);
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
        measure_label(&text, l->number, view_str(t->in->view, label_units_get(t->in->label_units, l->key)),
                      t->in->format.output_unit);
    str_id value = strtab_intern(&t->strings, text.data, text.len);
    buf_release(&text);
    return value;
}

/* Sums by label set first: there are few of those. */
static void collect(struct tag_list *t)
{
    const struct view *v = t->in->view;
    const struct profile *p = v->profile;
    int64_t *sum = arena_new(t->in->arena, int64_t, p->n_label_sets);
    bool *used = arena_zalloc(t->in->arena, p->n_label_sets, sizeof *used);
    for (size_t k = 0; k < v->n_samples; k++) {
        size_t s = view_sample(v, k);
        uint32_t set = p->sample_label[s].i;
        used[set] = true;
        sum[set] = number_add(sum[set], p->value[s * p->n_types + t->in->value]);
    }
    for (size_t i = 0; i < p->n_label_sets; i++)
        for (uint32_t j = 0; used[i] && j < v->label_set[i].n; j++) {
            const struct label *l = view_label(v, v->label_set[i].first + j);
            add(t, l, shown_value(t, l), sum[i]);
        }
}

static int compare(const void *x, const void *y, void *strings)
{
    const struct entry *a = x, *b = y;
    int c = a->key.i == b->key.i ? 0 : str_compare(strtab_get(strings, a->key), strtab_get(strings, b->key));
    if (c)
        return c;
    int64_t u = number_abs(a->sum), v = number_abs(b->sum);
    c = (u < v) - (u > v);
    return c && a->sum != b->sum ? c : str_compare(strtab_get(strings, a->value), strtab_get(strings, b->value));
}

static void put_share(const struct report_in *in, struct buf *out, int64_t value, const char *before,
                      const char *behind)
{
    char percent[PERCENTAGE_SIZE];
    if (in->total > 0)
        buf_printf(out, "%s(%s)%s", before, measure_percentage(percent, value, in->total), behind);
    else
        buf_puts(out, behind);
}

/* The values of one key, which the entries from `e` on are. */
static void put_key(const struct tag_list *t, struct buf *out, const struct entry *e, size_t n)
{
    const struct report_in *in = t->in;
    struct str key = strtab_get(&t->strings, e->key);
    int64_t sum = 0;
    for (size_t i = 0; i < n; i++)
        sum = number_add(sum, e[i].sum);
    buf_put_str(out, key);
    buf_puts(out, ":\t Total ");
    report_value(in, out, sum);
    buf_puts(out, " of ");
    report_value(in, out, in->total);
    put_share(in, out, sum, " ", "\n");
    for (size_t i = 0; i < n; i++) {
        struct str value = strtab_get(&t->strings, e[i].value);
        buf_puts(out, " \t");
        report_value(in, out, e[i].sum);
        put_share(in, out, e[i].sum, " ", ":\t ");
        buf_put_str(out, value);
        buf_putc(out, '\n');
    }
    buf_putc(out, '\n');
}

/* Sorted. */
static void list_init(struct tag_list *t, const struct report_in *in, bool exact)
{
    *t = (struct tag_list){.in = in, .exact = exact};
    strtab_init(&t->strings, &in->view->strings);
    collect(t);
    if (t->n)
        qsort_r(t->entry, t->n, sizeof *t->entry, compare, &t->strings);
}

static void list_release(struct tag_list *t)
{
    hash_index_release(&t->index);
    strtab_release(&t->strings);
    free(t->entry);
}

/* How many entries from number `i` on are of its key. */
static size_t same_key(const struct tag_list *t, size_t i)
{
    size_t n = 1;
    while (i + n < t->n && t->entry[i + n].key.i == t->entry[i].key.i)
        n++;
    return n;
}

static int tags_write(const struct report_in *in, struct buf *out, struct err *err)
{
    struct tag_list t;
    struct buf text;
    (void)err;
    buf_init(&text);
    list_init(&t, in, false);
    for (size_t i = 0, n; i < t.n; i += n) {
        n = same_key(&t, i);
        put_key(&t, &text, t.entry + i, n);
    }
    align_right(out, text.data, text.len, in->arena);
    buf_release(&text);
    list_release(&t);
    return 0;
}

static void put_key_rows(const struct tag_list *t, struct table *table, const struct entry *e, size_t n)
{
    const struct report_in *in = t->in;
    int64_t sum = 0;
    for (size_t i = 0; i < n; i++)
        sum = number_add(sum, e[i].sum);
    const struct cell row[] = {cell_text(strtab_get(&t->strings, e->key)), cell_value(in, sum)};
    table_row(table, row);
    for (size_t i = 0; i < n; i++) {
        bool text = e[i].label->kind == LABEL_TEXT;
        struct str unit = view_str(in->view, label_units_get(in->label_units, e[i].key));
        struct buf shown;
        buf_init(&shown);
        if (!text)
            measure_label(&shown, e[i].label->number, unit, in->format.output_unit);
        const struct cell item[] = {
            cell_value(in, e[i].sum),
            text ? cell_text(strtab_get(&t->strings, e[i].value)) : cell_none(),
            text ? cell_none() : cell_number(e[i].label->number),
            text ? cell_none() : cell_text(unit),
            cell_text(text ? strtab_get(&t->strings, e[i].value) : buf_str(&shown)),
        };
        table_item(table, 0, item);
        buf_release(&shown);
    }
}

static int tags_rows(const struct report_in *in, struct table *table, struct err *err)
{
    static const struct column column[] = {{"key", "key", CELL_NAME, FOR_ALL, NO_SHARE},
                                           {"total", "total", CELL_VALUE, FOR_ALL, SHARE_TOO}};
    static const struct column value[] = {{"value", "value", CELL_VALUE, FOR_ALL, SHARE_TOO},
                                          {"text", "", CELL_NAME, FOR_PROGRAMS, NO_SHARE},
                                          {"number", "", CELL_NUMBER, FOR_PROGRAMS, NO_SHARE},
                                          {"unit", "", CELL_NAME, FOR_PROGRAMS, NO_SHARE},
                                          {"shown", "tag", CELL_NAME, FOR_PEOPLE, NO_SHARE}};
    static const struct table_def def = {.columns = {column, sizeof column / sizeof *column},
                                         .list = {{"tags", {value, sizeof value / sizeof *value}}},
                                         .n_lists = 1};
    struct tag_list t;
    (void)err;
    list_init(&t, in, true);
    table_begin(table, &def);
    for (size_t i = 0, n; i < t.n; i += n) {
        n = same_key(&t, i);
        put_key_rows(&t, table, t.entry + i, n);
    }
    list_release(&t);
    return 0;
}

const struct report_def report_tags = {
    .name = "tags",
    .summary = "The values of all tags, with their shares",
    .details = "Tags are the labels of samples. For each key, its values with what the samples that bear them have.\n"
               "-tagfocus chooses samples by them in every report.\n",
    .default_node_count = 80,
    .words_are_tags = true,
    .write = tags_write,
    .rows = tags_rows};
