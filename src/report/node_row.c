#include "report/node_row.h"

#include "measure/number.h"
#include "measure/units.h"

void node_row_values(struct cell *cell, const struct node *n, int64_t *sum)
{
    *sum = number_add(*sum, node_flat(n));
    cell[NODE_FLAT] = cell_value(node_flat(n));
    cell[NODE_SUM] = cell_value(*sum);
    cell[NODE_CUM] = cell_value(node_cum(n));
}

static void put_value_and_share(const struct table *t, struct buf *out, int64_t value)
{
    char percent[PERCENTAGE_SIZE];
    paint_set(t->paint, out, report_heat(value, t->total));
    value_format_put_padded(&t->values, out, value, 10);
    buf_printf(out, " %s", measure_percentage(percent, value, t->total));
}

void node_row_put_values(const struct table *t, struct buf *out, const struct cell *cell, enum style rest)
{
    char percent[PERCENTAGE_SIZE];
    put_value_and_share(t, out, cell[NODE_FLAT].number);
    paint_set(t->paint, out, rest);
    buf_printf(out, " %s ", measure_percentage(percent, cell[NODE_SUM].number, t->total));
    put_value_and_share(t, out, cell[NODE_CUM].number);
    paint_set(t->paint, out, rest);
}
