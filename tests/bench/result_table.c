#include "result_table.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/vec.h"

void table_release(struct table *t)
{
    for (size_t i = 0; i < t->n; i++)
        free(t->cells[i]);
    free(t->cells);
    *t = (struct table){0};
}

void table_row(struct table *t, const char *const *texts)
{
    for (int c = 0; c < TABLE_COLUMNS; c++) {
        char *copy = strdup(texts[c]);
        if (!copy)
            err_out_of_memory();
        VEC_PUSH(t->cells, t->n, t->cap) = copy;
    }
}

static void row_print(char *const *cells, const int *width, bool markdown, FILE *out)
{
    for (int c = 0; c < TABLE_COLUMNS; c++) {
        bool last = c == TABLE_COLUMNS - 1;
        fprintf(out, "%s%-*s", markdown ? "| " : c ? "  " : "", last && !markdown ? 0 : width[c], cells[c]);
        if (markdown)
            fputs(last ? " |" : " ", out);
    }
    putc('\n', out);
}

void table_print(const struct table *t, bool markdown, FILE *out)
{
    int width[TABLE_COLUMNS] = {0};
    for (size_t i = 0; i < t->n; i++) {
        int len = (int)strlen(t->cells[i]);
        if (width[i % TABLE_COLUMNS] < len)
            width[i % TABLE_COLUMNS] = len;
    }
    for (size_t i = 0; i < t->n; i += TABLE_COLUMNS) {
        row_print(t->cells + i, width, markdown, out);
        if (i == 0 && markdown) {
            for (int c = 0; c < TABLE_COLUMNS; c++)
                fputs("|---", out);
            fputs("|\n", out);
        }
    }
}
