/* diff: what each function had and has now, and how certain the difference is. */
#include <stdlib.h>

#include "measure/number.h"
#include "report/header.h"
#include "report/table.h"

struct diff {
    struct analysis *a;
    const struct compared *compared;
    const struct comparison *c;
    const struct comparison_row **row; /* those to show, in order */
    struct str *name;                  /* by row of the comparison */
    size_t n;
    size_t n_elsewhere; /* rows that changed only in a value that is not shown */
    struct table_shown shown;
    struct trim_request trim;
    bool is_short; /* show only the value that rows are sorted by */
};

static struct str name_of_row(const struct diff *d, const struct comparison_row *r)
{
    return d->name[r - d->c->row];
}

/* By the magnitude of the change in the value to sort by, then in the other value, then by name. */
static int compare_rows(const void *x, const void *y, void *diff)
{
    const struct diff *d = diff;
    const struct comparison_row *a = *(const struct comparison_row *const *)x,
                                *b = *(const struct comparison_row *const *)y;
    bool by_cum = d->trim.cum;
    for (int i = 0; i < 2; i++, by_cum = !by_cum) {
        uint64_t u = number_magnitude(side_delta(by_cum ? a->cum : a->flat)),
                 v = number_magnitude(side_delta(by_cum ? b->cum : b->flat));
        if (u != v)
            return u < v ? 1 : -1;
    }
    int c = str_compare(name_of_row(d, a), name_of_row(d, b));
    return c ? c : (a->info > b->info) - (a->info < b->info);
}

static void name_rows(struct diff *d)
{
    d->name = arena_new(&d->a->arena, struct str, d->c->n_rows);
    for (size_t i = 0; i < d->c->n_rows; i++)
        d->name[i] = series_node_name(&d->c->series, d->c->row[i].info, &d->a->arena);
}

static bool has_shrunk(const struct comparison_row *r)
{
    int64_t flat = side_delta(r->flat);
    return flat < 0 || (flat == 0 && side_delta(r->cum) < 0);
}

/* Whether the row changed in a value that is shown. Counts the rows that changed in another one. */
static bool is_shown(struct diff *d, const struct comparison_row *r)
{
    bool flat = side_delta(r->flat) != 0, cum = side_delta(r->cum) != 0;
    if ((!flat && !cum) || (d->a->query->drop_negative && has_shrunk(r)))
        return false;
    bool shown = !d->is_short || (d->trim.cum ? cum : flat);
    d->n_elsewhere += !shown;
    return shown;
}

/* Drops rows that are small on both sides, skips rows that did not change, and keeps as many as were asked for. */
static void choose_rows(struct diff *d)
{
    const struct comparison *c = d->c;
    uint64_t old = number_magnitude(c->whole[OLD]), new = number_magnitude(c->whole[NEW]);
    double least = (double)(old > new ? old : new) * d->trim.node_fraction;
    d->row = arena_new(&d->a->arena, const struct comparison_row *, c->n_rows);
    for (size_t i = 0; i < c->n_rows; i++) {
        const struct comparison_row *r = &c->row[i];
        double o = (double)number_magnitude(r->cum[OLD].value), n = (double)number_magnitude(r->cum[NEW].value);
        if ((o > n ? o : n) < least)
            d->shown.dropped++;
        else if (is_shown(d, r))
            d->row[d->n++] = r;
    }
    d->shown.of = d->n;
    if (d->n)
        qsort_r(d->row, d->n, sizeof *d->row, compare_rows, d);
    if (d->trim.node_count > 0 && d->n > (size_t)d->trim.node_count)
        d->n = (size_t)d->trim.node_count;
    d->shown.shown = d->n;
}

static int diff_init(struct diff *d, struct analysis *a, enum format format, struct err *err)
{
    bool for_people = format == FORMAT_TEXT || format == FORMAT_MARKDOWN;
    *d = (struct diff){.a = a,
                       .compared = analysis_comparison(a, err),
                       .trim = query_trimming(a->query, 0, false),
                       .is_short = for_people && a->query->columns == COLUMNS_SHORT};
    if (!d->compared)
        return -1;
    d->c = &d->compared->comparison;
    name_rows(d);
    choose_rows(d);
    return 0;
}

static const char *mark_of(const struct diff *d, const struct comparison_row *r)
{
    bool was = r->cum[OLD].value || r->flat[OLD].value, is = r->cum[NEW].value || r->flat[NEW].value;
    return !was ? "new" : !is ? "gone" : cost_shift_is_moved(d->compared->cost_shift, r, d->trim.cum) ? "moved" : NULL;
}

static struct cell share_cell(int64_t value, int64_t total)
{
    return total ? cell_real((double)value / (double)total) : cell_none();
}

/* The cells of a value, of which a row has two: flat and cum. */
enum { OLD_VALUE, NEW_VALUE, DELTA, DELTA_PERCENT, ERROR, OLD_SHARE, NEW_SHARE, N_VALUE_CELLS };
enum { FLAT, CUM = N_VALUE_CELLS, MARK = 2 * N_VALUE_CELLS, NAME, N_CELLS = NAME + NODE_CELLS };

