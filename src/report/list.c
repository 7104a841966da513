/* list: the source of the functions that match, each line with its values. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "graph/order.h"
#include "host/source_code.h"
#include "measure/number.h"
#include "measure/units.h"
#include "report/table.h"

enum { MOST_BYTES = 128 << 20 }; /* of files that are kept in memory */

enum { MARGIN = 5 }; /* lines shown before the first and behind the last with a sample */

struct listing {
    const struct report_in *in;
    struct buf *out;     /* NULL: it goes to */
    struct table *table; /* a table */
    struct source_places places;
    struct source_file **opened; /* by the id of a file's name; of those in `files`, and missing ones */
    struct arena files;
    size_t size; /* of what `files` holds, in bytes */
};

/* The nodes of one function in one file. */
struct group {
    struct node **node;
    size_t n;
};

static void sums(const struct group *g, int64_t *flat, int64_t *cum)
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

/* Which lines to show. The reference looks at a node's end only where its start is not the new first line; so do we. */
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

static void put_value_or_dot(const struct report_in *in, struct buf *out, int64_t value)
{
    report_style(in, out, report_heat(in, value));
    if (value)
        report_value_padded(in, out, value, 10);
    else
        buf_puts(out, "         .");
}

static void put_line(const struct listing *l, int64_t flat, int64_t cum, int64_t line, struct str text)
{
    const struct report_in *in = l->in;
    struct buf *out = l->out;
    if (l->table) {
        const struct cell item[] = {cell_number(line), cell_value(in, flat), cell_value(in, cum), cell_text(text)};
        table_item(l->table, 0, item);
        return;
    }
    put_value_or_dot(in, out, flat);
    buf_putc(out, ' ');
    put_value_or_dot(in, out, cum);
    report_style(in, out, flat || cum ? STYLE_PLAIN : STYLE_DIM);
    buf_printf(out, " %6lld:", (long long)line);
    buf_put_str(out, text);
    report_style(in, out, STYLE_PLAIN);
    buf_putc(out, '\n');
}

static int compare_lines(const void *x, const void *y)
{
    const struct node *a = *(struct node *const *)x, *b = *(struct node *const *)y;
    return (a->info.line > b->info.line) - (a->info.line < b->info.line);
}

static void put_lines(const struct listing *l, const struct group *g, const struct source_file *f, int64_t first,
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
        put_line(l, flat, cum, line, f->line[line - 1]);
    }
}

/* A file is noted once, however many functions are in it. */
static void note_missing(struct report_notes *notes, const char *error)
{
    if (notes && notes->n_missing++ < REPORT_MISSES)
        notes->missing[notes->n_missing - 1] = error;
}

/* The file, which is read once; those that are there are forgotten when they have become many. */
static const struct source_file *source_of(struct listing *l, str_id file)
{
    struct source_file **known = &l->opened[file.i], *f = *known;
    if (f && (f->error || f->line))
        return f;
    if (l->size > MOST_BYTES) {
        for (uint32_t i = 0; i < strtab_count(l->in->graph->strings); i++)
            if (l->opened[i] && !l->opened[i]->error)
                *l->opened[i] = (struct source_file){0};
        arena_clear(&l->files);
        l->size = 0;
    }
    if (!f)
        *known = f = arena_new(l->in->arena, struct source_file, 1);
    *f = source_file_read(graph_str(l->in->graph, file), &l->places, &l->files);
    l->size += f->size;
    if (f->error) {
        f->error = arena_copy(l->in->arena, f->error, strlen(f->error));
        note_missing(l->in->notes, f->error);
    }
    return f;
}

/*
 * The source of the group. Where it starts behind its end there are no lines to show and the file is not looked for, so
 * it cannot be missing; but the reference remembers that it missed a file, and so do we.
 */
static const struct source_file *group_source(struct listing *l, const struct group *g, int64_t *first, int64_t *last)
{
    str_id file = g->node[0]->info.file;
    line_range(g, first, last);
    return *first > *last && !l->opened[file.i] ? NULL : source_of(l, file);
}

static void put_heading(const struct listing *l, struct str name, struct str file, int64_t flat, int64_t cum)
{
    const struct report_in *in = l->in;
    struct buf *out = l->out;
    char percent[PERCENTAGE_SIZE];
    report_style(in, out, STYLE_BOLD);
    buf_puts(out, "ROUTINE ======================== ");
    buf_put_str(out, name);
    buf_puts(out, " in ");
    buf_put_str(out, file);
    report_style(in, out, STYLE_PLAIN);
    buf_putc(out, '\n');
    report_style(in, out, report_heat(in, flat));
    report_value_padded(in, out, flat, 10);
    buf_putc(out, ' ');
    report_style(in, out, report_heat(in, cum));
    report_value_padded(in, out, cum, 10);
    report_style(in, out, STYLE_PLAIN);
    buf_printf(out, " (flat, cum) %s of Total\n", measure_percentage(percent, cum, in->total));
}

static void put_row(const struct listing *l, struct str name, struct str file, int64_t flat, int64_t cum,
                    const char *error)
{
    const struct cell row[] = {cell_text(name), file.len ? cell_text(file) : cell_none(), cell_value(l->in, flat),
                               cell_value(l->in, cum), error ? cell_word(error) : cell_none()};
    table_row(l->table, row);
}

