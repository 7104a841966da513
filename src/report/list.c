/* list: the source of matching functions, with the values of each line. */
#include <stdlib.h>
#include <string.h>

#include "measure/number.h"
#include "measure/units.h"
#include "report/table.h"

enum { MOST_BYTES = 128 << 20 }; /* of source files kept in memory */

enum { MARGIN = 5 }; /* lines shown before the first line with a sample, and after the last */

struct listing {
    struct analysis *a;
    struct report_out *out;
    struct table table;
    const struct graph *graph;
    struct source_places places;
    struct source_file **opened; /* by string id of the name: read into `files`, or missing; else NULL */
    bool *is_short;              /* by string id of the name: has fewer lines than the profile knows, which was noted */
    struct arena files;
    size_t size; /* of the files in `files`, in bytes */
};

/* The nodes of one function in one file. */
struct group {
    struct node **node;
    size_t n;
};

static void sum_group(const struct group *g, int64_t *flat, int64_t *cum)
{
    *flat = *cum = 0;
    for (size_t i = 0; i < g->n; i++) {
        *flat = number_add(*flat, g->node[i]->flat);
        *cum = number_add(*cum, g->node[i]->cum);
    }
}

static int64_t first_line_of(const struct node *n)
{
    return n->info.start_line ? n->info.start_line : number_add(n->info.line, -MARGIN);
}

/*
 * Finds the lines to show. The reference looks at the end of a node only if its start is not the new first line, and we do the
 * same.
 */
static void line_range(const struct group *g, int64_t *first, int64_t *last)
{
    *first = first_line_of(g->node[0]);
    *last = number_add(g->node[0]->info.line, MARGIN);
    for (size_t i = 0; i < g->n; i++) {
        int64_t begin = first_line_of(g->node[i]), end = number_add(g->node[i]->info.line, MARGIN);
        if (begin < *first)
            *first = begin;
        else if (end > *last)
            *last = end;
    }
    if (*first < 1)
        *first = 1;
}

/* ---- As go tool pprof prints it ---- */

/* The cells of a function in a file, and the cells of a line. */
enum { FUNCTION, FUNCTION_FILE, FLAT, CUM, ERROR, N_CELLS };
enum { LINE, LINE_FLAT, LINE_CUM, LINE_TEXT, N_LINE_CELLS };

static void list_begin(struct table *t)
{
    buf_puts(t->to, "Total: ");
    value_format_put(&t->values, t->to, t->total);
    buf_putc(t->to, '\n');
}

static void put_heading(const struct table *t, const struct cell *cell)
{
    struct buf *out = t->to;
    char percent[PERCENTAGE_SIZE];
    int64_t flat = cell[FLAT].number, cum = cell[CUM].number;
    paint_set(t->paint, out, STYLE_BOLD);
    buf_puts(out, "ROUTINE ======================== ");
    buf_put_str(out, cell[FUNCTION].text);
    buf_puts(out, " in ");
    buf_put_str(out, cell[FUNCTION_FILE].text);
    paint_set(t->paint, out, STYLE_PLAIN);
    buf_putc(out, '\n');
    paint_set(t->paint, out, report_heat(flat, t->total));
    value_format_put_padded(&t->values, out, flat, 10);
    buf_putc(out, ' ');
    paint_set(t->paint, out, report_heat(cum, t->total));
    value_format_put_padded(&t->values, out, cum, 10);
    paint_set(t->paint, out, STYLE_PLAIN);
    buf_printf(out, " (flat, cum) %s of Total\n", measure_percentage(percent, cum, t->total));
}

static void list_row(struct table *t, const struct cell *cell)
{
    if (cell[FUNCTION_FILE].none) {
        buf_puts(t->to, "No source information for ");
        buf_put_str(t->to, cell[FUNCTION].text);
        buf_putc(t->to, '\n');
        return;
    }
    put_heading(t, cell);
    if (!cell[ERROR].none) {
        buf_puts(t->to, " Error: ");
        buf_put_str(t->to, cell[ERROR].text);
        buf_putc(t->to, '\n');
    }
}

static void put_value_or_dot(const struct table *t, struct buf *out, int64_t value)
{
    paint_set(t->paint, out, report_heat(value, t->total));
    if (value)
        value_format_put_padded(&t->values, out, value, 10);
    else
        buf_puts(out, "         .");
}

static void list_print_items(struct table *t, size_t list, const struct cell *cell, size_t n, bool first,
                             struct buf *out)
{
    (void)list;
    (void)first;
    for (size_t i = 0; i < n; i++, cell += N_LINE_CELLS) {
        put_value_or_dot(t, out, cell[LINE_FLAT].number);
        buf_putc(out, ' ');
        put_value_or_dot(t, out, cell[LINE_CUM].number);
        paint_set(t->paint, out, cell[LINE_FLAT].number || cell[LINE_CUM].number ? STYLE_PLAIN : STYLE_DIM);
        buf_printf(out, " %6lld:", (long long)cell[LINE].number);
        buf_put_str(out, cell[LINE_TEXT].text);
        paint_set(t->paint, out, STYLE_PLAIN);
        buf_putc(out, '\n');
    }
}

