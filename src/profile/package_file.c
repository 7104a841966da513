#include <string.h>

#include "measure/units.h"
#include "profile/package_name.h"

static bool is_separator(char c)
{
    return c == '/' || c == '\\';
}

static uint32_t component_end(struct str s, uint32_t at)
{
    while (at < s.len && !is_separator(s.p[at]))
        at++;
    return at;
}

/* @return where the last element of a path begins */
static uint32_t base_begin(struct str path)
{
    uint32_t at = path.len;
    while (at > 0 && !is_separator(path.p[at - 1]))
        at--;
    return at;
}

static struct str without_ending(struct str base)
{
    const char *dot = base.len ? memchr(base.p, '.', base.len) : NULL;
    return dot && dot != base.p ? str_slice(base, 0, (uint32_t)(dot - base.p)) : base;
}

static enum package_language language_of(struct str path)
{
    static const struct {
        const char *ending;
        enum package_language language;
    } known[] = {
        {"go", PACKAGE_GO},      {"java", PACKAGE_JVM},   {"kt", PACKAGE_JVM},     {"scala", PACKAGE_JVM},
        {"clj", PACKAGE_JVM},    {"cljc", PACKAGE_JVM},   {"groovy", PACKAGE_JVM}, {"c", PACKAGE_NATIVE},
        {"cc", PACKAGE_NATIVE},  {"cpp", PACKAGE_NATIVE}, {"cxx", PACKAGE_NATIVE}, {"c++", PACKAGE_NATIVE},
        {"h", PACKAGE_NATIVE},   {"hh", PACKAGE_NATIVE},  {"hpp", PACKAGE_NATIVE}, {"hxx", PACKAGE_NATIVE},
        {"inc", PACKAGE_NATIVE}, {"ipp", PACKAGE_NATIVE}, {"tcc", PACKAGE_NATIVE}, {"cu", PACKAGE_NATIVE},
        {"rs", PACKAGE_NATIVE},  {"S", PACKAGE_NATIVE},   {"js", PACKAGE_SCRIPT},  {"mjs", PACKAGE_SCRIPT},
        {"cjs", PACKAGE_SCRIPT}, {"jsx", PACKAGE_SCRIPT}, {"ts", PACKAGE_SCRIPT},  {"mts", PACKAGE_SCRIPT},
        {"cts", PACKAGE_SCRIPT}, {"tsx", PACKAGE_SCRIPT}, {"vue", PACKAGE_SCRIPT}, {"svelte", PACKAGE_SCRIPT},
        {"py", PACKAGE_SCRIPT},  {"pyw", PACKAGE_SCRIPT}, {"pyx", PACKAGE_SCRIPT}, {"rb", PACKAGE_SCRIPT},
        {"php", PACKAGE_SCRIPT}, {"lua", PACKAGE_SCRIPT},
    };
    static const char *const prefix[] = {
        "node:", "ext:", "bun:", "deno:", "http://", "https://", "file://", "<frozen "};
    uint32_t base = base_begin(path), dot = path.len;
    for (size_t i = 0; i < sizeof prefix / sizeof *prefix; i++)
        if (str_has_prefix(path, prefix[i]))
            return PACKAGE_SCRIPT;
    while (dot > base && path.p[dot - 1] != '.')
        dot--;
    for (size_t i = 0; dot > base && i < sizeof known / sizeof *known; i++)
        if (str_is(str_slice(path, dot, path.len), known[i].ending))
            return known[i].language;
    return PACKAGE_ANY;
}

/* @return the folder of the file, or "" */
static struct str folder_of(struct str path)
{
    uint32_t base = base_begin(path), end = base;
    while (end > 1 && is_separator(path.p[end - 1]))
        end--;
    return str_slice(path, 0, end);
}

/* Go's own functions in assembly have no package in their names. It is their folder below src, or in a relative path. */
static struct str go_folder(struct str path)
{
    struct str folder = folder_of(path);
    for (uint32_t at = folder.len; at >= 5; at--)
        if (memcmp(folder.p + at - 5, "/src/", 5) == 0)
            return str_slice(folder, at, folder.len);
    bool is_import_path = folder.len && folder.p[0] != '/' && folder.p[0] != '.' && !memchr(folder.p, '@', folder.len);
    return is_import_path ? folder : STR("");
}

