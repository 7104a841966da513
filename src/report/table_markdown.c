/*
 * Markdown as GitHub and GitLab render it: the header in a block of text, then a table, with scaled values and shares as in the
 * text report. Names are written as code, so they cannot become links, mentions, mark-up or HTML.
 */
#include <ctype.h>
#include <string.h>

#include "base/log_command.h"
#include "base/rune.h"
#include "report/header.h"
#include "report/table.h"

enum { MOST_BACKTICKS = 3 }; /* around a name, because renderers give up on long runs */

/* How many backticks to put around a name: the least number that no run in it has. 0: the name has runs of all lengths. */
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

/* Writes a blank. At either end of a name it is a no-break space, because renderers strip other blanks there. */
static void put_kept_blank(struct buf *out, char c, bool at_end)
{
    static const char no_break_space[] = "\u00a0";
    for (int i = at_end && c == '\t' ? 4 : 1; i > 0; i--)
        buf_puts(out, at_end ? no_break_space : " ");
}

/*
 * The name can end neither the code nor the cell. A bar after a backslash is written in hexadecimal, because renderers disagree
 * on every other way to write the two.
 */
void markdown_put_name(struct buf *out, struct str name)
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
            put_kept_blank(out, *s, leading || s >= last);
        else if ((c == '`' && !fence) || (c == '|' && s > name.p && s[-1] == '\\'))
            rune_put_hidden(out, c);
        else if (c == '|')
            buf_puts(out, "\\|");
        else if (rune_is_hidden(c) || log_command_within(s, end))
            rune_put_hidden(out, c);
        else
            rune_put(out, c);
    }
    buf_puts(out, pad ? " " : "");
    buf_fill(out, '`', fence ? fence : 1);
}

/* Whether the value is a number and letters. Other units are written as names are. */
static bool is_plain_value(const struct buf *value)
{
    const char *s = value->data, *end = s + value->len;
    if (value->len && (*s == '+' || *s == '-'))
        s++;
    else if (value->len >= 2 && memcmp(s, "±", 2) == 0)
        s += 2;
    while (s < end && (isdigit((unsigned char)*s) || *s == '.'))
        s++;
    while (s < end && isalpha((unsigned char)*s))
        s++;
    return s == end;
}

static bool has_unit(enum cell_kind kind)
{
    return kind == CELL_VALUE || kind == CELL_DELTA || kind == CELL_ERROR;
}

static void put_value_or_share(struct table *t, const struct column *part, const struct cell *c)
{
    struct buf text;
    buf_init(&text);
    table_print_cell(t, &text, part, c);
    if (part->kind == CELL_NAME || (part->share == NO_SHARE && has_unit(part->kind) && !is_plain_value(&text)))
        markdown_put_name(t->to, buf_str(&text));
    else
        buf_put(t->to, text.data, text.len);
    buf_release(&text);
}

/* Writes a line of the block of text. A line of backticks must not end the block, so leading ones are made visible. */
static void put_line_of_block(struct buf *out, struct str line)
{
    const char *end = line.p + line.len;
    bool leading = true;
    uint32_t c;
    for (const char *s = line.p, *next; s < end; s = next) {
        next = s + rune_read(s, end, &c);
        if (rune_is_hidden(c) || (leading && c == '`') || log_command_at(line.p, s, end))
            rune_put_hidden(out, c);
        else
            rune_put(out, c);
        leading &= c == ' ';
    }
    buf_putc(out, '\n');
}

static struct header header_of(struct table *t)
{
    const struct table_about *about = t->about;
    return about->header       ? *about->header
           : about->comparison ? header_of_comparison(t->a, about->comparison)
           : about->callgraph  ? header_of_callgraph(t->a, about->callgraph, false)
                               : header_of_profile(t->a);
}

static void put_header(struct table *t)
{
    struct header h = header_of(t);
    if (h.n == 0)
        return;
    buf_puts(t->to, "```text\n");
    for (size_t i = 0; i < h.n; i++)
        put_line_of_block(t->to, h.line[i]);
    buf_puts(t->to, "```\n\n");
}