/* ---- The rows ---- */

static int compare_lines(const void *x, const void *y)
{
    const struct node *a = *(struct node *const *)x, *b = *(struct node *const *)y;
    return (a->info.line > b->info.line) - (a->info.line < b->info.line);
}

static void put_source_lines(struct listing *l, const struct group *g, const struct source_file *f, int64_t first,
                             int64_t last)
{
    size_t at = 0;
    qsort(g->node, g->n, sizeof *g->node, compare_lines);
    for (int64_t line = first; line <= last && (uint64_t)line <= f->n_lines; line++) {
        int64_t flat = 0, cum = 0;
        for (; at < g->n && g->node[at]->info.line <= line; at++)
            if (g->node[at]->info.line == line) {
                flat = number_add(flat, g->node[at]->flat);
                cum = number_add(cum, g->node[at]->cum);
            }
        const struct cell item[N_LINE_CELLS] = {cell_number(line), cell_value(flat), cell_value(cum),
                                                cell_text(f->line[line - 1])};
        table_items(&l->table, 0, item, 1);
    }
}

/* Called once for each missing file, however many functions are in it. */
static void note_missing(struct report_out *out, const char *error)
{
    if (out->n_missing++ < REPORT_MISSES)
        out->missing[out->n_missing - 1] = error;
}

/* Source of another version is often shorter than the lines of the profile, which then seem to have no cost. */
static void note_short(struct listing *l, const struct group *g, const struct source_file *f)
{
    struct str name = graph_str(l->graph, g->node[0]->info.file);
    int64_t last = 0;
    for (size_t i = 0; i < g->n; i++)
        last = g->node[i]->info.line > last ? g->node[i]->info.line : last;
    if (f->is_cut || last <= 0 || (uint64_t)last <= f->n_lines || l->is_short[g->node[0]->info.file.i])
        return;
    l->is_short[g->node[0]->info.file.i] = true;
    if (l->out->n_short++)
        return;
    struct buf text;
    buf_init(&text);
    buf_put_str(&text, name);
    buf_printf(&text, " has %zu lines, and the profile has line %lld", f->n_lines, (long long)last);
    l->out->first_short = arena_copy(&l->a->arena, text.data, text.len);
    buf_release(&text);
}

static struct source_file read_file(struct listing *l, struct str name)
{
    source_reader *read = l->a->session->read_source;
    return read ? read(name, &l->places, &l->files) : (struct source_file){.error = "source files are not read"};
}

/* Reads a file, unless it is in memory. Once the files in memory are large, all of them are freed before the next is read. */
static const struct source_file *source_of(struct listing *l, str_id file)
{
    struct source_file **known = &l->opened[file.i], *f = *known;
    if (f && (f->error || f->line))
        return f;
    if (l->size > MOST_BYTES) {
        for (uint32_t i = 0; i < strtab_count(l->graph->strings); i++)
            if (l->opened[i] && !l->opened[i]->error)
                *l->opened[i] = (struct source_file){0};
        arena_clear(&l->files);
        l->size = 0;
    }
    if (!f)
        *known = f = arena_new(&l->a->arena, struct source_file, 1);
    *f = read_file(l, graph_str(l->graph, file));
    l->size += f->size;
    if (f->error) {
        f->error = arena_copy(&l->a->arena, f->error, strlen(f->error));
        note_missing(l->out, f->error);
    }
    return f;
}

/*
 * The source of the group, or NULL. If the first line is after the last, there are no lines to show. Then the file is not looked
 * for, and so is not missing; but the reference reports a file that it missed earlier, and we do the same.
 */
static const struct source_file *group_source(struct listing *l, const struct group *g, int64_t *first, int64_t *last)
{
    str_id file = g->node[0]->info.file;
    line_range(g, first, last);
    return *first > *last && !l->opened[file.i] ? NULL : source_of(l, file);
}

static void put_routine(struct listing *l, const struct group *g)
{
    const struct node_info *info = &g->node[0]->info;
    int64_t flat, cum, first, last;
    const struct source_file *f = group_source(l, g, &first, &last);
    sum_group(g, &flat, &cum);
    const struct cell row[N_CELLS] = {[FUNCTION] = cell_text(graph_str(l->graph, info->name)),
                                      [FUNCTION_FILE] = cell_text(graph_str(l->graph, info->file)),
                                      [FLAT] = cell_value(flat),
                                      [CUM] = cell_value(cum),
                                      [ERROR] = f && f->error ? cell_word(f->error) : cell_none()};
    table_row(&l->table, row);
    if (f && !f->error) {
        note_short(l, g, f);
        put_source_lines(l, g, f, first, last);
    }
    table_end_row(&l->table);
}

static int compare_places(const void *x, const void *y, void *graph)
{
    const struct graph *g = graph;
    const struct node *a = *(struct node *const *)x, *b = *(struct node *const *)y;
    int c = str_compare(graph_str(g, a->info.name), graph_str(g, b->info.name));
    if (!c)
        c = str_compare(graph_str(g, a->info.file), graph_str(g, b->info.file));
    return c ? c : (a->number > b->number) - (a->number < b->number);
}

