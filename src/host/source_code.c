#include "host/source_code.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/path.h"
#include "host/go_source.h"

enum { LONGEST_LINE = 64 * 1024 - 1, LARGEST_SOURCE = 16 << 20 };

/*
 * Opens a regular file for reading. Anything else counts as found, but is opened in a way that does not wait, as for a FIFO, and has
 * no side effect, which a device may have.
 */
static int open_source(const char *path)
{
    struct stat st;
    int fd = open(path, O_PATH | O_CLOEXEC);
    if (fd < 0 || fstat(fd, &st) != 0 || !S_ISREG(st.st_mode))
        return fd;
    close(fd);
    return open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
}

/* Opens the file at `path` below `folder`, if it is still below that folder after all links are followed. */
static int open_below(const char *folder, const char *path)
{
    char *root = realpath(folder, NULL), *real = NULL, *joined = NULL;
    int fd = -1;
    if (!root)
        return -1;
    if (asprintf(&joined, "%s/%s", root, path) < 0)
        err_out_of_memory();
    real = realpath(joined, NULL);
    size_t len = strcmp(root, "/") == 0 ? 0 : strlen(root);
    if (real && strncmp(real, root, len) == 0 && real[len] == '/')
        fd = open_source(real);
    else if (real)
        errno = EXDEV;
    free(root);
    free(real);
    free(joined);
    return fd;
}

/* Opens a path that is relative to the folder, or absolute and within it. */
static int open_confined(struct str folder, struct str path, struct arena *arena)
{
    struct buf name;
    const char *root = arena_copy(arena, folder.len ? folder.p : ".", folder.len ? folder.len : 1);
    buf_init(&name);
    path_clean(&name, path);
    const char *at = buf_cstr(&name);
    int fd = -1;
    if (*at == '/') {
        struct buf clean;
        buf_init(&clean);
        path_clean(&clean, str_of(root));
        size_t len = clean.len && clean.data[clean.len - 1] == '/' ? clean.len - 1 : clean.len;
        bool within = strncmp(at, buf_cstr(&clean), len) == 0 && at[len] == '/';
        buf_release(&clean);
        errno = EXDEV;
        at = within ? at + len + 1 : NULL;
    }
    if (at)
        fd = open_below(root, at);
    buf_release(&name);
    return fd;
}

/* Opens a regular file below `folder`, wherever links lead. */
static int open_regular_below(const char *folder, const char *path)
{
    struct stat st;
    char *name;
    if (asprintf(&name, "%s/%s", folder, path) < 0)
        err_out_of_memory();
    int fd = stat(name, &st) == 0 && S_ISREG(st.st_mode) ? open_source(name) : -1;
    free(name);
    return fd;
}

/* Looks where the go command keeps sources. With places->only, these are the modules of the folders alone. */
static int find_go_source(struct str name, const struct source_places *places)
{
    struct str list = str_of(places->source_path), folder;
    go_source_opener *open_below_it = places->only ? open_below : open_regular_below;
    bool more = list.len != 0;
    int fd = -1;
    while (fd < 0 && path_list_next(&list, &more, &folder))
        fd = go_source_open_in_module(name, folder, !places->only, open_below_it);
    return fd < 0 && !places->only ? go_source_open_installed(name, open_below_it) : fd;
}

/* Looks for a relative path below `folder` and each folder above it. @return a file descriptor or -1 */
static int search_upwards(struct str folder, struct str path)
{
    struct buf at, name, parent;
    int fd = -1;
    buf_init(&at);
    buf_init(&name);
    buf_init(&parent);
    buf_put_str(&at, folder);
    for (;;) {
        struct str dir = {at.len ? at.data : "", (uint32_t)at.len};
        buf_clear(&name);
        buf_clear(&parent);
        buf_put_str(&parent, dir);
        buf_puts(&parent, dir.len ? "/" : "");
        buf_put_str(&parent, path);
        path_clean(&name, buf_str(&parent));
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

static const char *describe_error(struct arena *arena, const char *before, struct str path, const char *between,
                                  const char *after)
{
    struct buf text;
    buf_init(&text);
    buf_puts(&text, before);
    buf_put_str(&text, path);
    buf_puts(&text, between);
    buf_puts(&text, after);
    const char *error = arena_copy(arena, text.data, text.len);
    buf_release(&text);
    return error;
}

static int find_source(struct str path, const struct source_places *places, struct arena *arena, const char **error)
{
    int fd = -1;
    bool has_nul = path.len && memchr(path.p, '\0', path.len);
    if (path.len && path.p[0] == '/' && !places->only) {
        fd = has_nul ? (errno = EINVAL, -1) : open_source(path.p);
        if (fd < 0)
            *error = describe_error(arena, "open ", path, ": ", err_text(errno));
        return fd;
    }
    struct str list = str_of(places->source_path), folder;
    bool more = list.len != 0;
    while (path_list_next(&list, &more, &folder)) {
        if (!places->only)
            fd = search_upwards(folder, path);
        else if (!has_nul)
            fd = open_confined(folder, path, arena);
        if (fd >= 0)
            return fd;
    }
    *error = describe_error(arena, "could not find file ", path, " on path ", places->source_path);
    return -1;
}

/* Reads `size` bytes, or fewer if the file has become shorter. @return the bytes; or NULL with errno set */
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
        if (size > LONGEST_LINE) {
            f->is_cut = true;
            return;
        }
        if (size && text[at + size - 1] == '\r')
            size--;
        f->line[f->n_lines++] = (struct str){text + at, (uint32_t)size};
        at = next;
    }
}

/* Without a source path, files are looked for in the working directory. */
static struct source_places with_folder(const struct source_places *places, struct arena *arena)
{
    struct source_places p = *places;
    char folder[4096];
    if (*p.source_path == '\0')
        p.source_path = getcwd(folder, sizeof folder) ? arena_copy(arena, folder, strlen(folder)) : ".";
    return p;
}

struct source_file source_code_read(struct str path, const struct source_places *asked, struct arena *arena)
{
    struct source_file f = {0};
    struct stat st;
    const struct source_places given = with_folder(asked, arena), *places = &given;
    struct str name = path;
    path = path_trim(path, str_of(places->trim_path), str_of(places->source_path));
    int fd = find_source(path, places, arena, &f.error);
    if (fd < 0)
        fd = find_go_source(name, places);
    if (fd < 0)
        return f;
    f.error = NULL;
    if (fstat(fd, &st) != 0)
        st = (struct stat){0};
    if (S_ISREG(st.st_mode) && st.st_size > LARGEST_SOURCE) {
        f.error = describe_error(arena, "open ", path, ": ", err_text(EFBIG));
    } else if (S_ISREG(st.st_mode) && st.st_size > 0) {
        char *text = read_all(fd, (size_t)st.st_size, &f.size, arena);
        if (text)
            split_lines(&f, text, f.size, arena);
        else
            f.error = describe_error(arena, "read ", path, ": ", err_text(errno));
    }
    close(fd);
    return f;
}
