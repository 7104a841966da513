#include "report/table.h"

#include <inttypes.h>
#include <string.h>

#include "base/rune.h"
#include "measure/number.h"
#include "measure/units.h"

const struct table_format *table_format_find(const char *name)
{
    static const struct table_format *const all[] = {&table_json, &table_csv, &table_markdown};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (strcmp(all[i]->name, name) == 0)
            return all[i];
    return NULL;
}

bool table_can(const struct report_def *report, const struct table_format *format)
{
    return report->rows && (!report->json_lines || format == &table_json);
}

int table_write(const struct table_format *format, const struct report_def *report, const struct report_in *in,
                struct buf *out, struct err *err)
{
    struct table t = {.format = format, .report = report, .in = in, .out = out};
    int status = report->rows(in, &t, err);
    if (t.def)
        format->end(&t);
    return status;
}

void table_begin(struct table *t, const struct table_def *def)
{
    t->def = def;
    t->format->begin(t);
}

void table_row(struct table *t, const struct cell *cell)
{
    t->format->row(t, cell);
    t->n_rows++;
}

void table_item(struct table *t, size_t list, const struct cell *cell)
{
    t->format->item(t, list, cell);
}

void table_print_item(struct table *t, size_t list, const struct cell *cell, struct buf *items)
{
    t->format->print_item(t, list, cell, items);
}

void table_put_items(struct table *t, size_t list, struct str items)
{
    t->format->put_items(t, list, items);
}

struct cell cell_text(struct str text)
{
    return (struct cell){.text = text};
}

struct cell cell_word(const char *word)
{
    return (struct cell){.text = str_of(word)};
}

struct cell cell_number(int64_t number)
{
    return (struct cell){.number = number};
}

struct cell cell_real(double real)
{
    return (struct cell){.real = real};
}

struct cell cell_none(void)
{
    return (struct cell){.none = true};
}

struct cell cell_value(const struct report_in *in, int64_t value)
{
    return (struct cell){.number = report_scaled(in, value)};
}

static struct cell text_or_none(const struct strtab *strings, str_id id)
{
    return id.i ? cell_text(strtab_get(strings, id)) : cell_none();
}

static struct cell number_or_none(int64_t number)
{
    return number ? cell_number(number) : cell_none();
}

void cells_of_info(struct cell cell[NODE_CELLS], const struct strtab *strings, const struct node_info *info,
                   struct str name)
{
    const struct cell all[NODE_CELLS] = {cell_text(name),
                                         text_or_none(strings, info->name),
                                         text_or_none(strings, info->file),
                                         number_or_none(info->line),
                                         number_or_none(info->column),
                                         number_or_none((int64_t)info->address),
                                         text_or_none(strings, info->objfile)};
    memcpy(cell, all, sizeof all);
}

bool column_is_text(const struct column *col)
{
    return col->kind == CELL_NAME || col->kind == CELL_WORD || col->kind == CELL_FLAG;
}

static void print_share(struct buf *out, int64_t value, int64_t total)
{
    char percent[PERCENTAGE_SIZE];
    buf_puts(out, measure_percentage_trimmed(percent, value, total));
}

static void print_value(const struct report_in *in, struct buf *out, int64_t value)
{
    measure_label(out, value, in->format.sample_unit, in->format.output_unit);
}

void table_print_cell(const struct report_in *in, struct buf *out, const struct column *col, const struct cell *c)
{
    if (c->none)
        return;
    switch (col->kind) {
    case CELL_NAME:
    case CELL_WORD: buf_put_str(out, c->text); break;
    case CELL_VALUE:
        if (col->share == SHARE_ALONE)
            print_share(out, c->number, report_scaled(in, in->total));
        else
            print_value(in, out, c->number);
        break;
    case CELL_DELTA:
        buf_puts(out, c->number > 0 ? "+" : "");
        print_value(in, out, c->number);
        break;
    case CELL_ERROR:
        buf_puts(out, "±");
        print_value(in, out, number_from_double(c->real));
        break;
    case CELL_PERCENT: buf_printf(out, "%+.2f%%", c->real); break;
    case CELL_SHARE: buf_printf(out, "%.2f%%", c->real * 100); break;
    case CELL_NUMBER: buf_printf(out, "%" PRId64, c->number); break;
    case CELL_REAL: buf_printf(out, "%.2f", c->real); break;
    case CELL_ADDRESS: buf_printf(out, "0x%" PRIx64, (uint64_t)c->number); break;
    case CELL_FLAG: buf_puts(out, c->number ? "yes" : ""); break;
    }
}

size_t columns_next(const struct columns *c, size_t at, bool people)
{
    while (at < c->n && c->column[at].use == (people ? FOR_PROGRAMS : FOR_PEOPLE))
        at++;
    return at;
}

void table_put_utf8(struct buf *out, struct str text)
{
    const char *end = text.p + text.len;
    uint32_t c;
    for (const char *s = text.p; s < end;) {
        s += rune_read(s, end, &c);
        rune_put(out, c);
    }
}
