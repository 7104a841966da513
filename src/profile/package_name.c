#include "profile/package_name.h"

#include <string.h>

#include "base/path.h"
#include "measure/units.h"

enum { NONE = UINT32_MAX };

static struct str rest_of(struct str s, uint32_t begin)
{
    return str_slice(s, begin, s.len);
}

/* @return the first index from `at` on where `what` is, or NONE */
static uint32_t find(struct str s, uint32_t at, const char *what)
{
    const char *p = at < s.len ? memmem(s.p + at, s.len - at, what, strlen(what)) : NULL;
    return p ? (uint32_t)(p - s.p) : NONE;
}

static bool has(struct str s, const char *what)
{
    return find(s, 0, what) != NONE;
}

static bool skip(struct str *s, const char *prefix)
{
    if (!str_has_prefix(*s, prefix))
        return false;
    *s = rest_of(*s, (uint32_t)strlen(prefix));
    return true;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

static bool is_word(char c)
{
    return is_digit(c) || is_upper(c) || (c >= 'a' && c <= 'z') || c == '_' || (unsigned char)c >= 0x80;
}

static int hex(char c)
{
    return is_digit(c) ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* ---- Go ---- */

/* Undoes the escapes of the linker, such as "%2e". A control character stays escaped. */
static struct str unescaped(struct str path, struct buf *room)
{
    if (!path.len || !memchr(path.p, '%', path.len))
        return path;
    buf_clear(room);
    for (uint32_t i = 0; i < path.len; i++) {
        int high = path.p[i] == '%' && i + 2 < path.len ? hex(path.p[i + 1]) : -1;
        int low = high >= 2 ? hex(path.p[i + 2]) : -1;
        buf_putc(room, low >= 0 ? (char)(high << 4 | low) : path.p[i]);
        i += low >= 0 ? 2 : 0;
    }
    return buf_str(room);
}

static struct str go_package(struct str name, struct buf *room)
{
    static const char *const of_type[] = {"type:.eq.", "type:.hash.", "type..eq.", "type..hash."};
    uint32_t begin = 0;
    for (size_t i = 0; i < sizeof of_type / sizeof *of_type; i++)
        if (skip(&name, of_type[i]))
            break;
    for (uint32_t i = 0; i < name.len && name.p[i] != '[' && name.p[i] != '('; i++)
        if (name.p[i] == '/')
            begin = i + 1;
    for (uint32_t i = begin; i < name.len && name.p[i] != '[' && name.p[i] != '('; i++)
        if (name.p[i] == '.')
            return unescaped(str_slice(name, 0, i), room);
    return STR("");
}

/* ---- Java and kin ---- */

/* Keeps the class of "java.lang.Object com.example.Foo.bar(int)" and "java.base/java.util.Foo$$Lambda$12/0x800.run". */
static struct str jvm_path(struct str name)
{
    uint32_t end = 0, begin = 0, slash = 0, lambda = find(name, 0, "$$Lambda");
    while (end < name.len && name.p[end] != '(' && name.p[end] != '[' && end < lambda)
        if (name.p[end++] == ' ')
            begin = end;
    struct str path = str_slice(name, begin, end);
    while (slash < path.len && path.p[slash] != '/')
        slash++;
    bool is_module = str_has_prefix(path, "java.") || str_has_prefix(path, "jdk.") || str_has_prefix(path, "app//");
    if (slash < path.len && is_module && !memchr(path.p, '$', slash))
        path = rest_of(path, slash + 1);
    skip(&path, "/");
    return path;
}

/* @return where the package of a class ends, before the separator; or NONE if no component looks like a class */
static uint32_t jvm_package_end(struct str path)
{
    uint32_t begin = 0;
    for (uint32_t i = 0; i < path.len; i++) {
        char c = path.p[i];
        if (c == '.' || c == '/')
            begin = i + 1;
        else if (i == begin && is_upper(c))
            return begin ? begin - 1 : 0;
        else if (c == '$') /* "$Proxy12" and "package$" are classes; before another "$" is a namespace of Clojure */
            return i > begin && !str_is(str_slice(path, begin, i), "package") ? i : begin ? begin - 1 : 0;
    }
    return NONE;
}

/*
 * For a path in lower case: the last two components are class and method, or the last alone if only one would be left.
 * @return where the package ends
 */
static uint32_t without_method(struct str path)
{
    uint32_t end = path.len, dots = 0, wanted;
    for (uint32_t i = 0; i < path.len; i++)
        dots += path.p[i] == '.' || path.p[i] == '/';
    for (wanted = dots == 2 ? 1 : 2; end > 0 && wanted; end--)
        wanted -= path.p[end - 1] == '.' || path.p[end - 1] == '/';
    return end;
}

static struct str jvm_package(struct str name, struct buf *room)
{
    struct str path = jvm_path(name);
    uint32_t end = jvm_package_end(path);
    if (end == NONE)
        end = without_method(path);
    path = str_slice(path, 0, end);
    if (!path.len || !memchr(path.p, '/', path.len))
        return path;
    return package_dotted(path, room);
}

/* ---- C++ and Rust ---- */

/* The parts of a C++ name that have been read. */
struct scope {
    uint32_t begin;  /* where the name begins; its type is before that */
    uint32_t cut;    /* where its first component ends, or NONE */
    uint32_t colons; /* the first "::" in it, or NONE */
};

/* Whether "decltype" or "decltype " is right before `i`. */
static bool behind_decltype(struct str s, const struct scope *scope, uint32_t i)
{
    return i - scope->begin <= 9 && str_has_prefix(str_slice(s, scope->begin, i), "decltype");
}

/* Whether the parenthesis at `i` is part of a name or a type. If not, it begins the parameters. */
static bool opens_name(struct str s, const struct scope *scope, uint32_t i)
{
    return str_has_prefix(rest_of(s, i), "(anonymous ") || behind_decltype(s, scope, i);
}

/* @return the index after the parenthesis or brace that opens at `i` and its contents */
static uint32_t behind_group(struct str s, uint32_t i)
{
    uint32_t depth = 0;
    for (; i < s.len; i++)
        if (s.p[i] == '(' || s.p[i] == '[' || s.p[i] == '{')
            depth++;
        else if ((s.p[i] == ')' || s.p[i] == ']' || s.p[i] == '}') && --depth == 0)
            return i + 1;
    return s.len;
}

/* @return the index after the template arguments at `i`. "->" does not end them, and parentheses are skipped. */
static uint32_t behind_arguments(struct str s, uint32_t i)
{
    uint32_t depth = 0;
    while (i < s.len) {
        char c = s.p[i];
        if (c == '(' || c == '[' || c == '{') {
            i = behind_group(s, i);
            continue;
        }
        i++;
        if (c == '<')
            depth++;
        else if (c == '>' && s.p[i - 2] != '-' && --depth == 0)
            break;
    }
    return i;
}

static bool ends_name(struct str rest)
{
    return str_has_prefix(rest, " [clone") || str_has_prefix(rest, " (.") || str_has_prefix(rest, " (inline");
}

/* Reads up to the parameters, an operator, or a note after the name. */
static struct scope read_scope(struct str s)
{
    struct scope scope = {0, NONE, NONE};
    for (uint32_t i = 0; i < s.len;) {
        char c = s.p[i];
        struct str rest = rest_of(s, i);
        bool starts_word = i == scope.begin || s.p[i - 1] == ':';
        if (starts_word && str_has_prefix(rest, "operator") && (rest.len == 8 || !is_word(rest.p[8])))
            break;
        bool is_space = c == ' ' && !behind_decltype(s, &scope, i);
        if (str_has_prefix(rest, "(*") || str_has_prefix(rest, "(&") || (is_space && !ends_name(rest))) {
            i += is_space ? 1 : 2;
            scope = (struct scope){i, NONE, NONE};
            continue;
        }
        if (is_space || (c == '(' && !opens_name(s, &scope, i)))
            break;
        if ((c == '<' || c == '[' || c == ':') && scope.cut == NONE)
            scope.cut = i;
        if (scope.colons == NONE && str_has_prefix(rest, "::"))
            scope.colons = i;
        i = c == '<' ? behind_arguments(s, i) : c == '(' || c == '[' || c == '{' ? behind_group(s, i) : i + 1;
    }
    return scope;
}

/* @return the outermost scope of a C++ name or of a Rust path */
static struct str outermost(struct str s)
{
    struct scope scope = read_scope(s);
    if (scope.colons == NONE)
        return STR("");
    struct str package = str_slice(s, scope.begin, scope.cut), inner = rest_of(s, scope.colons + 2);
    while (skip(&package, "*") || skip(&package, "&"))
        continue;
    bool is_local = str_has_prefix(package, "{") || str_has_prefix(package, "'");
    if (str_is(package, "main")) /* names that are local to the function main of C++, which is not the crate main */
        is_local = str_has_prefix(inner, "$_") || str_has_prefix(inner, "{lambda") || str_has_prefix(inner, "'lambda");
    return is_local ? STR("") : package;
}

/* Removes everything that stands before the path of a type in Rust. */
static void skip_type_prefixes(struct str *s)
{
    static const char *const prefix[] = {"&", "mut ", "*const ", "*mut ", "dyn ", "impl ", "unsafe ", "[", "(", "<"};
    for (size_t i = 0; i < sizeof prefix / sizeof *prefix;)
        i = skip(s, prefix[i]) ? 0 : i + 1;
}

/* @return the crate of a path like "core::fmt" or "core[0123]::fmt"; or "" if it has only one component */
static struct str crate_of(struct str path)
{
    uint32_t end = 0;
    while (end < path.len && is_word(path.p[end]))
        end++;
    struct str rest = rest_of(path, end);
    if (str_has_prefix(rest, "["))
        rest = rest_of(rest, behind_group(rest, 0));
    return str_has_prefix(rest, "::") ? str_slice(path, 0, end) : STR("");
}

/* @return the crate of "<T as Trait>::f" or "<T>::f" */
static struct str impl_crate(struct str s)
{
    bool in_group = false;
    skip_type_prefixes(&s);
    in_group = s.p[-1] == '[' || s.p[-1] == '(';
    struct str crate = crate_of(s);
    if (crate.len)
        return crate;
    for (uint32_t i = 0; i < s.len && s.p[i] != '>';) {
        struct str rest = rest_of(s, i);
        if (skip(&rest, " as ")) {
            skip_type_prefixes(&rest);
            return crate_of(rest);
        }
        i = s.p[i] == '<' ? behind_arguments(s, i) : s.p[i] == '-' ? i + 2 : i + 1;
    }
    return in_group || (s.len && !is_upper(s.p[0])) ? STR("core") : STR("");
}

/* Turns "_$LT$alloc..vec..Vec$LT$T$GT$$GT$::f" into "<alloc::vec::Vec<T>>::f". */
static struct str without_rust_escapes(struct str name, struct buf *room)
{
    static const struct {
        const char *escape, *text;
    } known[] = {{"$LT$", "<"}, {"$GT$", ">"},  {"$RF$", "&"},  {"$BP$", "*"},  {"$C$", ","},
                 {"..", "::"},  {"$u20$", " "}, {"$u5b$", "["}, {"$u5d$", "]"}, {"$u7b$", "{"},
                 {"$LP$", "("}, {"$u7d$", "}"}, {"$RP$", ")"},  {"$u27$", "'"}};
    buf_clear(room);
    if (str_has_prefix(name, "_$LT$"))
        name = rest_of(name, 1);
    while (name.len) {
        size_t i = 0, n = sizeof known / sizeof *known;
        bool may_begin = name.p[0] == '$' || name.p[0] == '.';
        while (may_begin && i < n && !skip(&name, known[i].escape))
            i++;
        if (may_begin && i < n) {
            buf_puts(room, known[i].text);
            continue;
        }
        buf_putc(room, name.p[0]);
        name = rest_of(name, 1);
    }
    return buf_str(room);
}

static struct str native_package(struct str name, struct buf *room)
{
    if (has(name, "$LT$"))
        name = without_rust_escapes(name, room);
    while (skip(&name, "::"))
        continue;
    if (!has(name, "::"))
        return STR("");
    return name.p[0] == '<' ? impl_crate(name) : outermost(name);
}

/* ---- Names alone ---- */

/* Finds the file in names that V8 and CPython give perf: "JS:*f /app/x.js:10:5", "py::f:/app/x.py". @return whether it is one */
static bool find_jit_file(struct str name, struct str *file)
{
    static const char *const kinds[] = {"JS:", "LazyCompile:", "Function:", "Script:", "Eval:"};
    bool found = false;
    char before = ':';
    *file = STR("");
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        found |= str_has_prefix(name, kinds[i]) && !has(name, "::");
    if (found)
        before = ' ';
    else if (!skip(&name, "py::"))
        return false;
    const char *at = name.len ? (found ? memrchr : memchr)(name.p, before, name.len) : NULL;
    if (!at)
        return true;
    *file = rest_of(name, (uint32_t)(at - name.p) + 1);
    for (int i = 0; i < 2; i++) {
        uint32_t end = file->len;
        while (end > 0 && is_digit(file->p[end - 1]))
            end--;
        if (end > 0 && end < file->len && file->p[end - 1] == ':')
            file->len = end - 1;
    }
    return true;
}

/* Whether a name with its first dot there is a C function, of which compilers and linkers mark parts and copies. */
static bool is_c_name(struct str name, uint32_t dot)
{
    static const char *const mark[] = {"isra.", "constprop.", "part.", "cold.", "llvm.", "lto_priv.", "clone.", "so."};
    struct str rest = rest_of(name, dot + 1);
    if (dot == 0 || !rest.len || is_digit(rest.p[0]))
        return true;
    for (size_t i = 0; i < sizeof mark / sizeof *mark; i++)
        if (str_has_prefix(rest, mark[i]))
            return true;
    return str_is(rest, "cold") || str_is(rest, "localalias") || str_is(rest, "so");
}

/* Only Go has closures, methods of pointers, instances of generic functions and compiler-made functions with such names. */
static bool is_go_name(struct str name, uint32_t head)
{
    struct str at_head = rest_of(name, head);
    if (str_has_prefix(at_head, "(") && head > 0 && name.p[head - 1] == '.')
        return true;
    if (str_has_prefix(at_head, "[") && !str_has_prefix(at_head, "[]"))
        return true;
    for (uint32_t at = find(name, 0, ".func"); at != NONE; at = find(name, at + 1, ".func"))
        if (at + 5 < name.len && is_digit(name.p[at + 5]))
            return true;
    return has(name, "..") || has(name, ".gowrap") || has(name, ".deferwrap") || has(name, "-fm");
}

/* Whether the class is the third component or later. */
static bool has_deep_class(struct str head)
{
    uint32_t dots = 0;
    for (uint32_t i = 0; i < head.len; i++)
        if (i == 0 || head.p[i - 1] == '.') {
            if (is_upper(head.p[i]))
                return dots >= 2;
            dots++;
        }
    return false;
}

/* Whether a name begins with a domain in reverse that no package of Go is called. */
static bool has_reverse_domain(struct str head)
{
    return str_has_prefix(head, "com.") || str_has_prefix(head, "org.") || str_has_prefix(head, "edu.") ||
           str_has_prefix(head, "gov.");
}

/* For a name with slashes in its head: "java/util/HashMap.put", "java.base/java.util.HashMap.put". */
static bool is_jvm_path(struct str head, uint32_t slash, uint32_t last_slash)
{
    if (memchr(head.p, '.', slash))
        return str_has_prefix(head, "java.") || str_has_prefix(head, "jdk.");
    return str_has_prefix(head, "app//") || (last_slash + 1 < head.len && is_upper(head.p[last_slash + 1]));
}

/* @return the package of a name without "::" whose language is not known */
static struct str dotted_package(struct str name, struct buf *room)
{
    uint32_t head = 0, dot = NONE, slash = NONE, last_slash = NONE;
    if (name.len > 4 && memcmp(name.p + name.len - 4, "_[", 2) == 0 && name.p[name.len - 1] == ']')
        name.len -= 4; /* async-profiler marks inlined, interpreted and kernel frames */
    for (; head < name.len && name.p[head] != '(' && name.p[head] != '['; head++) {
        char c = name.p[head];
        if (c == ' ')
            return jvm_package(name, room);
        if (c == '.' && dot == NONE)
            dot = head;
        if (c == '/') {
            last_slash = head;
            slash = slash == NONE ? head : slash;
        }
    }
    struct str h = str_slice(name, 0, head);
    if (head > 0 && memchr(h.p, '$', head))
        return jvm_package(name, room);
    if (slash != NONE)
        return is_jvm_path(h, slash, last_slash) ? jvm_package(name, room) : go_package(name, room);
    if (dot == NONE || is_c_name(name, dot) || is_upper(name.p[0]))
        return STR("");
    return (has_deep_class(h) || has_reverse_domain(h)) && !is_go_name(name, head) ? jvm_package(name, room)
                                                                                   : go_package(name, room);
}

static struct str any_package(struct str name, struct buf *room)
{
    struct str file;
    if (!name.len || name.p[0] == '[')
        return STR("");
    if (find_jit_file(name, &file)) {
        struct package_file f = package_of_file(file);
        return f.language == PACKAGE_SCRIPT ? package_file_name(&f, room) : STR("");
    }
    uint32_t colons = find(name, 0, "::");
    if (name.p[0] == 'L' && colons != NONE &&
        name.p[colons - 1] == ';') /* perf-map-agent: "Ljava/util/HashMap;::put" */
        return jvm_package(str_slice(name, 1, colons - 1), room);
    return colons != NONE || has(name, "$LT$") ? native_package(name, room) : dotted_package(name, room);
}

struct str package_of_name(struct str name, enum package_language language, struct buf *room)
{
    switch (language) {
    case PACKAGE_ANY: return any_package(name, room);
    case PACKAGE_GO: return go_package(name, room);
    case PACKAGE_JVM: return jvm_package(name, room);
    case PACKAGE_NATIVE: return native_package(name, room);
    case PACKAGE_SCRIPT:
    case N_PACKAGE_LANGUAGES: break;
    }
    return STR("");
}

struct str package_of_object(struct str object, struct buf *room)
{
    static const char deleted[] = " (deleted)";
    size_t n = sizeof deleted - 1;
    if (object.len > n && memcmp(object.p + object.len - n, deleted, n) == 0)
        object.len -= (uint32_t)n;
    if (!object.len)
        return STR("[no package]");
    struct str base = path_base(object);
    if (base.p[0] == '[') /* "[kernel.kallsyms]" */
        return base;
    buf_clear(room);
    buf_putc(room, '[');
    buf_put_str(room, base);
    buf_putc(room, ']');
    return buf_str(room);
}

struct str package_of(struct str function, struct str filename, struct str object, struct buf *room)
{
    struct package_file f = package_of_file(filename);
    struct str package = package_of_name(function, f.language, room);
    if (package.len)
        return package;
    return f.package.len ? package_file_name(&f, room) : package_of_object(object, room);
}
