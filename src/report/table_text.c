/* A table as text: the header, the titles, then the rows, columns set to the right but for the name, which comes last. */
#include "report/align.h"
#include "report/header.h"
#include "report/table.h"

static void text_begin(struct table *t)
{
    struct buf *text = arena_new(t->in->arena, struct buf, 1);
    const struct columns *c = &t->def->columns;
    buf_init(text);
    t->state = text;
    for (size_t i = columns_next(c, 0, true); i < c->n; i = columns_next(c, i + 1, true))
        buf_printf(text, c->column[i].kind == CELL_NAME ? "  %s" : "  %s\t", c->column[i].title);
    buf_putc(text, '\n');
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
    const struct columns *c = &t->def->columns;
    for (size_t i = columns_next(c, 0, true); i < c->n; i = columns_next(c, i + 1, true)) {
        buf_puts(t->state, "  ");
        if (c->column[i].kind == CELL_NAME) {
            put_name(t->state, cell[i].text);
        } else {
            table_print_cell(t->in, t->state, &c->column[i], &cell[i]);
            buf_putc(t->state, '\t');
        }
    }
    buf_putc(t->state, '\n');
}

static void text_item(struct table *t, size_t list, const struct cell *cell)
{
    (void)t;
    (void)list;
    (void)cell;
}

static void text_end(struct table *t)
{
    struct buf *text = t->state;
    align_right(t->out, text->data, text->len, t->in->arena);
    buf_release(text);
}

const struct table_format table_text = {
    .name = "text", .begin = text_begin, .row = text_row, .item = text_item, .end = text_end};
