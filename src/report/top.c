/* top, text: the nodes in a table, heaviest first. */
#include "measure/number.h"
#include "measure/units.h"
#include "report/header.h"
#include "report/table.h"

/* Whether calls to the node were inlined, of those that the graph shows. */
enum inlining { NONE_INLINED, SOME_INLINED, ALL_INLINED };

static enum inlining inlining(const struct node *n)
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

/* Rows without a value of their own or of their callees are dim; in others the numbers stand out by their share. */
static void put_row(const struct report_in *in, struct buf *out, struct node *n, int64_t sum)
{
    static const char *const note[] = {"", " (partial-inline)", " (inline)"};
    char flat_percent[PERCENTAGE_SIZE], sum_percent[PERCENTAGE_SIZE], cum_percent[PERCENTAGE_SIZE];
    int64_t flat = node_flat(n), cum = node_cum(n);
    enum report_style rest = flat || cum ? STYLE_PLAIN : STYLE_DIM;
    struct str name = graph_node_name(in->graph, n);
    report_style(in, out, report_heat(in, flat));
    report_value_padded(in, out, flat, 10);
    buf_printf(out, " %s", measure_percentage(flat_percent, flat, in->total));
    report_style(in, out, rest);
    buf_printf(out, " %s ", measure_percentage(sum_percent, sum, in->total));
    report_style(in, out, report_heat(in, cum));
    report_value_padded(in, out, cum, 10);
    buf_printf(out, " %s", measure_percentage(cum_percent, cum, in->total));
    report_style(in, out, rest);
    buf_puts(out, "  ");
    buf_put_str(out, name);
    buf_puts(out, note[inlining(n)]);
    report_style(in, out, STYLE_PLAIN);
    buf_putc(out, '\n');
}

static int top_write(const struct report_in *in, struct buf *out, struct err *err)
{
    (void)err;
    struct header h = header_of_report(in, false);
    int64_t sum = 0;
    header_write(&h, out);
    report_style(in, out, STYLE_BOLD);
    buf_printf(out, "%10s %5s%% %5s%% %10s %5s%%", "flat", "flat", "sum", "cum", "cum");
    report_style(in, out, STYLE_PLAIN);
    buf_putc(out, '\n');
    for (size_t i = 0; i < in->graph->n_nodes; i++) {
        sum = number_add(sum, node_flat(in->graph->node[i]));
        put_row(in, out, in->graph->node[i], sum);
    }
    return 0;
}

static int top_rows(const struct report_in *in, struct table *t, struct err *err)
{
    static const struct column column[] = {{"flat", "flat", CELL_VALUE, FOR_ALL, SHARE_TOO},
                                           {"sum", "sum", CELL_VALUE, FOR_ALL, SHARE_ALONE},
                                           {"cum", "cum", CELL_VALUE, FOR_ALL, SHARE_TOO},
                                           {"inline", "inline", CELL_WORD, FOR_ALL, NO_SHARE},
                                           NODE_COLUMNS};
    static const struct table_def def = {.columns = {column, sizeof column / sizeof *column}};
    static const char *const word[] = {"", "some", "all"};
    int64_t sum = 0;
    (void)err;
    table_begin(t, &def);
    for (size_t i = 0; i < in->graph->n_nodes; i++) {
        struct node *n = in->graph->node[i];
        enum inlining in_caller = inlining(n);
        sum = number_add(sum, node_flat(n));
        struct cell cell[4 + NODE_CELLS] = {cell_value(in, node_flat(n)), cell_value(in, sum),
                                            cell_value(in, node_cum(n)),
                                            in_caller ? cell_word(word[in_caller]) : cell_none()};
        cells_of_info(cell + 4, in->graph->strings, &n->info, graph_node_name(in->graph, n));
        table_row(t, cell);
    }
    return 0;
}

const struct report_def report_top = {
    .name = "top",
    .alias = "text",
    .summary = "The heaviest functions in a table",
    .details = "flat is what a function has itself, cum what it and all it calls have; sum% adds flat% up\n"
               "from the first row on. Much flat: the memory is allocated, the time spent there. Much cum and\n"
               "little flat: it is on the way there; -cum sorts by it. (inline) marks functions that were inlined\n"
               "into their callers. Rows below 0.5% of the total are left out: -trim=false shows all.\n",
    .graph = REPORT_TRIMMED_GRAPH,
    .shell_node_count = 10,
    .write = top_write,
    .rows = top_rows};
