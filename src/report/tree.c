/* tree, peek: every node with its callers above it and its callees below. */
#include <string.h>

#include "graph/order.h"
#include "measure/number.h"
#include "measure/units.h"
#include "report/header.h"
#include "report/table.h"

static const char separator[] = "----------------------------------------------------------+-------------\n";
static const char legend[] = "      flat  flat%   sum%        cum   cum%   calls calls% + context \t \t ";

static void put_neighbours(const struct report_in *in, struct buf *out, struct edge *const *list, uint32_t n,
                           int64_t cum, bool callers)
{
    struct edge **edge = arena_new(in->arena, struct edge *, n);
    char percent[PERCENTAGE_SIZE];
    if (n)
        memcpy(edge, list, n * sizeof *edge);
    size_t n_left = order_edges(in->graph, edge, n);
    for (size_t i = 0; i < n_left; i++) {
        struct str name = graph_node_name(in->graph, callers ? edge[i]->src : edge[i]->dest);
        report_style(in, out, report_heat(in, edge[i]->weight));
        report_value_padded(in, out, edge[i]->weight, 50);
        buf_printf(out, " %s", measure_percentage(percent, edge[i]->weight, cum));
        report_style(in, out, STYLE_PLAIN);
        buf_puts(out, " |   ");
        buf_put_str(out, name);
        buf_puts(out, edge[i]->inlined ? " (inline)\n" : "\n");
    }
}

static void put_node(const struct report_in *in, struct buf *out, struct node *n, int64_t *sum)
{
    char flat_percent[PERCENTAGE_SIZE], sum_percent[PERCENTAGE_SIZE], cum_percent[PERCENTAGE_SIZE];
    int64_t flat = node_flat(n), cum = node_cum(n);
    struct str name = graph_node_name(in->graph, n);
    *sum = number_add(*sum, flat);
    buf_puts(out, separator);
    put_neighbours(in, out, n->in, n->n_in, cum, true);
    report_style(in, out, report_heat(in, flat));
    report_value_padded(in, out, flat, 10);
    buf_printf(out, " %s", measure_percentage(flat_percent, flat, in->total));
    report_style(in, out, STYLE_PLAIN);
    buf_printf(out, " %s ", measure_percentage(sum_percent, *sum, in->total));
    report_style(in, out, report_heat(in, cum));
    report_value_padded(in, out, cum, 10);
    buf_printf(out, " %s", measure_percentage(cum_percent, cum, in->total));
    report_style(in, out, STYLE_PLAIN);
    buf_puts(out, "                | ");
    report_style(in, out, STYLE_BOLD);
    buf_put_str(out, name);
    report_style(in, out, STYLE_PLAIN);
    buf_putc(out, '\n');
    put_neighbours(in, out, n->out, n->n_out, cum, false);
}

static bool is_wanted(const struct report_in *in, struct node *n)
{
    if (!in->symbol)
        return true;
    struct str name = graph_node_name(in->graph, n);
    return regex_match(in->symbol, name.p, name.len);
}

/* The nodes that match, or all. @return 0; or -1 with `err` set: there is none. */
static int wanted_nodes(const struct report_in *in, struct node ***wanted, size_t *n_wanted, struct err *err)
{
    const struct graph *g = in->graph;
    struct node **node = arena_new(in->arena, struct node *, g->n_nodes);
    size_t n = 0;
    for (size_t i = 0; i < g->n_nodes; i++)
        if (is_wanted(in, g->node[i]))
            node[n++] = g->node[i];
    if (in->symbol && n == 0)
        return err_set(err, "no matches found for regexp: %s", regex_source(in->symbol));
    *wanted = node;
    *n_wanted = n;
    return 0;
}

static int tree_write(const struct report_in *in, struct buf *out, struct err *err)
{
    struct node **wanted = NULL;
    size_t n_wanted = 0;
    int64_t sum = 0;
    if (wanted_nodes(in, &wanted, &n_wanted, err))
        return -1;
    struct header h = header_of_report(in, false);
    header_write(&h, out);
    buf_puts(out, separator);
    report_style(in, out, STYLE_BOLD);
    buf_puts(out, legend);
    report_style(in, out, STYLE_PLAIN);
    buf_putc(out, '\n');
    for (size_t i = 0; i < n_wanted; i++)
        put_node(in, out, wanted[i], &sum);
    if (in->graph->n_nodes)
        buf_puts(out, separator);
    return 0;
}

