#include "shell/history_file.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/err.h"
#include "host/environment.h"
#include "host/text_file.h"

enum { MOST_BYTES = 4 << 20 };

struct lines {
    struct buf text; /* each followed by a newline */
    size_t n, last;  /* the number of lines, and where the last one begins */
};

static char *join(const char *folder, const char *name)
{
    char *path;
    if (asprintf(&path, "%s%s", folder, name) < 0)
        err_out_of_memory();
    return path;
}

/* Creates the folders that lead to the file. */
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
    const char *state = environment_get("XDG_STATE_HOME"), *home = environment_get("HOME");
    if (state && *state == '/')
        return join(state, "/cpprof/history");
    return home && *home == '/' ? join(home, "/.local/state/cpprof/history") : NULL;
}

bool history_file_read(const char *path, void (*take)(void *to, const char *line), void *to)
{
    struct stat st;
    struct err ignored;
    size_t len;
    if (stat(path, &st) != 0)
        return errno == ENOENT;
    char *text = S_ISREG(st.st_mode) ? text_file_read(path, MOST_BYTES, &len, &ignored) : NULL;
    if (!text)
        return false;
    text[len] = '\0';
    for (char *line = text, *end; line < text + len; line = end + 1) {
        end = memchr(line, '\n', (size_t)(text + len - line));
        end = end ? end : text + len;
        *end = '\0';
        take(to, line);
    }
    free(text);
    return true;
}

static void keep(void *to, const char *line)
{
    struct lines *l = to;
    l->last = l->text.len;
    buf_puts(&l->text, line);
    buf_putc(&l->text, '\n');
    l->n++;
}

/* @return where the last HISTORY_LINES lines begin */
static const char *newest(const struct lines *l)
{
    const char *at = l->text.data;
    for (size_t i = HISTORY_LINES; i < l->n; i++)
        at = strchr(at, '\n') + 1;
    return at;
}

/* mkstemp lets only the owner read the file. */
static void replace(const char *path, const struct lines *l)
{
    make_folders(path);
    char *temporary = join(path, ".XXXXXX");
    int fd = mkstemp(temporary);
    FILE *f = fd >= 0 ? fdopen(fd, "w") : NULL;
    const char *from = newest(l);
    size_t len = (size_t)(l->text.data + l->text.len - from);
    bool good = f && fwrite(from, 1, len, f) == len;
    if (f)
        good &= fclose(f) == 0;
    else if (fd >= 0)
        close(fd);
    if (fd >= 0 && (!good || rename(temporary, path) != 0))
        unlink(temporary);
    free(temporary);
}

void history_file_add(const char *path, const char *line)
{
    struct lines l = {.n = 0};
    buf_init(&l.text);
    bool all = history_file_read(path, keep, &l);
    size_t last = l.last;
    keep(&l, line);
    size_t len = l.text.len - l.last;
    bool same = l.n > 1 && l.last - last == len && memcmp(l.text.data + last, l.text.data + l.last, len) == 0;
    if (all && !same)
        replace(path, &l);
    buf_release(&l.text);
}
