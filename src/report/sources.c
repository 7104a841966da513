#include "report/sources.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/path.h"

enum { LONGEST_LINE = 64 * 1024 - 1 };

static int open_source(const char *path)
{
    return open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
}

/* Looks for a relative path below `folder` and each folder above it. @return a file descriptor or -1. */
static int search_upwards(struct str folder, struct str path)
{
    struct buf at, name, parent;
    int fd = -1;
    buf_init(&at);
    buf_init(&name);
    buf_init(&parent);
    buf_put(&at, folder.p, folder.len);
    for (;;) {
        struct str dir = {at.len ? at.data : "", (uint32_t)at.len};
        buf_clear(&name);
        buf_clear(&parent);
        buf_put(&parent, dir.p, dir.len);
        buf_puts(&parent, dir.len ? "/" : "");
        buf_put(&parent, path.p, path.len);
        path_clean(&name, (struct str){parent.data, (uint32_t)parent.len});
        if ((fd = open_source(buf_cstr(&name))) >= 0)
            break;
        buf_clear(&parent);
        path_dir(&parent, dir);
        if (parent.len == at.len && memcmp(parent.data, dir.p, at.len) == 0)
            break;
        buf_clear(&at);
        buf_put(&at, parent.data, parent.len);
    }
    buf_release(&at);
    buf_release(&name);
    buf_release(&parent);
    return fd;
}

static const char *print_error(struct arena *arena, const char *before, struct str path, const char *between,
                               const char *behind)
{
    struct buf text;
    buf_init(&text);
    buf_puts(&text, before);
    buf_put(&text, path.p, path.len);
    buf_puts(&text, between);
    buf_puts(&text, behind);
    const char *error = arena_copy(arena, text.data, text.len);
    buf_release(&text);
    return error;
}

static int find_source(struct str path, const char *source_path, struct arena *arena, const char **error)
{
    int fd;
    if (path.len && path.p[0] == '/') {
        fd = memchr(path.p, '\0', path.len) ? (errno = EINVAL, -1) : open_source(path.p);
        if (fd < 0)
            *error = print_error(arena, "open ", path, ": ", err_text(errno));
        return fd;
    }
    struct str list = str_of(source_path), folder;
    bool more = list.len != 0;
    while (path_list_next(&list, &more, &folder))
        if ((fd = search_upwards(folder, path)) >= 0)
            return fd;
    *error = print_error(arena, "could not find file ", path, " on path ", source_path);
    return -1;
}

/* Reads `size` bytes, or less where the file has become shorter. @return NULL with errno set. */
static char *read_all(int fd, size_t size, size_t *len, struct arena *arena)
{
    char *text = arena_alloc(arena, size + 1);
    *len = 0;
    while (*len < size) {
        ssize_t n = read(fd, text + *len, size - *len);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return NULL;
        if (n == 0)
            break;
        *len += (size_t)n;
    }
    return text;
}

static void split_lines(struct source_file *f, const char *text, size_t len, struct arena *arena)
{
    size_t n = 0;
    for (const char *at = text; at < text + len && (at = memchr(at, '\n', (size_t)(text + len - at))); at++)
        n++;
    f->line = arena_new(arena, struct str, n + 1);
    for (size_t at = 0; at < len;) {
        const char *end = memchr(text + at, '\n', len - at);
        size_t size = (end ? (size_t)(end - text) : len) - at, next = at + size + 1;
        if (size > LONGEST_LINE)
            return;
        if (size && text[at + size - 1] == '\r')
            size--;
        f->line[f->n_lines++] = (struct str){text + at, (uint32_t)size};
        at = next;
    }
}

struct source_file source_file_read(struct str path, const char *source_path, const char *trim_path,
                                    struct arena *arena)
{
    struct source_file f = {0};
    struct stat st;
    int fd = find_source(path_trim(path, str_of(trim_path), str_of(source_path)), source_path, arena, &f.error);
    if (fd < 0)
        return f;
    if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_size > 0) {
        size_t len;
        char *text = read_all(fd, (size_t)st.st_size, &len, arena);
        if (text)
            split_lines(&f, text, len, arena);
        else
            f.error = print_error(arena, "read ", path, ": ", err_text(errno));
    }
    close(fd);
    return f;
}