/* @return "name" or "@scope/name" at the front of a path, or "" */
static struct str node_package(struct str rest)
{
    uint32_t end = component_end(rest, 0);
    if (rest.p[0] == '@' && end < rest.len)
        end = component_end(rest, end + 1);
    return end < rest.len ? str_slice(rest, 0, end) : STR("");
}

/* @return the package that the folders of a path name, or "". Inner folders take precedence. */
static struct str package_in_path(struct str path)
{
    struct str found = STR("");
    bool in_lib = false;
    for (uint32_t at = 0, end; at < path.len; at = end + 1) {
        end = component_end(path, at);
        struct str folder = str_slice(path, at, end), rest = str_slice(path, end + (end < path.len), path.len),
                   package = STR("");
        if (!rest.len)
            break;
        struct str next = str_slice(rest, 0, component_end(rest, 0));
        if (str_is(folder, "node_modules"))
            package = node_package(rest);
        else if (str_is(folder, "site-packages") || str_is(folder, "dist-packages"))
            package = without_ending(next);
        else if (in_lib && str_has_prefix(folder, "python3.") && !str_has_prefix(next, "site-packages"))
            package = without_ending(next);
        if (package.len)
            found = package;
        in_lib = str_is(folder, "lib") || str_is(folder, "lib64");
    }
    return found;
}

static struct str script_package(struct str path)
{
    uint32_t first_end = component_end(path, 0);
    if (str_has_prefix(path, "<frozen ")) { /* "<frozen importlib._bootstrap>" */
        uint32_t begin = (uint32_t)strlen("<frozen "), end = begin;
        while (end < path.len && path.p[end] != '.' && path.p[end] != '>')
            end++;
        return str_slice(path, begin, end);
    }
    const char *colon = first_end ? memchr(path.p, ':', first_end) : NULL;
    if (colon && colon + 1 < path.p + first_end) /* "node:fs", but not "C:\\app" or "http://host" */
        return str_slice(path, 0, first_end);
    struct str package = package_in_path(path);
    if (package.len)
        return package;
    if (str_has_prefix(path, "file://"))
        path = str_slice(path, (uint32_t)strlen("file://"), path.len);
    return folder_of(path);
}

/* A URL ends before its query. */
static struct str without_query(struct str url)
{
    for (uint32_t i = 0; i + 3 < url.len; i++)
        if (memcmp(url.p + i, "://", 3) == 0)
            for (i += 3; i < url.len; i++)
                if (url.p[i] == '?' || url.p[i] == '#')
                    return str_slice(url, 0, i);
    return url;
}

static bool is_python(struct str path)
{
    return path.len > 3 && (memcmp(path.p + path.len - 3, ".py", 3) == 0 ||
                            (path.len > 4 && memcmp(path.p + path.len - 4, ".py", 3) == 0)); /* .pyw, .pyx */
}

/* Python: a folder that is part of the path from where modules are found, and a file that is a module by itself. */
static void name_python_module(struct package_file *f, struct str file)
{
    struct str folder = f->package, base = str_slice(file, base_begin(file), file.len);
    bool is_relative = folder.len && !is_separator(folder.p[0]) && folder.p[0] != '.' &&
                       !memchr(folder.p, ':', folder.len);
    if (!folder.len || str_is(folder, "/") || str_is(folder, "."))
        f->package = without_ending(base);
    else if (is_relative && file.len > folder.len && folder.p == file.p)
        f->is_dotted = true;
}

struct str package_dotted(struct str path, struct buf *room)
{
    buf_clear(room);
    for (uint32_t i = 0; i < path.len; i++)
        buf_putc(room, path.p[i] == '/' ? '.' : path.p[i]);
    return buf_str(room);
}

struct str package_file_name(const struct package_file *f, struct buf *room)
{
    return f->is_dotted ? package_dotted(f->package, room) : f->package;
}

struct package_file package_of_file(struct str file)
{
    file = without_query(file);
    struct package_file f = {language_of(file), STR(""), false};
    if (f.language == PACKAGE_SCRIPT)
        f.package = script_package(file);
    else if (f.language == PACKAGE_GO || (file.len > 2 && memcmp(file.p + file.len - 2, ".s", 2) == 0))
        f.package = go_folder(file);
    if (f.language == PACKAGE_SCRIPT && is_python(file))
        name_python_module(&f, file);
    return f;
}