static void make_value_cells(struct cell *cell, const struct side_value *v, const int64_t whole[N_SIDES])
{
    int64_t old = v[OLD].value;
    cell[OLD_VALUE] = cell_value(old);
    cell[NEW_VALUE] = cell_value(v[NEW].value);
    cell[DELTA] = cell_value(side_delta(v));
    cell[DELTA_PERCENT] = old ? cell_real(side_percent(v)) : cell_none();
    cell[ERROR] = cell_real(side_error(v));
    cell[OLD_SHARE] = share_cell(old, whole[OLD]);
    cell[NEW_SHARE] = share_cell(v[NEW].value, whole[NEW]);
}

static void put_comparison_row(const struct diff *d, struct table *t, const struct comparison_row *r)
{
    struct cell cell[N_CELLS];
    const char *mark = mark_of(d, r);
    make_value_cells(cell + FLAT, r->flat, d->c->whole);
    make_value_cells(cell + CUM, r->cum, d->c->whole);
    cell[MARK] = mark ? cell_word(mark) : cell_none();
    cells_of_info(cell + NAME, &d->c->series.strings, comparison_node(d->c, r->info), name_of_row(d, r));
    table_row(t, cell);
    table_end_row(t);
}

/* The lines above the rows: both sides, and how many rows are not shown. */
static struct header make_header(const struct diff *d)
{
    struct header h = header_of_comparison(d->a, d->compared);
    if (d->shown.dropped)
        header_add(d->a, &h, "Dropped %zu %s with less than %g%% on both sides", d->shown.dropped,
                   noun_for(query_row_noun(d->a->query), d->shown.dropped), d->trim.node_fraction * 100);
    if (d->shown.shown < d->shown.of)
        header_add(d->a, &h, "Showing the first %zu of %zu that changed", d->shown.shown, d->shown.of);
    if (d->n_elsewhere)
        header_add(d->a, &h, "%zu more changed in %s", d->n_elsewhere,
                   d->trim.cum ? "flat alone, which is shown without -cum" : "cum alone, which -cum shows");
    return h;
}

/* Writes the lines, shortened to the width of the terminal if they go to one. */
static void write_header(const struct header *h, const struct report_out *out)
{
    for (size_t i = 0; i < h->n; i++) {
        buf_put_shortened(out->to, h->line[i], out->width ? out->width : SIZE_MAX);
        buf_putc(out->to, '\n');
    }
}

/* By default only the value to sort by is shown. -columns=all adds the other value and the shares. */
#define VALUE_COLUMNS(value, use)                                                                                      \
    {value "_old", value " old", CELL_VALUE, use, NO_SHARE}, {value "_new", value " new", CELL_VALUE, use, NO_SHARE},  \
        {value "_delta", value " delta", CELL_DELTA, use, NO_SHARE},                                                   \
        {value "_delta_percent", value " delta%", CELL_PERCENT, use, NO_SHARE},                                        \
        {value "_error", value " error", CELL_ERROR, use, NO_SHARE},                                                   \
        {value "_share_old", value " old share", CELL_SHARE, FOR_WIDE, NO_SHARE},                                      \
    {                                                                                                                  \
        value "_share_new", value " new share", CELL_SHARE, FOR_WIDE, NO_SHARE                                         \
    }
#define COLUMNS(flat_use, cum_use)                                                                                     \
    {                                                                                                                  \
        VALUE_COLUMNS("flat", flat_use), VALUE_COLUMNS("cum", cum_use), {"mark", "", CELL_WORD, FOR_ALL, NO_SHARE},    \
            NODE_COLUMNS                                                                                               \
    }

static int diff_write(struct analysis *a, struct report_out *out, struct err *err)
{
    static const struct column flat[] = COLUMNS(FOR_ALL, FOR_WIDE), cum[] = COLUMNS(FOR_WIDE, FOR_ALL);
    static const struct table_def by_flat = {.columns = {flat, N_CELLS}, .text = &table_text},
                                  by_cum = {.columns = {cum, N_CELLS}, .text = &table_text};
    struct diff d;
    struct table t;
    if (diff_init(&d, a, out->format, err))
        return -1;
    struct header h = make_header(&d);
    if (out->format == FORMAT_TEXT)
        write_header(&h, out);
    table_begin(&t, a, out, d.trim.cum ? &by_cum : &by_flat,
                &(struct table_about){.report = "diff", .comparison = d.compared, .shown = &d.shown, .header = &h});
    for (size_t i = 0; i < d.n; i++)
        put_comparison_row(&d, &t, d.row[i]);
    table_end(&t);
    return 0;
}

const struct report_def report_diff = {
    .name = "diff",
    .summary = "What each function had and has now, and how certain the difference is",
    .details =
        "Needs a profile to compare with: cpprof -diff -diff_base=OLD NEW. The largest changes come first. delta%\n"
        "is relative to the old value. error is one standard deviation of the delta: a delta of less than three\n"
        "errors may be chance. new and gone mark functions with nothing on the other side; moved marks cost that\n"
        "other functions under the same caller lost. Values are flat, or cum with -cum; -columns=all shows both.\n"
        "Each side may be several profiles (@LIST); values are then per profile.\n",
    .base = BASE_APART,
    .formats = FORMATS_TABLE,
    .write = diff_write};
