/*
 * CSV as RFC 4180 defines it: a line of column names, then the rows. Each item of a list becomes a row, which repeats the cells of
 * the row above the list and has the list's name in the column "list". Text that a spreadsheet would run as a formula gets an
 * apostrophe in front. A command in the log of a build is written in another way, where quotes do not make it harmless.
 */
#include <inttypes.h>
#include <math.h>

#include "base/log_command.h"
#include "base/rune.h"
#include "report/table.h"

/*
 * Whether a spreadsheet may run the text, because it begins like a formula, possibly in full-width characters, or after blanks and
 * control characters that spreadsheets strip.
 */
static bool is_formula(struct str text)
{
    static const char *const begin[] = {"=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20"};
    if (text.len && (text.p[0] == '\t' || text.p[0] == '\r' || text.p[0] == '\n'))
        return true;
    while (text.len && (unsigned char)text.p[0] <= ' ')
        text.p++, text.len--;
    for (size_t i = 0; i < sizeof begin / sizeof *begin; i++)
        if (str_has_prefix(text, begin[i]))
            return true;
    return false;
}

static bool needs_quotes(struct str text)
{
    for (const char *s = text.p, *end = s + text.len; s < end; s++)
        if (*s == '"' || *s == ',' || *s == '\r' || *s == '\n' || log_command_at(text.p, s, end))
            return true;
    return false;
}

/* Writes text as UTF-8. U+FFFD replaces invalid bytes, and NULs, which many readers refuse. */
static void put_csv_text(struct buf *out, struct str text)
{
    const char *end = text.p + text.len;
    bool formula = is_formula(text), quoted = formula || needs_quotes(text);
    uint32_t c;
    buf_puts(out, formula ? "\"'" : quoted ? "\"" : "");
    for (const char *s = text.p, *next, *line = NULL; s < end; s = next) {
        next = s + rune_read(s, end, &c);
        if (log_command_within(s, end) || (line && log_command_at(line, s, end)))
            rune_put_hidden(out, c);
        else
            rune_put(out, c ? c : 0xfffd);
        if (c == '"')
            buf_putc(out, '"');
        if (c == '\n' || c == '\r')
            line = next; /* the first line of the cell begins with a quote */
    }
    buf_puts(out, quoted ? "\"" : "");
}

static void put_cell(const struct table *t, struct buf *out, const struct column *col, const struct cell *c)
{
    enum cell_kind kind = col->kind;
    bool is_real = kind == CELL_ERROR || kind == CELL_PERCENT || kind == CELL_SHARE;
    if (c->none || (is_real && !isfinite(table_real(t, col, c))))
        return;
    switch (kind) {
    case CELL_NAME:
    case CELL_WORD: put_csv_text(out, c->text); break;
    case CELL_VALUE:
    case CELL_DELTA:
    case CELL_NUMBER: buf_printf(out, "%" PRId64, table_number(t, col, c)); break;
    case CELL_ERROR:
    case CELL_PERCENT:
    case CELL_SHARE: buf_printf(out, "%.9g", table_real(t, col, c)); break;
    case CELL_ADDRESS: buf_printf(out, "0x%" PRIx64, (uint64_t)c->number); break;
    case CELL_FLAG: buf_puts(out, c->number ? "true" : "false"); break;
    }
}

/* Writes the name of each column, with a comma after it. */
static void put_column_names(struct buf *out, const struct column_list *c, const char *prefix)
{
    for (size_t i = columns_for_programs(c, 0); i < c->n; i = columns_for_programs(c, i + 1))
        buf_printf(out, "%s%s%s,", prefix, *prefix ? "_" : "", c->column[i].key);
}

/* Writes each cell, with a comma after it. Without cells, only the commas. */
static void put_cells(const struct table *t, struct buf *out, const struct column_list *c, const struct cell *cell)
{
    for (size_t i = columns_for_programs(c, 0); i < c->n; i = columns_for_programs(c, i + 1)) {
        if (cell)
            put_cell(t, out, &c->column[i], &cell[i]);
        buf_putc(out, ',');
    }
}

static void put_unit_and_line_end(const struct table *t, struct buf *out)
{
    put_csv_text(out, t->values.sample_unit);
    buf_puts(out, "\r\n");
}

static void csv_begin(struct table *t)
{
    put_column_names(t->to, &t->def->columns, "");
    buf_puts(t->to, t->def->n_lists ? "list," : "");
    for (size_t i = 0; i < t->def->n_lists; i++)
        put_column_names(t->to, &t->def->list[i].columns, t->def->list[i].key);
    buf_puts(t->to, "unit\r\n");
}

/* Keeps the cells of the row in t->text, because its items repeat them. */
static void csv_row(struct table *t, const struct cell *cell)
{
    buf_clear(&t->text);
    put_cells(t, &t->text, &t->def->columns, cell);
    buf_put_str(t->to, buf_str(&t->text));
    if (t->def->n_lists)
        buf_putc(t->to, ',');
    for (size_t i = 0; i < t->def->n_lists; i++)
        put_cells(t, t->to, &t->def->list[i].columns, NULL);
    put_unit_and_line_end(t, t->to);
}

static void put_item_line(const struct table *t, size_t list, const struct cell *cell, struct buf *out)
{
    buf_put_str(out, buf_str(&t->text));
    buf_printf(out, "%s,", t->def->list[list].key);
    for (size_t i = 0; i < t->def->n_lists; i++)
        put_cells(t, out, &t->def->list[i].columns, i == list ? cell : NULL);
    put_unit_and_line_end(t, out);
}

static void csv_print_items(struct table *t, size_t list, const struct cell *cell, size_t n, bool first,
                            struct buf *out)
{
    (void)first;
    for (size_t i = 0; i < n; i++)
        put_item_line(t, list, cell + i * t->def->list[list].columns.n, out);
}

const struct table_format table_csv = {.begin = csv_begin, .row = csv_row, .print_items = csv_print_items};
