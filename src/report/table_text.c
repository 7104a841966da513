/* A table as text: the header, the titles, then the rows, columns set to the right but for the name, which comes last. */
#include "report/align.h"
#include "report/header.h"
#include "report/table.h"

static bool shows_all(const struct table *t)
{
    return t->a->query->columns == COLUMNS_ALL;
}

static void text_begin(struct table *t)
{
    const struct column_list *c = &t->def->columns;
    bool all = shows_all(t);
    for (size_t i = columns_for_people(c, 0, all); i < c->n; i = columns_for_people(c, i + 1, all))
        buf_printf(&t->text, c->column[i].kind == CELL_NAME ? "  %s" : "  %s\t", c->column[i].title);
    buf_putc(&t->text, '\n');
}

/* A name with a tab or a line feed would be more than one cell, or row. */
static void put_name(struct buf *out, struct str name)
{
    for (uint32_t i = 0; i < name.len; i++)
        if ((name.p[i] >= '\t' && name.p[i] <= '\r'))
            buf_printf(out, "\\x%02x", name.p[i]);
        else
            buf_putc(out, name.p[i]);
}

static void text_row(struct table *t, const struct cell *cell)
{
    const struct column_list *c = &t->def->columns;
    bool all = shows_all(t);
    for (size_t i = columns_for_people(c, 0, all); i < c->n; i = columns_for_people(c, i + 1, all)) {
        buf_puts(&t->text, "  ");
        if (c->column[i].kind == CELL_NAME) {
            put_name(&t->text, cell[i].text);
        } else {
            table_print_cell(t, &t->text, &c->column[i], &cell[i]);
            buf_putc(&t->text, '\t');
        }
    }
    buf_putc(&t->text, '\n');
}

static void text_end(struct table *t)
{
    align_right(t->to, t->text.data, t->text.len, &t->a->arena);
}

const struct table_format table_text = {.begin = text_begin, .row = text_row, .end = text_end};
