/* top, text: a table of the nodes, the heaviest first. */
#include "report/header.h"
#include "report/node_row.h"

/* How many of the calls to a node were inlined, among those that the graph shows. */
enum inlining { NONE_INLINED, SOME_INLINED, ALL_INLINED };

static enum inlining inlining_of(const struct node *n)
{
    bool inlined = false, called = false;
    for (uint32_t i = 0; i < n->n_in; i++) {
        if (n->in[i] && n->in[i]->inlined)
            inlined = true;
        else if (n->in[i])
            called = true;
    }
    return !inlined ? NONE_INLINED : called ? SOME_INLINED : ALL_INLINED;
}

enum { INLINE = NODE_VALUES, NOTE, NAME, N_CELLS = NAME + NODE_CELLS };

/* ---- As go tool pprof prints it ---- */

static void top_begin(struct table *t)
{
    struct header h = header_of_callgraph(t->a, t->about->callgraph, false);
    header_write(&h, t->to);
    paint_set(t->paint, t->to, STYLE_BOLD);
    buf_printf(t->to, "%10s %5s%% %5s%% %10s %5s%%", "flat", "flat", "sum", "cum", "cum");
    paint_set(t->paint, t->to, STYLE_PLAIN);
    buf_putc(t->to, '\n');
}

/* Rows whose flat and cum are 0 are dim. In other rows the numbers are coloured by their share. */
static void top_row(struct table *t, const struct cell *cell)
{
    enum style rest = cell[NODE_FLAT].number || cell[NODE_CUM].number ? STYLE_PLAIN : STYLE_DIM;
    node_row_put_values(t, t->to, cell, rest);
    buf_puts(t->to, "  ");
    buf_put_str(t->to, cell[NAME].text);
    buf_put_str(t->to, cell[NOTE].text);
    paint_set(t->paint, t->to, STYLE_PLAIN);
    buf_putc(t->to, '\n');
}

/* ---- The rows ---- */

static int top_write(struct analysis *a, struct report_out *out, struct err *err)
{
    static const struct table_format text = {.begin = top_begin, .row = top_row};
    static const struct column column[] = {NODE_VALUE_COLUMNS,
                                           {"inline", "inline", CELL_WORD, FOR_ALL, NO_SHARE},
                                           {"note", "", CELL_WORD, FOR_LAYOUT, NO_SHARE},
                                           NODE_COLUMNS};
    static const struct table_def def = {.columns = {column, N_CELLS}, .text = &text};
    static const char *const word[] = {"", "some", "all"}, *const note[] = {"", " (partial-inline)", " (inline)"};
    const struct callgraph *c = analysis_callgraph(a, &(struct callgraph_request){.edges = EDGES_OF_INLINED});
    struct table t;
    int64_t sum = 0;
    (void)err;
    table_begin(&t, a, out, &def, &(struct table_about){.report = "top", .callgraph = c});
    for (size_t i = 0; i < c->graph->n_nodes; i++) {
        struct node *n = c->graph->node[i];
        struct cell cell[N_CELLS];
        enum inlining in_caller = inlining_of(n);
        node_row_values(cell, n, &sum);
        cell[INLINE] = in_caller ? cell_word(word[in_caller]) : cell_none();
        cell[NOTE] = cell_word(note[in_caller]);
        cells_of_info(cell + NAME, c->graph->strings, &n->info, graph_node_name(c->graph, n));
        table_row(&t, cell);
        table_end_row(&t);
    }
    table_end(&t);
    return 0;
}

/* The shell shows only the first few nodes. */
static void top_defaults(struct options *o)
{
    if (o->nodecount == -1)
        o->nodecount = 10;
}

const struct report_def report_top = {
    .name = "top",
    .alias = "text",
    .summary = "The heaviest functions in a table",
    .details =
        "flat is what a function has itself, cum what it and everything it calls have; sum% adds up flat% from\n"
        "the first row on. A function with much flat allocates the memory or spends the time itself. A function\n"
        "with much cum and little flat leads to one that does; -cum sorts by cum. (inline) marks functions that\n"
        "were inlined into their callers. Rows below 0.5% of the total are left out; -trim=false shows all.\n",
    .defaults = top_defaults,
    .formats = FORMATS_TABLE,
    .write = top_write};
