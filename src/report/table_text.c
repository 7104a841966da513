/*
 * A table as text: the titles, then the rows. Columns are right-aligned, except for the name, which comes last. On a terminal no
 * line is longer than the screen is wide, because names are shortened in the middle.
 */
#include <string.h>

#include "base/rune.h"
#include "report/align.h"
#include "report/table.h"

enum { LEAST_NAME = 8 }; /* characters of a name that are shown, however narrow the terminal is */

static void text_begin(struct table *t)
{
    const struct column_list *c = &t->def->columns;
    bool all = table_shows_all(t);
    for (size_t i = columns_for_people(c, 0, all); i < c->n; i = columns_for_people(c, i + 1, all))
        buf_printf(&t->text, c->column[i].kind == CELL_NAME ? "  %s" : " %s\t", c->column[i].title);
}

/* Escapes tabs and line feeds, which would end the cell or the row. */
static void put_one_line_name(struct buf *out, struct str name)
{
    for (uint32_t i = 0; i < name.len; i++)
        if ((name.p[i] >= '\t' && name.p[i] <= '\r'))
            buf_printf(out, "\\x%02x", name.p[i]);
        else
            buf_putc(out, name.p[i]);
}

/* Writes the name as a terminal will show it, so that its width is known. */
static void put_visible_name(struct buf *out, struct str name)
{
    const char *end = name.p + name.len;
    uint32_t c;
    for (const char *s = name.p; s < end;) {
        s += rune_read(s, end, &c);
        if (rune_is_hidden(c))
            rune_put_hidden(out, c);
        else
            rune_put(out, c);
    }
}

static void text_row(struct table *t, const struct cell *cell)
{
    const struct column_list *c = &t->def->columns;
    bool all = table_shows_all(t);
    buf_putc(&t->text, '\n');
    for (size_t i = columns_for_people(c, 0, all); i < c->n; i = columns_for_people(c, i + 1, all)) {
        buf_puts(&t->text, c->column[i].kind == CELL_NAME ? "  " : " ");
        if (c->column[i].kind != CELL_NAME) {
            table_print_cell(t, &t->text, &c->column[i], &cell[i]);
            buf_putc(&t->text, '\t');
        } else if (t->width) {
            put_visible_name(&t->text, cell[i].text);
        } else {
            put_one_line_name(&t->text, cell[i].text);
        }
    }
}

/* How many characters come before the name, which begins at the same column in all lines. `titles` is the first line. */
static size_t width_of_numbers(const struct table *t, struct str titles)
{
    const struct column_list *c = &t->def->columns;
    size_t name = 0;
    for (size_t i = 0; i < c->n; i++)
        if (c->column[i].kind == CELL_NAME && c->column[i].use == FOR_ALL)
            name = strlen(c->column[i].title);
    return str_characters(titles) - name;
}

/* Writes a line, with its name shortened so that the line fits. */
static void put_fitting_line(struct buf *out, struct str line, size_t numbers, size_t width)
{
    size_t n = str_characters(line), room = width > numbers + LEAST_NAME ? width - numbers : LEAST_NAME, at = 0;
    uint32_t i = 0;
    struct buf fits;
    buf_init(&fits);
    for (; i < line.len && (at < numbers || ((unsigned char)line.p[i] & 0xc0) == 0x80); i++)
        at += ((unsigned char)line.p[i] & 0xc0) != 0x80;
    if (n > width && i < line.len) {
        buf_put(&fits, line.p, i);
        buf_put_shortened(&fits, (struct str){line.p + i, line.len - i}, room);
    } else {
        buf_put_str(&fits, line);
    }
    buf_put_shortened(out, buf_str(&fits), width);
    buf_release(&fits);
}

static void put_fitting_lines(const struct table *t, struct str text)
{
    const char *end = text.p + text.len;
    size_t numbers = 0;
    for (const char *s = text.p; s < end;) {
        const char *feed = memchr(s, '\n', (size_t)(end - s));
        struct str line = {s, (uint32_t)((feed ? feed : end) - s)};
        if (s == text.p)
            numbers = width_of_numbers(t, line);
        put_fitting_line(t->to, line, numbers, t->width);
        buf_putc(t->to, '\n');
        s = feed ? feed + 1 : end;
    }
}

/* Appends the text, leaving out cell number `at` of each line. */
static void put_without_cell(struct buf *out, struct str text, size_t at)
{
    size_t cell = 0;
    for (uint32_t i = 0; i < text.len; i++) {
        char c = text.p[i];
        if (cell != at || c == '\n')
            buf_putc(out, c);
        cell = c == '\n' ? 0 : cell + (c == '\t');
    }
}

/* The index, among the cells of a line, of the last column of numbers. 0: only the first is left. */
static size_t last_number_cell(const struct table *t, size_t n_dropped)
{
    const struct column_list *c = &t->def->columns;
    size_t cell = 0, last = 0;
    bool all = table_shows_all(t);
    for (size_t i = columns_for_people(c, 0, all); i < c->n; i = columns_for_people(c, i + 1, all), cell++)
        if (!column_is_text(&c->column[i]))
            last = cell;
    return last > n_dropped ? last - n_dropped : 0;
}

/* If the terminal is too narrow for all columns, the last columns of numbers are left out, so that there is room for names. */
static void put_on_terminal(const struct table *t)
{
    struct buf aligned, fewer, text = {0};
    buf_init(&aligned);
    buf_init(&fewer);
    buf_put_str(&text, buf_str(&t->text));
    for (size_t n_dropped = 0;; n_dropped++) {
        buf_clear(&aligned);
        align_right(&aligned, text.data, text.len, &t->a->arena);
        struct str titles = {aligned.data, (uint32_t)((char *)memchr(aligned.data, '\n', aligned.len) - aligned.data)};
        size_t last = last_number_cell(t, n_dropped);
        if (width_of_numbers(t, titles) + LEAST_NAME <= t->width || last == 0)
            break;
        buf_clear(&fewer);
        put_without_cell(&fewer, buf_str(&text), last);
        buf_clear(&text);
        buf_put_str(&text, buf_str(&fewer));
    }
    put_fitting_lines(t, buf_str(&aligned));
    buf_release(&aligned);
    buf_release(&fewer);
    buf_release(&text);
}

static void text_end(struct table *t)
{
    buf_putc(&t->text, '\n');
    if (t->width)
        put_on_terminal(t);
    else
        align_right(t->to, t->text.data, t->text.len, &t->a->arena);
}

const struct table_format table_text = {.begin = text_begin, .row = text_row, .end = text_end};
