#include "host/go_source.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/path.h"
#include "host/environment.h"
#include "host/text_file.h"

enum { LARGEST_GO_MOD = 1 << 20 };

/* The parts of a name. They point into the name, or into `room`. */
struct go_name {
    struct str module, version; /* "" if the name has no version; then `path` begins with the module */
    struct str path;            /* in the module, or an import path followed by the file */
    struct buf room;            /* the name without the escapes of the module cache */
};

/* ---- Names ---- */

static struct str text_after(struct str s, size_t n)
{
    return (struct str){s.p + n, s.len - (uint32_t)n};
}

/* @return what comes after the last `part` in `s`; or `s` itself */
static struct str after_last(struct str s, const char *part)
{
    size_t n = strlen(part);
    for (size_t i = s.len; i-- > 0;)
        if (str_has_prefix(text_after(s, i), part))
            return text_after(s, i + n);
    return s;
}

static bool leaves_folder(struct str path)
{
    for (size_t i = 0; i < path.len; i++) {
        struct str rest = text_after(path, i);
        if ((i == 0 || path.p[i - 1] == '/') && (str_is(rest, "..") || str_has_prefix(rest, "../")))
            return true;
    }
    return false;
}

/* The module cache writes an upper case letter as "!" and the lower case one. */
static void put_unescaped(struct buf *out, struct str path)
{
    for (size_t i = 0; i < path.len; i++)
        if (path.p[i] == '!' && i + 1 < path.len && islower((unsigned char)path.p[i + 1]))
            buf_putc(out, (char)toupper((unsigned char)path.p[++i]));
        else
            buf_putc(out, path.p[i]);
}

static void put_escaped(struct buf *out, struct str path)
{
    for (size_t i = 0; i < path.len; i++) {
        if (isupper((unsigned char)path.p[i]))
            buf_putc(out, '!');
        buf_putc(out, (char)tolower((unsigned char)path.p[i]));
    }
}

/* Splits a name at the version: "example.com/dep@v1.2.0/dep.go". */
static void split_version(struct go_name *n)
{
    struct str all = n->path;
    const char *at = memchr(all.p, '@', all.len);
    const char *slash = at ? memchr(at, '/', all.len - (size_t)(at - all.p)) : NULL;
    if (!slash)
        return;
    n->module = str_slice(all, 0, (uint32_t)(at - all.p));
    n->version = text_after(str_slice(all, 0, (uint32_t)(slash - all.p)), (size_t)(at - all.p) + 1);
    n->path = text_after(all, (size_t)(slash - all.p) + 1);
}

/* @return whether the name can be one of Go's; go_name_release() follows in any case */
static bool go_name_init(struct go_name *n, struct str name)
{
    *n = (struct go_name){.room = {0}};
    buf_init(&n->room);
    if (!name.len || memchr(name.p, '\0', name.len) || leaves_folder(name))
        return false;
    if (name.p[0] == '/')
        name = after_last(name, memchr(name.p, '@', name.len) ? "/pkg/mod/" : "/src/");
    put_unescaped(&n->room, name);
    n->path = buf_str(&n->room);
    split_version(n);
    return n->path.len && n->path.p[0] != '/' && (n->version.len || n->module.len == 0);
}

static void go_name_release(struct go_name *n)
{
    buf_release(&n->room);
}

/* ---- Modules ---- */

static bool skip_word(struct str *line, const char *word)
{
    if (!str_has_prefix(*line, word))
        return false;
    *line = text_after(*line, strlen(word));
    return true;
}

static void skip_blanks(struct str *line)
{
    while (line->len && (line->p[0] == ' ' || line->p[0] == '\t'))
        *line = text_after(*line, 1);
}

/* @return the path in a line like `module "example.com/app" // note`; or "" if it is another line */
static struct str module_of_line(struct str line)
{
    uint32_t n = 0;
    skip_blanks(&line);
    if (!skip_word(&line, "module") || !line.len || !strchr(" \t\"`", line.p[0]))
        return STR("");
    skip_blanks(&line);
    if (line.len && (line.p[0] == '"' || line.p[0] == '`'))
        line = text_after(line, 1);
    while (n < line.len && !strchr(" \t\r\"`", line.p[n]))
        n++;
    return str_slice(line, 0, n);
}

/* @return the text of DIR/go.mod, which the caller frees, and the path of its module; or NULL */
static char *read_go_mod(const char *folder, struct str *module)
{
    struct buf name;
    struct err ignored;
    size_t len = 0;
    buf_init(&name);
    buf_printf(&name, "%s/go.mod", folder);
    char *text = access(buf_cstr(&name), R_OK) == 0 ? text_file_read(name.data, LARGEST_GO_MOD, &len, &ignored) : NULL;
    buf_release(&name);
    *module = STR("");
    for (size_t at = 0; text && at < len && !module->len;) {
        const char *end = memchr(text + at, '\n', len - at);
        size_t n = (end ? (size_t)(end - text) : len) - at;
        *module = module_of_line((struct str){text + at, (uint32_t)n});
        at += n + 1;
    }
    return text;
}

/* Takes the module off the front of an import path. @return whether it is there */
static bool skip_module(struct str *path, struct str module)
{
    if (path->len <= module.len || memcmp(path->p, module.p, module.len) != 0 || path->p[module.len] != '/')
        return false;
    *path = text_after(*path, module.len + 1);
    return true;
}

