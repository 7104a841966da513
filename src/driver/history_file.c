#include "driver/history_file.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/err.h"
#include "base/vec.h"

struct lines {
    char **line;
    size_t n, cap;
};

static char *join(const char *folder, const char *name)
{
    char *path;
    if (asprintf(&path, "%s%s", folder, name) < 0)
        err_out_of_memory();
    return path;
}

/* Makes the folders that lead to the file. */
static void make_folders(const char *file)
{
    char *path = strdup(file);
    if (!path)
        err_out_of_memory();
    for (char *slash = strchr(path + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        mkdir(path, 0700);
        *slash = '/';
    }
    free(path);
}

char *history_file_path(void)
{
    const char *state = getenv("XDG_STATE_HOME"), *home = getenv("HOME");
    if (state && *state == '/')
        return join(state, "/cpprof/history");
    return home && *home == '/' ? join(home, "/.local/state/cpprof/history") : NULL;
}

bool history_file_read(const char *path, void (*take)(void *to, const char *line), void *to)
{
    char *line = NULL;
    size_t cap = 0;
    ssize_t n;
    FILE *f = fopen(path, "re");
    if (!f)
        return errno == ENOENT;
    while ((n = getline(&line, &cap, f)) > 0) {
        line[n - (line[n - 1] == '\n')] = '\0';
        take(to, line);
    }
    bool all = feof(f);
    free(line);
    fclose(f);
    return all;
}

static void keep(void *to, const char *line)
{
    struct lines *l = to;
    char *copy = strdup(line);
    if (!copy)
        err_out_of_memory();
    VEC_PUSH(l->line, l->n, l->cap) = copy;
}

/* mkstemp gives the file to its owner alone. */
static void replace(const char *path, const struct lines *l)
{
    make_folders(path);
    char *temporary = join(path, ".XXXXXX");
    int fd = mkstemp(temporary);
    FILE *f = fd >= 0 ? fdopen(fd, "w") : NULL;
    bool good = f != NULL;
    for (size_t i = l->n > HISTORY_LINES ? l->n - HISTORY_LINES : 0; f && i < l->n; i++)
        good &= fprintf(f, "%s\n", l->line[i]) > 0;
    if (f)
        good &= fclose(f) == 0;
    if (fd >= 0 && (!good || rename(temporary, path) != 0))
        unlink(temporary);
    free(temporary);
}

void history_file_add(const char *path, const char *line)
{
    struct lines l = {0};
    bool all = history_file_read(path, keep, &l);
    if (all && (l.n == 0 || strcmp(l.line[l.n - 1], line) != 0)) {
        keep(&l, line);
        replace(path, &l);
    }
    for (size_t i = 0; i < l.n; i++)
        free(l.line[i]);
    free(l.line);
}
