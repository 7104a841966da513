/*
 * Markdown as GitHub and GitLab render it: the header in a block of text, then a table, with values scaled and shares as in the
 * text report. Names stand in code, where they can be no link, mention, mark-up or HTML.
 */
#include <ctype.h>
#include <string.h>

#include "base/rune.h"
#include "report/header.h"
#include "report/table.h"

/* Whether the text may stand between backticks in a table as it is. */
static bool is_plain(struct str s)
{
    const char *end = s.p + s.len;
    uint32_t c;
    if (s.len == 0 || isspace((unsigned char)s.p[0]) || isspace((unsigned char)end[-1]))
        return false;
    for (const char *p = s.p; p < end;) {
        size_t n = rune_read(p, end, &c);
        if (c == '`' || c == '|' || c == '\\' || rune_is_hidden(c) || (c == 0xfffd && n == 1))
            return false;
        p += n;
    }
    return true;
}

static void put_entities(struct buf *out, struct str s)
{
    struct buf seen;
    const char *end = s.p + s.len;
    bool leading = true;
    uint32_t c;
    buf_init(&seen);
    for (const char *p = s.p; p < end; leading &= c == ' ' || c == '\t') {
        p += rune_read(p, end, &c);
        buf_clear(&seen);
        if (leading && (c == ' ' || c == '\t'))
            buf_puts(out, c == ' ' ? "&nbsp;" : "&nbsp;&nbsp;&nbsp;&nbsp;");
        else if (c == '\t')
            buf_putc(out, ' ');
        else if (rune_is_hidden(c))
            rune_put_hidden(&seen, c);
        else if (c < 0x80 && ispunct((int)c))
            buf_putc(&seen, (char)c);
        else
            rune_put(out, c);
        for (size_t i = 0; i < seen.len; i++)
            if (ispunct((unsigned char)seen.data[i]))
                buf_printf(out, "&#%d;", seen.data[i]);
            else
                buf_putc(out, seen.data[i]);
    }
    buf_release(&seen);
}

void markdown_put_name(struct buf *out, struct str name)
{
    if (is_plain(name)) {
        buf_putc(out, '`');
        buf_put(out, name.p, name.len);
        buf_putc(out, '`');
    } else if (name.len) {
        buf_puts(out, "<code>");
        put_entities(out, name);
        buf_puts(out, "</code>");
    }
}

/* In a fence that is longer than any run of backticks in the text. */
static void put_block(struct buf *out, const struct buf *text)
{
    size_t fence = 3;
    for (size_t i = 0, run = 0; i < text->len; i++) {
        run = text->data[i] == '`' ? run + 1 : 0;
        fence = run >= fence ? run + 1 : fence;
    }
    buf_fill(out, '`', fence);
    buf_puts(out, "text\n");
    buf_put(out, text->data, text->len);
    buf_fill(out, '`', fence);
    buf_puts(out, "\n\n");
}

static void put_header(struct table *t)
{
    struct header h = t->report->two_sided                       ? header_of_sides(t->in)
                      : t->report->graph == REPORT_TRIMMED_GRAPH ? header_of_report(t->in, false)
                                                                 : header_of_profile(t->in);
    struct buf text;
    uint32_t c;
    buf_init(&text);
    for (size_t i = 0; i < h.n; i++) {
        const char *end = h.line[i].p + h.line[i].len;
        for (const char *p = h.line[i].p; p < end;) {
            p += rune_read(p, end, &c);
            if (rune_is_hidden(c))
                rune_put_hidden(&text, c);
            else
                rune_put(&text, c);
        }
        buf_putc(&text, '\n');
    }
    if (h.n)
        put_block(t->out, &text);
    buf_release(&text);
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
        buf_puts(out, column_is_text(&c->column[i])     ? " --- |"
                      : c->column[i].share == SHARE_TOO ? " ---: | ---: |"
                                                        : " ---: |");
}

static void put_cell(struct table *t, const struct column *col, const struct cell *c)
{
    struct column part = *col;
    if (col->kind == CELL_NAME && !c->none) {
        markdown_put_name(t->out, c->text);
        return;
    }
    part.share = col->share == SHARE_TOO ? NO_SHARE : col->share;
    table_print_cell(t->in, t->out, &part, c);
    if (col->share == SHARE_TOO) {
        buf_puts(t->out, " | ");
        part.share = SHARE_ALONE;
        table_print_cell(t->in, t->out, &part, c);
    }
}

/* Empty cells where there is no row. */
static void put_cells(struct table *t, const struct columns *c, const struct cell *cell)
{
    const struct cell none = cell_none();
    for (size_t i = columns_next(c, 0, true); i < c->n; i = columns_next(c, i + 1, true)) {
        buf_putc(t->out, ' ');
        put_cell(t, &c->column[i], cell ? &cell[i] : &none);
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
