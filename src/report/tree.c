/* tree, peek: every node, with its callers above and its callees below. */
#include <string.h>

#include "graph/order.h"
#include "measure/units.h"
#include "report/header.h"
#include "report/node_row.h"

enum { CALLERS, CALLEES };
enum { NAME = NODE_VALUES, N_CELLS = NAME + NODE_CELLS };

/* The cells of a caller or callee. */
enum { ITEM_VALUE, ITEM_WEIGHT, ITEM_INLINE, ITEM_RESIDUAL, ITEM_NAME, N_ITEM_CELLS = ITEM_NAME + NODE_CELLS };

/* ---- As go tool pprof prints it ---- */

static const char separator[] = "----------------------------------------------------------+-------------\n";
static const char legend[] = "      flat  flat%   sum%        cum   cum%   calls calls% + context \t \t ";

static void tree_begin(struct table *t)
{
    struct header h = header_of_callgraph(t->a, t->about->callgraph, false);
    header_write(&h, t->to);
    buf_puts(t->to, separator);
    paint_set(t->paint, t->to, STYLE_BOLD);
    buf_puts(t->to, legend);
    paint_set(t->paint, t->to, STYLE_PLAIN);
    buf_putc(t->to, '\n');
}

static void put_node(struct table *t)
{
    const struct cell *cell = t->row.cell;
    if (!cell)
        return;
    node_row_put_values(t, t->to, cell, STYLE_PLAIN);
    buf_puts(t->to, "                | ");
    paint_set(t->paint, t->to, STYLE_BOLD);
    buf_put_str(t->to, cell[NAME].text);
    paint_set(t->paint, t->to, STYLE_PLAIN);
    buf_putc(t->to, '\n');
    t->row.cell = NULL;
}

/* Keeps the row's cells, because the node's own line comes after its callers. */
static void tree_row(struct table *t, const struct cell *cell)
{
    buf_puts(t->to, separator);
    t->row.cell = cell;
}

static size_t tree_open_list(struct table *t, size_t list)
{
    if (list == CALLEES)
        put_node(t);
    return 0;
}

static void tree_print_items(struct table *t, size_t list, const struct cell *cell, size_t n, bool first,
                             struct buf *out)
{
    (void)list;
    (void)first;
    for (size_t i = 0; i < n; i++, cell += N_ITEM_CELLS) {
        char percent[PERCENTAGE_SIZE];
        int64_t weight = cell[ITEM_WEIGHT].number;
        paint_set(t->paint, out, report_heat(weight, t->total));
        value_format_put_padded(&t->values, out, weight, 50);
        buf_printf(out, " %s", measure_percentage(percent, weight, t->row.value));
        paint_set(t->paint, out, STYLE_PLAIN);
        buf_puts(out, " |   ");
        buf_put_str(out, cell[ITEM_NAME].text);
        buf_puts(out, cell[ITEM_INLINE].number ? " (inline)\n" : "\n");
    }
}

static void tree_end(struct table *t)
{
    if (t->n_rows)
        buf_puts(t->to, separator);
}

/* ---- The rows ---- */

/* Finds the nodes that match the argument, or all if there is none. @return 0; or -1 with `err` set: no node matches */
static int find_wanted_nodes(struct analysis *a, const struct graph *g, struct node ***wanted, size_t *n_wanted,
                             struct err *err)
{
    const struct regex *re = a->query->argument;
    struct node **node = arena_new(&a->arena, struct node *, g->n_nodes);
    size_t n = 0;
    for (size_t i = 0; i < g->n_nodes; i++) {
        struct str name = re ? graph_node_name(g, g->node[i]) : STR("");
        if (!re || regex_match(re, name.p, name.len))
            node[n++] = g->node[i];
    }
    if (re && n == 0)
        return err_set(err, "no matches found for regexp: %s", regex_source(re));
    *wanted = node;
    *n_wanted = n;
    return 0;
}