static void put_routine(struct listing *l, const struct group *g)
{
    const struct node_info *info = &g->node[0]->info;
    struct str name = graph_str(l->in->graph, info->name), file = graph_str(l->in->graph, info->file);
    int64_t flat, cum, first, last;
    const struct source_file *f = group_source(l, g, &first, &last);
    sums(g, &flat, &cum);
    if (l->table)
        put_row(l, name, file, flat, cum, f ? f->error : NULL);
    else
        put_heading(l, name, file, flat, cum);
    if (f && !f->error)
        put_lines(l, g, f, first, last);
    else if (f && !l->table)
        buf_printf(l->out, " Error: %s\n", f->error);
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

/* The nodes whose function matches, by function and file. */
static struct group matching_nodes(const struct report_in *in)
{
    struct group all = {arena_new(in->arena, struct node *, in->graph->n_nodes), 0};
    for (size_t i = 0; i < in->graph->n_nodes; i++) {
        struct str name = graph_str(in->graph, in->graph->node[i]->info.name);
        if (regex_match(in->symbol, name.p, name.len))
            all.node[all.n++] = in->graph->node[i];
    }
    qsort_r(all.node, all.n, sizeof *all.node, compare_places, (void *)in->graph);
    return all;
}

/* The nodes from `at` on that are of the same function (and file). */
static struct group same_place(struct group all, size_t at, bool same_file)
{
    struct group g = {all.node + at, 1};
    const struct node_info *first = &all.node[at]->info;
    while (at + g.n < all.n && g.node[g.n]->info.name.i == first->name.i &&
           (!same_file || g.node[g.n]->info.file.i == first->file.i))
        g.n++;
    return g;
}

static void put_function(struct listing *l, struct group function)
{
    bool any = false;
    for (size_t at = 0, n; at < function.n; at += n) {
        struct group g = same_place(function, at, true);
        n = g.n;
        if (g.node[0]->info.file.i == 0)
            continue;
        any = true;
        put_routine(l, &g);
    }
    if (!any) {
        struct str name = graph_str(l->in->graph, function.node[0]->info.name);
        if (l->table) {
            int64_t flat, cum;
            sums(&function, &flat, &cum);
            put_row(l, name, (struct str){"", 0}, flat, cum, "no source information");
            return;
        }
        buf_puts(l->out, "No source information for ");
        buf_put_str(l->out, name);
        buf_putc(l->out, '\n');
    }
}

static int list_functions(const struct report_in *in, struct buf *out, struct table *table, struct err *err)
{
    static const struct column column[] = {{"function", "function", CELL_NAME, FOR_ALL, NO_SHARE},
                                           {"file", "file", CELL_NAME, FOR_ALL, NO_SHARE},
                                           {"flat", "flat", CELL_VALUE, FOR_ALL, NO_SHARE},
                                           {"cum", "cum", CELL_VALUE, FOR_ALL, SHARE_TOO},
                                           {"error", "error", CELL_NAME, FOR_ALL, NO_SHARE}};
    static const struct column line[] = {{"line", "line", CELL_NUMBER, FOR_ALL, NO_SHARE},
                                         {"flat", "flat", CELL_VALUE, FOR_ALL, NO_SHARE},
                                         {"cum", "cum", CELL_VALUE, FOR_ALL, NO_SHARE},
                                         {"text", "source", CELL_NAME, FOR_ALL, NO_SHARE}};
    static const struct table_def def = {.columns = {column, sizeof column / sizeof *column},
                                         .list = {{"lines", {line, sizeof line / sizeof *line}}},
                                         .n_lists = 1};
    struct group all = matching_nodes(in);
    struct listing l = {.in = in,
                        .out = out,
                        .table = table,
                        .places = {in->source_path, in->trim_path, in->source_path_only},
                        .opened = arena_zalloc(in->arena, strtab_count(in->graph->strings), sizeof *l.opened)};
    char folder[4096];
    if (all.n == 0)
        return err_set(err, "no matches found for regexp: %s", regex_source(in->symbol));
    arena_init(&l.files);
    if (*l.places.source_path == '\0')
        l.places.source_path = getcwd(folder, sizeof folder) ? folder : ".";
    if (table) {
        table_begin(table, &def);
    } else {
        buf_puts(out, "Total: ");
        report_value(in, out, in->total);
        buf_putc(out, '\n');
    }
    for (size_t at = 0, n; at < all.n; at += n) {
        struct group function = same_place(all, at, false);
        n = function.n;
        put_function(&l, function);
    }
    arena_release(&l.files);
    return 0;
}

static int list_write(const struct report_in *in, struct buf *out, struct err *err)
{
    return list_functions(in, out, NULL, err);
}

static int list_rows(const struct report_in *in, struct table *t, struct err *err)
{
    return list_functions(in, NULL, t, err);
}

const struct report_def report_list = {
    .name = "list",
    .summary = "The source of matching functions, with the values of each line",
    .details = "The first column is what a line has itself (flat), the second what it and all it calls have (cum).\n"
               "Profiles name source files as they were built. -source_path says where to look for them, by default\n"
               "in the working directory and the folders above it; -trim_path what to take off their names first.\n",
    .argument = "regexp",
    .graph = REPORT_WHOLE_GRAPH,
    .granularity = REPORT_LINES,
    .default_node_count = -1,
    .untrimmed = true,
    .objects = true,
    .reads_sources = true,
    .write = list_write,
    .rows = list_rows};
