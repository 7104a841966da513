#include "report/align.h"

#include <stdint.h>

struct row {
    struct str *cell;
    size_t n; /* cells, of which the last is not aligned */
};

struct block {
    struct row *line;
    size_t n;
    size_t *width; /* of the columns that are known so far */
    struct buf *out;
};

static void put_lines(const struct block *b, size_t from, size_t to, size_t n_columns)
{
    for (size_t i = from; i < to; i++) {
        for (size_t j = 0; j < b->line[i].n; j++)
            buf_put_padded(b->out, b->line[i].cell[j], j < n_columns ? b->width[j] : 0);
        if (i + 1 < b->n) /* the caller ends the last line */
            buf_putc(b->out, '\n');
    }
}

/* Writes lines `from` to `to` - 1. The widths of their first `column` columns are known. */
static void put_block(struct block *b, size_t from, size_t to, size_t column)
{
    size_t written = from;
    for (size_t i = from; i < to;) {
        if (column + 1 >= b->line[i].n) {
            i++;
            continue;
        }
        put_lines(b, written, i, column);
        size_t end = i, width = 0;
        for (; end < to && column + 1 < b->line[end].n; end++) {
            size_t w = str_characters(b->line[end].cell[column]) + 1;
            width = w > width ? w : width;
        }
        b->width[column] = width;
        put_block(b, i, end, column + 1);
        written = i = end;
    }
    put_lines(b, written, to, column);
}

static struct row split_line(struct str text, struct arena *arena)
{
    struct row l = {NULL, 1};
    for (uint32_t i = 0; i < text.len; i++)
        l.n += text.p[i] == '\t' || text.p[i] == '\v';
    l.cell = arena_new(arena, struct str, l.n);
    uint32_t start = 0;
    size_t n = 0;
    for (uint32_t i = 0; i <= text.len; i++)
        if (i == text.len || text.p[i] == '\t' || text.p[i] == '\v') {
            l.cell[n++] = (struct str){text.p + start, i - start};
            start = i + 1;
        }
    return l;
}

static void put_group(struct buf *out, const struct row *line, size_t n, size_t n_columns, struct arena *arena)
{
    struct block b = {(struct row *)line, n, arena_new(arena, size_t, n_columns + 1), out};
    put_block(&b, 0, n, 0);
}

void align_right(struct buf *out, const char *text, size_t len, struct arena *arena)
{
    size_t n_lines = 1, n = 0, n_columns = 0;
    for (size_t i = 0; i < len; i++)
        n_lines += text[i] == '\n' || text[i] == '\f';
    struct row *line = arena_new(arena, struct row, n_lines);
    size_t start = 0;
    for (size_t i = 0; i <= len; i++) {
        if (i < len && text[i] != '\n' && text[i] != '\f')
            continue;
        line[n] = split_line((struct str){text + start, (uint32_t)(i - start)}, arena);
        n_columns = line[n].n > n_columns ? line[n].n : n_columns;
        n++;
        start = i + 1;
        /* A line of one cell ends all columns above it. */
        if (i == len || text[i] == '\f' || line[n - 1].n == 1) {
            put_group(out, line, n, n_columns, arena);
            if (i < len)
                buf_putc(out, '\n');
            n = n_columns = 0;
        }
    }
}