/* Writes the callers or callees of a node, the heaviest first. */
static void put_neighbours(struct table *t, size_t list, struct edge *const *from, uint32_t n)
{
    const struct graph *g = t->about->callgraph->graph;
    struct edge **edge = arena_new(&t->a->arena, struct edge *, n);
    if (n)
        memcpy(edge, from, n * sizeof *edge);
    size_t n_left = order_edges(g, edge, n);
    for (size_t i = 0; i < n_left; i++) {
        struct node *other = list == CALLERS ? edge[i]->src : edge[i]->dest;
        struct cell cell[N_ITEM_CELLS] = {
            [ITEM_VALUE] = cell_value(edge_weight(edge[i])),
            [ITEM_WEIGHT] = cell_value(edge[i]->weight), /* the reference does not show means here */
            [ITEM_INLINE] = cell_number(edge[i]->inlined),
            [ITEM_RESIDUAL] = cell_number(edge[i]->residual)};
        cells_of_info(cell + ITEM_NAME, g->strings, &other->info, graph_node_name(g, other));
        table_items(t, list, cell, 1);
    }
}

#define NEIGHBOUR_COLUMNS(direction, title)                                                                            \
    {"value", direction, CELL_VALUE, FOR_ALL, NO_SHARE}, {"weight", direction, CELL_VALUE, FOR_PEOPLE, SHARE_OF_ROW},  \
        {"inline", "inline", CELL_FLAG, FOR_PROGRAMS, NO_SHARE},                                                       \
        {"residual", "residual", CELL_FLAG, FOR_PROGRAMS, NO_SHARE}, NODE_COLUMNS_TITLED(title)

static int write_nodes(struct analysis *a, struct report_out *out, const char *report,
                       const struct callgraph_request *request, struct err *err)
{
    static const struct table_format text = {.begin = tree_begin,
                                             .row = tree_row,
                                             .open_list = tree_open_list,
                                             .print_items = tree_print_items,
                                             .end_row = put_node,
                                             .end = tree_end};
    static const struct column column[] = {NODE_VALUE_COLUMNS, NODE_COLUMNS};
    static const struct column caller[] = {NEIGHBOUR_COLUMNS("from", "caller")};
    static const struct column callee[] = {NEIGHBOUR_COLUMNS("to", "callee")};
    static const struct table_def def = {
        .columns = {column, N_CELLS},
        .list = {{"callers", {caller, N_ITEM_CELLS}, .above = true}, {"callees", {callee, N_ITEM_CELLS}}},
        .n_lists = 2,
        .whole = NODE_CUM,
        .text = &text};
    const struct callgraph *c = analysis_callgraph(a, request);
    struct node **wanted = NULL;
    size_t n_wanted = 0;
    struct table t;
    int64_t sum = 0;
    if (find_wanted_nodes(a, c->graph, &wanted, &n_wanted, err))
        return -1;
    table_begin(&t, a, out, &def, &(struct table_about){.report = report, .callgraph = c});
    for (size_t i = 0; i < n_wanted; i++) {
        struct node *n = wanted[i];
        struct cell cell[N_CELLS];
        node_row_values(cell, n, &sum);
        cells_of_info(cell + NAME, c->graph->strings, &n->info, graph_node_name(c->graph, n));
        table_row(&t, cell);
        put_neighbours(&t, CALLERS, n->in, n->n_in);
        put_neighbours(&t, CALLEES, n->out, n->n_out);
        table_end_row(&t);
    }
    table_end(&t);
    return 0;
}

static int tree_write(struct analysis *a, struct report_out *out, struct err *err)
{
    return write_nodes(a, out, "tree", &(struct callgraph_request){.default_nodes = 80, .edges = EDGES_ALL}, err);
}

static int peek_write(struct analysis *a, struct report_out *out, struct err *err)
{
    const struct callgraph_request request = {.untrimmed = true, .edges = EDGES_ALL, .edges_at = a->query->argument};
    return write_nodes(a, out, "peek", &request, err);
}

const struct report_def report_tree = {
    .name = "tree",
    .summary = "Each function with its callers and callees",
    .details = "Above each function stand its callers, below it its callees, each with the value of the calls between\n"
               "the two, and with that value's share of the function's cum. Functions come in the order of top.\n",
    .formats = FORMATS_TABLE,
    .write = tree_write};

const struct report_def report_peek = {
    .name = "peek",
    .summary = "The callers and callees of matching functions",
    .details = "Who calls a function, and what does it call? Above each matching function stand its callers, below it\n"
               "its callees, each with the value of the calls between the two, and with that value's share of the\n"
               "function's cum.\n",
    .argument = "regexp",
    .formats = FORMATS_TABLE,
    .write = peek_write};
