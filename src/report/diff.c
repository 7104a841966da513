/* diff: what each function had, has now, and how sure the difference is. */
#include <stdlib.h>

#include "compare/comparison.h"
#include "compare/cost_shift.h"
#include "measure/number.h"
#include "report/header.h"
#include "report/table.h"

struct diff {
    const struct report_in *in;
    const struct comparison_row **row; /* to be shown, in order */
    struct str *name;                  /* by row of the sides */
    size_t n;
    struct table_shown rows;
};

static struct str name_of(const struct diff *d, const struct comparison_row *r)
{
    return d->name[r - d->in->sides->row];
}

static int compare(const void *x, const void *y, void *diff)
{
    const struct diff *d = diff;
    const struct comparison_row *a = *(const struct comparison_row *const *)x,
                                *b = *(const struct comparison_row *const *)y;
    bool by_cum = d->in->cum;
    for (int i = 0; i < 2; i++, by_cum = !by_cum) {
        uint64_t u = number_magnitude(side_delta(by_cum ? a->cum : a->flat)),
                 v = number_magnitude(side_delta(by_cum ? b->cum : b->flat));
        if (u != v)
            return u < v ? 1 : -1;
    }
    int c = str_compare(name_of(d, a), name_of(d, b));
    return c ? c : (a->info > b->info) - (a->info < b->info);
}

static void name_rows(struct diff *d)
{
    const struct comparison *s = d->in->sides;
    struct buf text;
    buf_init(&text);
    d->name = arena_new(d->in->arena, struct str, s->n_rows);
    for (size_t i = 0; i < s->n_rows; i++) {
        buf_clear(&text);
        node_info_print(&text, &s->series.strings, comparison_node(s, s->row[i].info));
        d->name[i] = (struct str){arena_copy(d->in->arena, text.data, text.len), (uint32_t)text.len};
    }
    buf_release(&text);
}

static bool is_less(const struct comparison_row *r)
{
    int64_t flat = side_delta(r->flat);
    return flat < 0 || (flat == 0 && side_delta(r->cum) < 0);
}

/* What is small on both sides is dropped, what is the same is no row, and only as many as were asked for are shown. */
static void choose_rows(struct diff *d)
{
    const struct comparison *s = d->in->sides;
    uint64_t old = number_magnitude(s->total[OLD].value), new = number_magnitude(s->total[NEW].value);
    double least = (double)(old > new ? old : new) * d->in->node_fraction;
    d->row = arena_new(d->in->arena, const struct comparison_row *, s->n_rows);
    for (size_t i = 0; i < s->n_rows; i++) {
        const struct comparison_row *r = &s->row[i];
        double o = (double)number_magnitude(r->cum[OLD].value), n = (double)number_magnitude(r->cum[NEW].value);
        if ((o > n ? o : n) < least)
            d->rows.dropped++;
        else if ((side_delta(r->flat) || side_delta(r->cum)) && !(d->in->drop_negative && is_less(r)))
            d->row[d->n++] = r;
    }
    d->rows.of = d->n;
    if (d->n)
        qsort_r(d->row, d->n, sizeof *d->row, compare, d);
    if (d->in->node_count > 0 && d->n > (size_t)d->in->node_count)
        d->n = (size_t)d->in->node_count;
    d->rows.shown = d->n;
}

static void diff_init(struct diff *d, const struct report_in *in)
{
    *d = (struct diff){.in = in};
    name_rows(d);
    choose_rows(d);
}

static const char *mark_of(const struct diff *d, const struct comparison_row *r)
{
    bool was = r->cum[OLD].value || r->flat[OLD].value, is = r->cum[NEW].value || r->flat[NEW].value;
    return !was ? "new" : !is ? "gone" : cost_shift_is_moved(d->in->cost_shift, r, d->in->cum) ? "moved" : NULL;
}

static struct cell share_of(int64_t value, int64_t total)
{
    return total ? cell_real((double)value / (double)total) : cell_none();
}

enum { VALUE_CELLS = 7, MARK_CELL = 2 * VALUE_CELLS, FIRST_NODE_CELL };

