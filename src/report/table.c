#include "report/table.h"

#include <inttypes.h>
#include <string.h>

#include "base/rune.h"
#include "measure/number.h"
#include "measure/units.h"

static const struct table_format *printer_of(const struct table_def *def, enum format format)
{
    switch (format) {
    case FORMAT_JSON: return &table_json;
    case FORMAT_CSV: return &table_csv;
    case FORMAT_MARKDOWN: return &table_markdown;
    case FORMAT_TEXT:
    case FORMAT_GITHUB:
    case FORMAT_JUNIT:
    case N_FORMATS: break;
    }
    return def->text;
}

void table_begin(struct table *t, struct analysis *a, struct report_out *out, const struct table_def *def,
                 const struct table_about *about)
{
    *t = (struct table){.format = printer_of(def, out->format),
                        .def = def,
                        .about = about,
                        .a = a,
                        .values = about->callgraph ? about->callgraph->format : a->format,
                        .total = about->comparison ? about->comparison->comparison.whole[NEW] : a->total,
                        .to = out->to,
                        .paint = out->paint,
                        .width = out->width};
    buf_init(&t->text);
    if (t->format->begin)
        t->format->begin(t);
}

void table_row(struct table *t, const struct cell *cell)
{
    t->row.n_lists = 0;
    t->row.value = cell[t->def->whole].number;
    t->format->row(t, cell);
    t->n_rows++;
}

size_t table_open_list(struct table *t, size_t list)
{
    size_t lead = 0;
    if (t->row.n_lists > list)
        return 0;
    if (t->format->open_list)
        lead = t->format->open_list(t, list);
    t->row.n_lists = list + 1;
    return lead;
}

void table_items(struct table *t, size_t list, const struct cell *cell, size_t n)
{
    bool first = t->row.n_lists <= list;
    if (n == 0)
        return;
    table_open_list(t, list);
    t->format->print_items(t, list, cell, n, first, t->to);
}

void table_end_row(struct table *t)
{
    if (t->format->end_row)
        t->format->end_row(t);
}

void table_end(struct table *t)
{
    if (t->format->end)
        t->format->end(t);
    buf_release(&t->text);
}

void table_print_items(struct table *t, size_t list, const struct cell *cell, size_t n, struct buf *out)
{
    t->format->print_items(t, list, cell, n, false, out);
}

struct table table_piece(const struct table *t, struct buf *to)
{
    struct table piece = *t;
    piece.to = to;
    return piece;
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

struct cell cell_value(int64_t value)
{
    return (struct cell){.number = value};
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

int64_t table_number(const struct table *t, const struct column *col, const struct cell *c)
{
    return col->kind == CELL_VALUE || col->kind == CELL_DELTA ? value_format_scale(&t->values, c->number) : c->number;
}

double table_real(const struct table *t, const struct column *col, const struct cell *c)
{
    return col->kind == CELL_ERROR ? c->real * t->values.ratio : c->real;
}

static void print_sampling_error(const struct table *t, struct buf *out, double error)
{
    buf_puts(out, "±");
    measure_label(out, number_from_double(error), t->values.sample_unit, t->values.output_unit);
}

void table_print_cell(const struct table *t, struct buf *out, const struct column *col, const struct cell *c)
{
    if (c->none)
        return;
    switch (col->kind) {
    case CELL_NAME:
    case CELL_WORD: buf_put_str(out, c->text); break;
    case CELL_VALUE:
        if (col->share == SHARE_ALONE || col->share == SHARE_OF_ROW)
            print_share(out, c->number, col->share == SHARE_OF_ROW ? t->row.value : t->total);
        else
            value_format_put(&t->values, out, c->number);
        break;
    case CELL_DELTA:
        buf_puts(out, table_number(t, col, c) > 0 ? "+" : "");
        value_format_put(&t->values, out, c->number);
        break;
    case CELL_ERROR: print_sampling_error(t, out, table_real(t, col, c)); break;
    case CELL_PERCENT: buf_printf(out, "%+.2f%%", c->real); break;
    case CELL_SHARE: buf_printf(out, "%.2f%%", c->real * 100); break;
    case CELL_NUMBER: buf_printf(out, "%" PRId64, c->number); break;
    case CELL_ADDRESS: buf_printf(out, "0x%" PRIx64, (uint64_t)c->number); break;
    case CELL_FLAG: buf_puts(out, c->number ? "yes" : ""); break;
    }
}

size_t columns_for_programs(const struct column_list *c, size_t at)
{
    while (at < c->n && (c->column[at].use == FOR_PEOPLE || c->column[at].use == FOR_LAYOUT))
        at++;
    return at;
}

static bool is_for_people(enum column_use use, bool all)
{
    return use == FOR_ALL || use == FOR_PEOPLE || (use == FOR_WIDE && all);
}

bool table_shows_all(const struct table *t)
{
    return t->a->query->columns == COLUMNS_ALL;
}

size_t columns_for_people(const struct column_list *c, size_t at, bool all)
{
    while (at < c->n && !is_for_people(c->column[at].use, all))
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