enum { CALLERS, CALLEES };

static void put_items(const struct report_in *in, struct table *t, size_t list, struct edge *const *from, uint32_t n)
{
    struct edge **edge = arena_new(in->arena, struct edge *, n);
    if (n)
        memcpy(edge, from, n * sizeof *edge);
    size_t n_left = order_edges(in->graph, edge, n);
    for (size_t i = 0; i < n_left; i++) {
        struct node *other = list == CALLERS ? edge[i]->src : edge[i]->dest;
        struct cell cell[3 + NODE_CELLS] = {cell_value(in, edge_weight(edge[i])), cell_number(edge[i]->inlined),
                                            cell_number(edge[i]->residual)};
        cells_of_info(cell + 3, in->graph->strings, &other->info, graph_node_name(in->graph, other));
        table_item(t, list, cell);
    }
}

static int tree_rows(const struct report_in *in, struct table *t, struct err *err)
{
    static const struct column column[] = {{"flat", "flat", CELL_VALUE, FOR_ALL, SHARE_TOO},
                                           {"sum", "sum", CELL_VALUE, FOR_ALL, SHARE_ALONE},
                                           {"cum", "cum", CELL_VALUE, FOR_ALL, SHARE_TOO},
                                           NODE_COLUMNS};
    static const struct column caller[] = {{"value", "from", CELL_VALUE, FOR_ALL, NO_SHARE},
                                           {"inline", "inline", CELL_FLAG, FOR_PROGRAMS, NO_SHARE},
                                           {"residual", "residual", CELL_FLAG, FOR_PROGRAMS, NO_SHARE},
                                           NODE_COLUMNS_TITLED("caller")};
    static const struct column callee[] = {{"value", "to", CELL_VALUE, FOR_ALL, NO_SHARE},
                                           {"inline", "inline", CELL_FLAG, FOR_PROGRAMS, NO_SHARE},
                                           {"residual", "residual", CELL_FLAG, FOR_PROGRAMS, NO_SHARE},
                                           NODE_COLUMNS_TITLED("callee")};
    static const struct table_def def = {.columns = {column, sizeof column / sizeof *column},
                                         .list = {{"callers", {caller, sizeof caller / sizeof *caller}},
                                                  {"callees", {callee, sizeof callee / sizeof *callee}}},
                                         .n_lists = 2};
    struct node **wanted = NULL;
    size_t n_wanted = 0;
    int64_t sum = 0;
    if (wanted_nodes(in, &wanted, &n_wanted, err))
        return -1;
    table_begin(t, &def);
    for (size_t i = 0; i < n_wanted; i++) {
        struct node *n = wanted[i];
        sum = number_add(sum, node_flat(n));
        struct cell cell[3 + NODE_CELLS] = {cell_value(in, node_flat(n)), cell_value(in, sum),
                                            cell_value(in, node_cum(n))};
        cells_of_info(cell + 3, in->graph->strings, &n->info, graph_node_name(in->graph, n));
        table_row(t, cell);
        put_items(in, t, CALLERS, n->in, n->n_in);
        put_items(in, t, CALLEES, n->out, n->n_out);
    }
    return 0;
}

const struct report_def report_tree = {
    .name = "tree",
    .summary = "Each function with its callers and callees",
    .details = "Above each function stand its callers, below it its callees, with what they have through it, in\n"
               "values and in percent of its cum. Functions come in the order of top.\n",
    .graph = REPORT_TRIMMED_GRAPH,
    .default_node_count = 80,
    .edges = true,
    .write = tree_write,
    .rows = tree_rows};

const struct report_def report_peek = {
    .name = "peek",
    .summary = "The callers and callees of matching functions",
    .details = "Who calls it, and what does it call? Above each matching function stand its callers, below it its\n"
               "callees, with what they have through it, in values and in percent of its cum.\n",
    .argument = "regexp",
    .graph = REPORT_TRIMMED_GRAPH,
    .default_node_count = -1,
    .untrimmed = true,
    .edges = true,
    .edges_at_argument = true,
    .write = tree_write,
    .rows = tree_rows};