/* The nodes whose function matches, sorted by function and file. */
static struct group matching_nodes(struct analysis *a, const struct graph *g)
{
    struct group all = {arena_new(&a->arena, struct node *, g->n_nodes), 0};
    for (size_t i = 0; i < g->n_nodes; i++) {
        struct str name = graph_str(g, g->node[i]->info.name);
        if (regex_match(a->query->argument, name.p, name.len))
            all.node[all.n++] = g->node[i];
    }
    qsort_r(all.node, all.n, sizeof *all.node, compare_places, (void *)g);
    return all;
}

/* The nodes from index `at` on that are in the same function, and with `same_file` in the same file. */
static struct group group_at(struct group all, size_t at, bool same_file)
{
    struct group g = {all.node + at, 1};
    const struct node_info *first = &all.node[at]->info;
    while (at + g.n < all.n && g.node[g.n]->info.name.i == first->name.i &&
           (!same_file || g.node[g.n]->info.file.i == first->file.i))
        g.n++;
    return g;
}

static void put_without_source(struct listing *l, const struct group *function)
{
    int64_t flat, cum;
    sum_group(function, &flat, &cum);
    const struct cell row[N_CELLS] = {[FUNCTION] = cell_text(graph_str(l->graph, function->node[0]->info.name)),
                                      [FUNCTION_FILE] = cell_none(),
                                      [FLAT] = cell_value(flat),
                                      [CUM] = cell_value(cum),
                                      [ERROR] = cell_word("no source information")};
    table_row(&l->table, row);
    table_end_row(&l->table);
}

static void put_routines_of_function(struct listing *l, struct group function)
{
    bool any = false;
    for (size_t at = 0, n; at < function.n; at += n) {
        struct group g = group_at(function, at, true);
        n = g.n;
        if (g.node[0]->info.file.i == 0)
            continue;
        any = true;
        put_routine(l, &g);
    }
    if (!any)
        put_without_source(l, &function);
}

static int list_write(struct analysis *a, struct report_out *out, struct err *err)
{
    static const struct table_format text = {.begin = list_begin, .row = list_row, .print_items = list_print_items};
    static const struct column column[] = {{"function", "function", CELL_NAME, FOR_ALL, NO_SHARE},
                                           {"file", "file", CELL_NAME, FOR_ALL, NO_SHARE},
                                           {"flat", "flat", CELL_VALUE, FOR_ALL, NO_SHARE},
                                           {"cum", "cum", CELL_VALUE, FOR_ALL, SHARE_TOO},
                                           {"error", "error", CELL_NAME, FOR_ALL, NO_SHARE}};
    static const struct column line[] = {{"line", "line", CELL_NUMBER, FOR_ALL, NO_SHARE},
                                         {"flat", "flat", CELL_VALUE, FOR_ALL, NO_SHARE},
                                         {"cum", "cum", CELL_VALUE, FOR_ALL, NO_SHARE},
                                         {"text", "source", CELL_NAME, FOR_ALL, NO_SHARE}};
    static const struct table_def def = {
        .columns = {column, N_CELLS}, .list = {{"lines", {line, N_LINE_CELLS}}}, .n_lists = 1, .text = &text};
    const struct query *q = a->query;
    const struct callgraph *c =
        analysis_callgraph(a, &(struct callgraph_request){.level = LEVEL_LINES, .whole = true, .objects = true});
    struct group all = matching_nodes(a, c->graph);
    struct listing l = {.a = a,
                        .out = out,
                        .graph = c->graph,
                        .places = {q->names.source_path.p, q->names.trim_path.p, q->source_path_only},
                        .opened = arena_zalloc(&a->arena, strtab_count(c->graph->strings), sizeof *l.opened),
                        .is_short = arena_zalloc(&a->arena, strtab_count(c->graph->strings), sizeof(bool))};
    if (all.n == 0)
        return err_set(err, "no matches found for regexp: %s", regex_source(q->argument));
    arena_init(&l.files);
    table_begin(&l.table, a, out, &def, &(struct table_about){.report = "list"});
    for (size_t at = 0, n; at < all.n; at += n) {
        struct group function = group_at(all, at, false);
        n = function.n;
        put_routines_of_function(&l, function);
    }
    table_end(&l.table);
    arena_release(&l.files);
    return 0;
}

const struct report_def report_list = {
    .name = "list",
    .summary = "The source of matching functions, with the values of each line",
    .details =
        "The first column is what a line has itself (flat), the second what it and everything it calls have\n"
        "(cum). Profiles name source files as they were at build time.\n"
        "-source_path says where to look for them, by default in the working directory and the folders above\n"
        "it. -trim_path says which prefixes to take off their names first. Sources of Go are also found by their\n"
        "module: that of the nearest go.mod, its vendor folder, the module cache and GOROOT.\n",
    .argument = "regexp",
    .uses = USES_FILES,
    .formats = FORMATS_TABLE,
    .write = list_write};
