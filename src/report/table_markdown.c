/*
 * Markdown as GitHub and GitLab render it: the header in a block of text, then a table, with values scaled and shares as in the
 * text report. Names stand in code, where they can be no link, mention, mark-up or HTML.
 */
#include <ctype.h>
#include <inttypes.h>

#include "base/rune.h"
#include "measure/units.h"
#include "report/header.h"
#include "report/table.h"

enum { MOST_BACKTICKS = 3 }; /* around a name: renderers give up on long runs */

/* How many backticks to put around a name: as no run in it has. 0: there are too many runs. */
static size_t fence_for(struct str name)
{
    bool has[MOST_BACKTICKS + 1] = {false};
    for (uint32_t i = 0, run = 0; i <= name.len; i++) {
        if (i < name.len && name.p[i] == '`') {
            run++;
            continue;
        }
        has[run <= MOST_BACKTICKS ? run : 0] = true;
        run = 0;
    }
    for (size_t n = 1; n <= MOST_BACKTICKS; n++)
        if (!has[n])
            return n;
    return 0;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

/* Blanks at the ends do not get lost. */
static void put_blank(struct buf *out, char c, bool at_end)
{
    static const char no_break_space[] = "\u00a0";
    for (int i = at_end && c == '\t' ? 4 : 1; i > 0; i--)
        buf_puts(out, at_end ? no_break_space : " ");
}

/*
 * As code, which can't be closed or be a cell's end. A bar behind a backslash is in hexadecimal: there is no way to write both
 * that all renderers agree on.
 */
static void put_name(struct buf *out, struct str name)
{
    const char *end = name.p + name.len, *last = end, *s;
    size_t fence = fence_for(name), n;
    uint32_t c;
    bool leading = true, pad = fence && name.len && (*name.p == '`' || end[-1] == '`');
    if (name.len == 0)
        return;
    while (last > name.p && is_blank(last[-1]))
        last--;
    buf_fill(out, '`', fence ? fence : 1);
    buf_puts(out, pad ? " " : "");
    for (s = name.p; s < end; s += n) {
        n = rune_read(s, end, &c);
        leading &= is_blank(*s);
        if (is_blank(*s))
            put_blank(out, *s, leading || s >= last);
        else if ((c == '`' && !fence) || (c == '|' && s > name.p && s[-1] == '\\'))
            rune_put_hidden(out, c);
        else if (c == '|')
            buf_puts(out, "\\|");
        else if (rune_is_hidden(c))
            rune_put_hidden(out, c);
        else
            rune_put(out, c);
    }
    buf_puts(out, pad ? " " : "");
    buf_fill(out, '`', fence ? fence : 1);
}

/* A number and letters stand for themselves; other units are as names are. */
static void put_value(struct table *t, int64_t value)
{
    struct buf text;
    size_t i = 0;
    buf_init(&text);
    measure_label(&text, value, t->in->format.sample_unit, t->in->format.output_unit);
    while (i < text.len && (isdigit((unsigned char)text.data[i]) || text.data[i] == '-' || text.data[i] == '.'))
        i++;
    while (i < text.len && isalpha((unsigned char)text.data[i]))
        i++;
    if (i == text.len)
        buf_put(t->out, text.data, text.len);
    else
        put_name(t->out, (struct str){text.data, (uint32_t)text.len});
    buf_release(&text);
}

/* A line of the block. It does not begin as the block's end does. */
static void put_line_of_block(struct buf *out, struct str line)
{
    const char *end = line.p + line.len;
    bool leading = true;
    uint32_t c;
    for (const char *s = line.p; s < end;) {
        s += rune_read(s, end, &c);
        if (rune_is_hidden(c) || (leading && c == '`'))
            rune_put_hidden(out, c);
        else
            rune_put(out, c);
        leading &= c == ' ';
    }
    buf_putc(out, '\n');
}

static void put_header(struct table *t)
{
    struct header h = t->report->graph == REPORT_TRIMMED_GRAPH ? header_of_report(t->in, false)
                                                               : header_of_profile(t->in);
    if (h.n == 0)
        return;
    buf_puts(t->out, "```text\n");
    for (size_t i = 0; i < h.n; i++)
        put_line_of_block(t->out, h.line[i]);
    buf_puts(t->out, "```\n\n");
}

static bool is_text(const struct column *c)
{
    return c->kind == CELL_NAME || c->kind == CELL_WORD || c->kind == CELL_FLAG;
}

static void put_titles(struct buf *out, const struct columns *c)
{
    for (size_t i = columns_next(c, 0, true); i < c->n; i = columns_next(c, i + 1, true)) {
        if (c->column[i].share != SHARE_ALONE)
            buf_printf(out, " %s |", c->column[i].title);
        if (c->column[i].share != NO_SHARE)
            buf_printf(out, " %s%% |", c->column[i].title);
    }
}

static void put_rules(struct buf *out, const struct columns *c)
{
    for (size_t i = columns_next(c, 0, true); i < c->n; i = columns_next(c, i + 1, true))
        buf_puts(out, is_text(&c->column[i])            ? " --- |"
                      : c->column[i].share == SHARE_TOO ? " ---: | ---: |"
                                                        : " ---: |");
}

static void put_cell(struct table *t, const struct column *col, const struct cell *c)
{
    struct buf *out = t->out;
    char percent[PERCENTAGE_SIZE];
    switch (col->kind) {
    case CELL_NAME: put_name(out, c->text); break;
    case CELL_WORD: buf_put(out, c->text.p, c->text.len); break;
    case CELL_VALUE:
        if (col->share != SHARE_ALONE)
            put_value(t, c->number);
        if (col->share == SHARE_TOO)
            buf_puts(out, " | ");
        if (col->share != NO_SHARE)
            buf_puts(out, measure_percentage_trimmed(percent, c->number, report_scaled(t->in, t->in->total)));
        break;
    case CELL_NUMBER: buf_printf(out, "%" PRId64, c->number); break;
    case CELL_REAL: buf_printf(out, "%.2f", c->real); break;
    case CELL_ADDRESS: buf_printf(out, "0x%" PRIx64, (uint64_t)c->number); break;
    case CELL_FLAG: buf_puts(out, c->number ? "yes" : ""); break;
    }
}

/* Empty cells where there is no row. */
static void put_cells(struct table *t, const struct columns *c, const struct cell *cell)
{
    for (size_t i = columns_next(c, 0, true); i < c->n; i = columns_next(c, i + 1, true)) {
        buf_putc(t->out, ' ');
        if (cell && !cell[i].none)
            put_cell(t, &c->column[i], &cell[i]);
        else if (c->column[i].share == SHARE_TOO)
            buf_puts(t->out, " | ");
        buf_puts(t->out, " |");
    }
}

static void markdown_begin(struct table *t)
{
    const struct table_def *def = t->def;
    put_header(t);
    buf_putc(t->out, '|');
    put_titles(t->out, &def->columns);
    for (size_t i = 0; i < def->n_lists; i++)
        put_titles(t->out, &def->list[i].columns);
    buf_puts(t->out, "\n|");
    put_rules(t->out, &def->columns);
    for (size_t i = 0; i < def->n_lists; i++)
        put_rules(t->out, &def->list[i].columns);
    buf_putc(t->out, '\n');
}

static void put_line(struct table *t, const struct cell *row, size_t list, const struct cell *item)
{
    const struct table_def *def = t->def;
    buf_putc(t->out, '|');
    put_cells(t, &def->columns, row);
    for (size_t i = 0; i < def->n_lists; i++)
        put_cells(t, &def->list[i].columns, i == list ? item : NULL);
    buf_putc(t->out, '\n');
}

static void markdown_row(struct table *t, const struct cell *cell)
{
    put_line(t, cell, 0, NULL);
}

static void markdown_item(struct table *t, size_t list, const struct cell *cell)
{
    put_line(t, NULL, list, cell);
}

static void markdown_end(struct table *t)
{
    (void)t;
}

const struct table_format table_markdown = {"markdown", markdown_begin, markdown_row, markdown_item, markdown_end};
