#include "host/source_list.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/vec.h"

/* The line that is being read. */
struct line {
    char text[PATH_MAX + 1]; /* a name has at most PATH_MAX - 1 bytes, and CR may follow */
    size_t len, number;
};

static void end_line(struct source_list *l, struct line *line)
{
    size_t len = line->len;
    if (len && line->text[len - 1] == '\r')
        len--;
    if (len)
        VEC_PUSH(l->name, l->n, l->cap) = arena_copy(&l->arena, line->text, len);
    line->len = 0;
    line->number++;
}

static int add_byte(struct source_list *l, struct line *line, int c, struct err *err)
{
    if (c == '\n') {
        end_line(l, line);
        return 0;
    }
    if (c == '\0')
        return err_set(err, "line %zu: a NUL byte, which no file name has (if this is a profile, leave out the @)",
                       line->number);
    if (line->len == PATH_MAX)
        return err_set(err, "line %zu: longer than a file name can be", line->number);
    line->text[line->len++] = (char)c;
    return 0;
}

static int read_lines(struct source_list *l, FILE *f, struct err *err)
{
    struct line line = {.number = 1};
    size_t before = l->n;
    int c;
    errno = 0;
    while ((c = getc(f)) != EOF || (ferror(f) && errno == EINTR))
        if (c == EOF)
            clearerr(f);
        else if (add_byte(l, &line, c, err))
            return -1;
    if (ferror(f))
        return err_set(err, "%s", err_text(errno));
    if (line.len)
        end_line(l, &line);
    return l->n > before ? 0 : err_set(err, "this list names no source");
}

static int read_stdin(struct source_list *l, struct err *err)
{
    if (l->stdin_listed)
        return err_set(err, "standard input can be only one list");
    l->stdin_listed = true;
    return read_lines(l, stdin, err);
}

static int read_file(struct source_list *l, const char *path, struct err *err)
{
    FILE *f = fopen(path, "re");
    if (!f)
        return err_set(err, "%s", err_text(errno));
    int status = read_lines(l, f, err);
    fclose(f);
    return status;
}

int source_list_add(struct source_list *l, const char *arg, struct err *err)
{
    if (*arg != '@') {
        VEC_PUSH(l->name, l->n, l->cap) = arg;
        return 0;
    }
    if (arg[1] == '\0')
        return err_set(err, "@: the name of a list is missing (./@ for a file of this name)");
    int status = strcmp(arg + 1, "-") == 0 ? read_stdin(l, err) : read_file(l, arg + 1, err);
    return status ? err_wrap(err, "%s", arg) : 0;
}

void source_list_release(struct source_list *l)
{
    free(l->name);
    arena_release(&l->arena);
    *l = (struct source_list){0};
}
