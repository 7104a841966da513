#include "base/path.h"

#include <string.h>

void path_clean(struct buf *out, struct str path)
{
    size_t start = out->len, floor; /* the length that ".." cannot remove */
    bool rooted = path.len && path.p[0] == '/';
    if (rooted)
        buf_putc(out, '/');
    floor = out->len;
    for (uint32_t i = 0; i < path.len;) {
        const char *slash = memchr(path.p + i, '/', path.len - i);
        struct str part = {path.p + i, slash ? (uint32_t)(slash - path.p) - i : path.len - i};
        i += part.len + 1;
        if (part.len == 0 || str_is(part, "."))
            continue;
        if (str_is(part, "..")) {
            if (out->len > floor) {
                while (out->len > floor && out->data[out->len - 1] != '/')
                    out->len--;
                if (out->len > floor)
                    out->len--; /* the slash too */
                continue;
            }
            if (rooted)
                continue;
        }
        if (out->len > start + rooted)
            buf_putc(out, '/');
        buf_put_str(out, part);
        if (str_is(part, ".."))
            floor = out->len;
    }
    if (out->len == start)
        buf_putc(out, '.');
}

struct str path_base(struct str path)
{
    if (path.len == 0)
        return (struct str){".", 1};
    while (path.len > 1 && path.p[path.len - 1] == '/')
        path.len--;
    const char *slash = memrchr(path.p, '/', path.len);
    if (slash && path.len > 1)
        path = (struct str){slash + 1, (uint32_t)(path.p + path.len - slash - 1)};
    return path;
}

void path_dir(struct buf *out, struct str path)
{
    const char *slash = path.len ? memrchr(path.p, '/', path.len) : NULL;
    path_clean(out, (struct str){path.p, slash ? (uint32_t)(slash - path.p) + 1 : 0});
}

bool path_list_next(struct str *list, bool *more, struct str *element)
{
    if (!*more)
        return false;
    const char *colon = list->len ? memchr(list->p, ':', list->len) : NULL;
    uint32_t n = colon ? (uint32_t)(colon - list->p) : list->len;
    *element = (struct str){list->p, n};
    *more = colon != NULL;
    if (colon)
        *list = (struct str){colon + 1, list->len - n - 1};
    return true;
}

static struct str after(struct str s, size_t n)
{
    return (struct str){s.p + n, s.len - (uint32_t)n};
}

/* Whether `path` begins with `prefix` and a slash, which may be part of the prefix. `*n` is the length of both. */
static bool below(struct str path, struct str prefix, size_t *n)
{
    bool slash = prefix.len && prefix.p[prefix.len - 1] == '/';
    *n = prefix.len + !slash;
    if (path.len < *n || (prefix.len && memcmp(path.p, prefix.p, prefix.len) != 0))
        return false;
    return slash || path.p[prefix.len] == '/';
}

/* Finds "/NAME/" in the path. @return the index after it, or 0 */
static size_t behind_folder(struct str path, struct str name)
{
    for (uint32_t i = 0; path.len >= name.len + 2 && i <= path.len - name.len - 2; i++)
        if (path.p[i] == '/' && memcmp(path.p + i + 1, name.p, name.len) == 0 && path.p[i + 1 + name.len] == '/')
            return i + name.len + 2;
    return 0;
}

struct str path_trim(struct str path, struct str trim_path, struct str search_path)
{
    struct str element;
    bool more = trim_path.len == 0 && search_path.len != 0;
    while (path_list_next(&search_path, &more, &element)) {
        size_t n = behind_folder(path, path_base(element));
        if (n)
            return after(path, n);
    }
    size_t n;
    more = trim_path.len != 0;
    while (path_list_next(&trim_path, &more, &element))
        if (below(path, element, &n))
            return after(path, n);
    if (below(path, (struct str){"/proc/self/cwd/./", 17}, &n) || below(path, (struct str){"/proc/self/cwd/", 15}, &n))
        return after(path, n);
    return path;
}