static int open_joined(const char *root, struct str a, struct str b, go_source_opener *open_below)
{
    struct buf path;
    buf_init(&path);
    buf_put_str(&path, a);
    buf_puts(&path, a.len ? "/" : "");
    buf_put_str(&path, b);
    int fd = open_below(root, buf_cstr(&path));
    buf_release(&path);
    return fd;
}

static int open_vendored(const struct go_name *n, const char *root, go_source_opener *open_below)
{
    struct buf folder;
    buf_init(&folder);
    buf_puts(&folder, "vendor");
    buf_puts(&folder, n->version.len ? "/" : "");
    buf_put_str(&folder, n->module);
    int fd = open_joined(root, buf_str(&folder), n->path, open_below);
    buf_release(&folder);
    return fd;
}

/* Looks in one folder, if it has a go.mod. */
static int open_in(const struct go_name *n, const char *folder, go_source_opener *open_below)
{
    struct str module, path = n->path;
    char *text = read_go_mod(folder, &module);
    if (!text)
        return -1;
    bool own = n->version.len ? str_compare(n->module, module) == 0 : module.len && skip_module(&path, module);
    int fd = own ? open_joined(folder, STR(""), path, open_below) : -1;
    if (fd < 0)
        fd = open_vendored(n, folder, open_below);
    free(text);
    return fd;
}

int go_source_open_in_module(struct str name, struct str folder, bool upwards, go_source_opener *open_below)
{
    struct go_name n;
    struct buf given;
    int fd = -1;
    buf_init(&given);
    buf_put_str(&given, folder.len ? folder : STR("."));
    char *at = go_name_init(&n, name) ? realpath(buf_cstr(&given), NULL) : NULL;
    for (char *slash; at; *slash = '\0') {
        fd = open_in(&n, *at ? at : "/", open_below);
        slash = strrchr(at, '/');
        if (fd >= 0 || !upwards || !slash || !*at)
            break;
    }
    free(at);
    buf_release(&given);
    go_name_release(&n);
    return fd;
}

/* ---- The module cache and the standard library ---- */

/* Appends the first folder of a list. @return whether there is one */
static bool put_first(struct buf *out, const char *list)
{
    struct str rest = str_of(list ? list : ""), folder = STR("");
    bool more = rest.len != 0;
    path_list_next(&rest, &more, &folder);
    buf_put_str(out, folder);
    return folder.len != 0;
}

/* Appends the folder of the module cache. @return whether it is known */
static bool put_module_cache(struct buf *out)
{
    const char *cache = environment_get("GOMODCACHE"), *home = environment_get("HOME");
    if (cache) {
        buf_puts(out, cache);
        return true;
    }
    if (put_first(out, environment_get("GOPATH"))) {
        buf_puts(out, "/pkg/mod");
        return true;
    }
    if (home)
        buf_printf(out, "%s/go/pkg/mod", home);
    return home;
}

static int open_in_cache(const struct go_name *n, go_source_opener *open_below)
{
    struct buf root, module;
    int fd = -1;
    buf_init(&root);
    buf_init(&module);
    put_escaped(&module, n->module);
    buf_putc(&module, '@');
    put_escaped(&module, n->version);
    if (put_module_cache(&root))
        fd = open_joined(buf_cstr(&root), buf_str(&module), n->path, open_below);
    buf_release(&root);
    buf_release(&module);
    return fd;
}

/* @return the program `go` of PATH after links are followed, which the caller frees; or NULL */
static char *find_go(void)
{
    struct str list = str_of(environment_get("PATH") ? environment_get("PATH") : ""), folder;
    struct buf name;
    char *real = NULL;
    bool more = list.len != 0;
    buf_init(&name);
    while (!real && path_list_next(&list, &more, &folder)) {
        buf_clear(&name);
        buf_put_str(&name, folder);
        buf_puts(&name, "/go");
        real = folder.len && access(buf_cstr(&name), X_OK) == 0 ? realpath(name.data, NULL) : NULL;
    }
    buf_release(&name);
    return real;
}

/* Appends the folder of the standard library's source: GOROOT/src, where the program is GOROOT/bin/go. */
static bool put_standard_library(struct buf *out)
{
    const char *root = environment_get("GOROOT");
    char *go = root ? NULL : find_go(), *slash = go ? strrchr(go, '/') : NULL;
    if (root)
        buf_printf(out, "%s/src", root);
    else if (slash)
        buf_printf(out, "%.*s/../src", (int)(slash - go), go);
    free(go);
    return out->len != 0;
}

/* The first part of an import path of the standard library has no dot. */
static bool may_be_standard(const struct go_name *n)
{
    const char *slash = memchr(n->path.p, '/', n->path.len);
    size_t len = n->path.len;
    bool is_source = len > 3 &&
                     (memcmp(n->path.p + len - 3, ".go", 3) == 0 || memcmp(n->path.p + len - 2, ".s", 2) == 0);
    return is_source && !n->version.len && slash && !memchr(n->path.p, '.', (size_t)(slash - n->path.p));
}

int go_source_open_installed(struct str name, go_source_opener *open_below)
{
    struct go_name n;
    struct buf root;
    int fd = -1;
    buf_init(&root);
    if (go_name_init(&n, name)) {
        if (n.version.len)
            fd = open_in_cache(&n, open_below);
        else if (may_be_standard(&n) && put_standard_library(&root))
            fd = open_joined(buf_cstr(&root), STR(""), n.path, open_below);
    }
    go_name_release(&n);
    buf_release(&root);
    return fd;
}