static void put_titles(struct buf *out, const struct column_list *c, bool all)
{
    for (size_t i = columns_for_people(c, 0, all); i < c->n; i = columns_for_people(c, i + 1, all)) {
        if (c->column[i].share == NO_SHARE || c->column[i].share == SHARE_TOO)
            buf_printf(out, " %s |", c->column[i].title);
        if (c->column[i].share != NO_SHARE)
            buf_printf(out, " %s%% |", c->column[i].title);
    }
}

static void put_rules(struct buf *out, const struct column_list *c, bool all)
{
    for (size_t i = columns_for_people(c, 0, all); i < c->n; i = columns_for_people(c, i + 1, all))
        buf_puts(out, column_is_text(&c->column[i])     ? " --- |"
                      : c->column[i].share == SHARE_TOO ? " ---: | ---: |"
                                                        : " ---: |");
}

static void put_cell(struct table *t, const struct column *col, const struct cell *c)
{
    struct column part = *col;
    part.share = col->share == SHARE_TOO ? NO_SHARE : col->share;
    put_value_or_share(t, &part, c);
    if (col->share == SHARE_TOO) {
        buf_puts(t->to, " | ");
        part.share = SHARE_ALONE;
        put_value_or_share(t, &part, c);
    }
}

/* Writes a row's cells; empty ones if `cell` is NULL. */
static void put_cells(struct table *t, const struct column_list *c, const struct cell *cell)
{
    const struct cell none = cell_none();
    bool all = table_shows_all(t);
    for (size_t i = columns_for_people(c, 0, all); i < c->n; i = columns_for_people(c, i + 1, all)) {
        buf_putc(t->to, ' ');
        put_cell(t, &c->column[i], cell ? &cell[i] : &none);
        buf_puts(t->to, " |");
    }
}

static void markdown_begin(struct table *t)
{
    const struct table_def *def = t->def;
    bool all = table_shows_all(t);
    put_header(t);
    buf_putc(t->to, '|');
    put_titles(t->to, &def->columns, all);
    for (size_t i = 0; i < def->n_lists; i++)
        put_titles(t->to, &def->list[i].columns, all);
    buf_puts(t->to, "\n|");
    put_rules(t->to, &def->columns, all);
    for (size_t i = 0; i < def->n_lists; i++)
        put_rules(t->to, &def->list[i].columns, all);
    buf_putc(t->to, '\n');
}

static void put_table_line(struct table *t, const struct cell *row, size_t list, const struct cell *item)
{
    const struct table_def *def = t->def;
    buf_putc(t->to, '|');
    put_cells(t, &def->columns, row);
    for (size_t i = 0; i < def->n_lists; i++)
        put_cells(t, &def->list[i].columns, i == list ? item : NULL);
    buf_putc(t->to, '\n');
}

/* Writes the row, unless that has been done. */
static void put_row(struct table *t)
{
    if (t->row.cell)
        put_table_line(t, t->row.cell, 0, NULL);
    t->row.cell = NULL;
}

static void markdown_row(struct table *t, const struct cell *cell)
{
    t->row.cell = cell;
    if (t->def->n_lists == 0 || !t->def->list[0].above)
        put_row(t);
}

static size_t markdown_open_list(struct table *t, size_t list)
{
    if (!t->def->list[list].above)
        put_row(t);
    return 0;
}

static void markdown_print_items(struct table *t, size_t list, const struct cell *cell, size_t n, bool first,
                                 struct buf *out)
{
    (void)first;
    struct table to = *t;
    to.to = out;
    for (size_t i = 0; i < n; i++)
        put_table_line(&to, NULL, list, cell + i * t->def->list[list].columns.n);
}

const struct table_format table_markdown = {.begin = markdown_begin,
                                            .row = markdown_row,
                                            .open_list = markdown_open_list,
                                            .print_items = markdown_print_items,
                                            .end_row = put_row};