static void put_values(const struct report_in *in, struct cell *cell, const struct side_value *v)
{
    int64_t old = v[OLD].value, delta = side_delta(v);
    cell[0] = cell_value(in, old);
    cell[1] = cell_value(in, v[NEW].value);
    cell[2] = cell_value(in, delta);
    cell[3] = old ? cell_real(side_percent(v)) : cell_none();
    cell[4] = cell_real(side_error(v) * in->format.ratio);
    cell[5] = share_of(old, in->sides->total[OLD].value);
    cell[6] = share_of(v[NEW].value, in->sides->total[NEW].value);
}

static int diff_rows(const struct report_in *in, struct table *t, struct err *err)
{
    static const struct column column[] = {{"flat_old", "flat old", CELL_VALUE, FOR_ALL, NO_SHARE},
                                           {"flat_new", "flat new", CELL_VALUE, FOR_ALL, NO_SHARE},
                                           {"flat_delta", "flat delta", CELL_DELTA, FOR_ALL, NO_SHARE},
                                           {"flat_delta_percent", "flat delta%", CELL_PERCENT, FOR_ALL, NO_SHARE},
                                           {"flat_error", "flat error", CELL_ERROR, FOR_ALL, NO_SHARE},
                                           {"flat_share_old", "flat old share", CELL_SHARE, FOR_ALL, NO_SHARE},
                                           {"flat_share_new", "flat new share", CELL_SHARE, FOR_ALL, NO_SHARE},
                                           {"cum_old", "cum old", CELL_VALUE, FOR_ALL, NO_SHARE},
                                           {"cum_new", "cum new", CELL_VALUE, FOR_ALL, NO_SHARE},
                                           {"cum_delta", "cum delta", CELL_DELTA, FOR_ALL, NO_SHARE},
                                           {"cum_delta_percent", "cum delta%", CELL_PERCENT, FOR_ALL, NO_SHARE},
                                           {"cum_error", "cum error", CELL_ERROR, FOR_ALL, NO_SHARE},
                                           {"cum_share_old", "cum old share", CELL_SHARE, FOR_ALL, NO_SHARE},
                                           {"cum_share_new", "cum new share", CELL_SHARE, FOR_ALL, NO_SHARE},
                                           {"mark", "", CELL_WORD, FOR_ALL, NO_SHARE},
                                           NODE_COLUMNS};
    static const struct table_def def = {.columns = {column, sizeof column / sizeof *column}};
    struct diff d;
    (void)err;
    diff_init(&d, in);
    t->rows = &d.rows;
    table_begin(t, &def);
    for (size_t i = 0; i < d.n; i++) {
        const struct comparison_row *r = d.row[i];
        struct cell cell[FIRST_NODE_CELL + NODE_CELLS];
        const char *mark = mark_of(&d, r);
        put_values(in, cell, r->flat);
        put_values(in, cell + VALUE_CELLS, r->cum);
        cell[MARK_CELL] = mark ? cell_word(mark) : cell_none();
        cells_of_info(cell + FIRST_NODE_CELL, &in->sides->series.strings, comparison_node(in->sides, r->info),
                      name_of(&d, r));
        table_row(t, cell);
    }
    return 0;
}

extern const struct report_def report_diff;

static int diff_write(const struct report_in *in, struct buf *out, struct err *err)
{
    struct header h = header_of_sides(in);
    struct diff d;
    diff_init(&d, in);
    header_write(&h, out);
    if (d.rows.dropped)
        buf_printf(out, "Dropped %zu functions with less than %g%% on both sides\n", d.rows.dropped,
                   in->node_fraction * 100);
    if (d.rows.shown < d.rows.of)
        buf_printf(out, "Showing the first %zu of %zu that changed\n", d.rows.shown, d.rows.of);
    return table_write(&table_text, &report_diff, in, out, err);
}

const struct report_def report_diff = {
    .name = "diff",
    .summary = "What each function had and has now, and how sure the difference is",
    .details =
        "Wants a profile to compare with: cpprof -diff -diff_base=OLD NEW. Rows come by their change. delta% is\n"
        "of what was; error is one standard deviation of the delta: less than three of them may be chance.\n"
        "new and gone have nothing on the other side, moved is cost that others under the same caller lost.\n"
        "Each side may be several profiles (@LIST): values are then per profile.\n",
    .two_sided = true,
    .write = diff_write,
    .rows = diff_rows};
