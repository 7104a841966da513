#include "compare/limits.h"

#include <stdlib.h>
#include <string.h>

#include "base/vec.h"
#include "measure/units.h"

/* The limits if the user gives none: see the study in tests/bench/noise. */
static const char *const default_limit[][2] = {
    {"max_total", "5%"}, {"max_flat", "5%,0.25%total"}, {"max_cum", "5%,1%total"}, {"max_new", "0.5%"}};

void limits_init(struct limits *l)
{
    *l = (struct limits){.z = -1};
    l->total.text = l->flat.text = l->cum.text = l->fresh.text = "";
    arena_init(&l->arena);
}

void limits_release(struct limits *l)
{
    for (size_t i = 0; i < l->n_functions; i++)
        regex_free(l->function[i].function);
    for (size_t i = 0; i < l->n_exempt; i++)
        regex_free(l->exempt[i]);
    free(l->function);
    free(l->exempt);
    arena_release(&l->arena);
}

/* Reads a plain number that is not negative. @return 0, and `*end` is after it; or -1: there is no number */
static int parse_number(const char *text, double *x, const char **end)
{
    char *after;
    if (!((*text >= '0' && *text <= '9') || *text == '.'))
        return -1; /* strtod would take blanks, signs, "inf" and "nan" */
    if (text[0] == '0' && (text[1] == 'x' || text[1] == 'X'))
        return -1; /* and numbers in base 16 */
    *x = strtod(text, &after);
    *end = after;
    return after == text || *x > 1e300 ? -1 : 0;
}

/* Reads one part, up to a comma or the end. @return 0, and `*end` is after it; or -1: the part is invalid, or there twice */
static int parse_part(struct limit *l, const char *part, const char **end)
{
    double x;
    const char *unit;
    if (parse_number(part, &x, &unit))
        return -1;
    size_t len = strcspn(unit, ",");
    *end = unit + len;
    if (len == 1 && *unit == '%' && !l->has_percent) {
        l->has_percent = true;
        l->percent = x;
    } else if (len == 6 && strncmp(unit, "%total", len) == 0 && !l->has_share) {
        l->has_share = true;
        l->share = x;
    } else if (!memchr(unit, '%', len) && !l->has_amount) {
        l->has_amount = true;
        l->amount = x;
        l->unit = (struct str){unit, (uint32_t)len};
    } else {
        return -1;
    }
    return 0;
}

static int parse_limit(struct limit *l, const char *option, const char *text, struct err *err)
{
    *l = (struct limit){.text = text, .option = option};
    for (const char *part = text, *end;; part = end + 1 + strspn(end + 1, " \t")) {
        if (parse_part(l, part, &end))
            return err_set(err, "-%s: \"%s\" is not a limit such as 5%%, 10ms, 0.5%%total or 5%%,10ms", option, text);
        if (*end == '\0')
            return 0;
    }
}

static int fail_empty_branch(const char *key, const char *text, struct err *err)
{
    return err_set(err, "-%s: \"%s\" has an empty alternative, which matches every function; is a variable not set?",
                   key, text);
}

/* Adds REGEXP:LIMIT. The expression may contain colons, the limit may not. */
static int add_function_limit(struct limits *l, const char *text, struct err *err)
{
    const char *colon = strrchr(text, ':');
    struct function_limit f = {0};
    if (!colon || colon == text)
        return err_set(err, "-limit: \"%s\" is not of the form REGEXP:LIMIT", text);
    if (parse_limit(&f.limit, "limit", colon + 1, err))
        return -1;
    f.limit.text = text;
    f.function = regex_compile(text, (size_t)(colon - text), err);
    if (!f.function)
        return err_wrap(err, "-limit");
    if (regex_has_empty_branch(f.function)) {
        regex_free(f.function);
        return fail_empty_branch("limit", text, err);
    }
    VEC_PUSH(l->function, l->n_functions, l->cap_functions) = f;
    return 0;
}

static int add_exempt(struct limits *l, const char *text, struct err *err)
{
    struct regex *re = regex_compile(text, strlen(text), err);
    if (!re)
        return err_wrap(err, "-exempt");
    if (regex_has_empty_branch(re)) {
        regex_free(re);
        return fail_empty_branch("exempt", text, err);
    }
    VEC_PUSH(l->exempt, l->n_exempt, l->cap_exempt) = re;
    return 0;
}

static int set_z(struct limits *l, const char *text, struct err *err)
{
    const char *end;
    double z;
    if (*text == '-' && parse_number(text + 1, &z, &end) == 0 && *end == '\0')
        return err_set(err, "-z: \"%s\" is negative; -z=0 already lets no growth pass as chance", text);
    if (parse_number(text, &z, &end) || *end)
        return err_set(err, "-z: \"%s\" is not a number", text);
    l->z = l->z >= 0 ? l->z : z;
    return 0;
}

/* The limit that a key sets once; NULL: it is another key. */
static struct limit *find_limit(struct limits *l, const char *key)
{
    const struct {
        const char *key;
        struct limit *limit;
    } once[] = {{"max_total", &l->total}, {"max_flat", &l->flat}, {"max_cum", &l->cum}, {"max_new", &l->fresh}};
    for (size_t i = 0; i < sizeof once / sizeof *once; i++)
        if (strcmp(key, once[i].key) == 0)
            return once[i].limit;
    return NULL;
}

int limits_set(struct limits *l, const char *key, const char *text, struct err *err)
{
    struct limit *once = find_limit(l, key);
    bool is_limit = strcmp(key, "limit") == 0, is_exempt = strcmp(key, "exempt") == 0;
    if (!once && !is_limit && !is_exempt && strcmp(key, "z") != 0)
        return err_set(err, "\"%s\" is not max_total, max_flat, max_cum, max_new, limit, exempt or z", key);
    if (*text == '\0')
        return err_set(err, "-%s: the value is empty", key);
    if (once)
        return limit_is_set(once) ? 0 : parse_limit(once, key, text, err);
    return is_limit ? add_function_limit(l, text, err) : is_exempt ? add_exempt(l, text, err) : set_z(l, text, err);
}

static struct str without_blanks(const char *p, const char *end)
{
    while (p < end && (*p == ' ' || *p == '\t'))
        p++;
    while (end > p && (end[-1] == ' ' || end[-1] == '\t' || end[-1] == '\r'))
        end--;
    return (struct str){p, (uint32_t)(end - p)};
}

static int read_line(struct limits *l, struct str line, struct err *err)
{
    const char *equals = memchr(line.p, '=', line.len);
    if (!equals)
        return err_set(err, "not of the form KEY = VALUE");
    struct str key = without_blanks(line.p, equals), value = without_blanks(equals + 1, line.p + line.len);
    return limits_set(l, arena_copy(&l->arena, key.p, key.len), arena_copy(&l->arena, value.p, value.len), err);
}

int limits_read(struct limits *l, const char *text, size_t len, struct err *err)
{
    const char *end = text + len;
    for (size_t number = 1; text < end; number++) {
        const char *feed = memchr(text, '\n', (size_t)(end - text));
        struct str line = without_blanks(text, feed ? feed : end);
        if (memchr(line.p, '\0', line.len))
            return err_set(err, "line %zu: a byte 0", number);
        if (line.len && *line.p != '#' && read_line(l, line, err))
            return err_wrap(err, "line %zu", number);
        text = feed ? feed + 1 : end;
    }
    return 0;
}

void limits_complete(struct limits *l)
{
    struct err none;
    if (l->z < 0)
        l->z = 3;
    if (limit_is_set(&l->total) || limit_is_set(&l->flat) || limit_is_set(&l->cum) || limit_is_set(&l->fresh) ||
        l->n_functions)
        return;
    for (size_t i = 0; i < sizeof default_limit / sizeof *default_limit; i++)
        limits_set(l, default_limit[i][0], default_limit[i][1], &none);
}

void limits_each_pattern(const struct limits *l, regex_visitor *visit, void *ctx)
{
    for (size_t i = 0; i < l->n_functions; i++)
        visit(ctx, "-limit", l->function[i].function);
    for (size_t i = 0; i < l->n_exempt; i++)
        visit(ctx, "-exempt", l->exempt[i]);
}

bool limit_is_set(const struct limit *l)
{
    return *l->text != '\0';
}

/* Units of bytes are powers of 1024 here, so MiB is another name of MB. It is not one in google/pprof, so units.h lacks it. */
static struct str known_unit(struct str unit)
{
    static const char *const binary[][2] = {{"KiB", "kB"}, {"MiB", "MB"}, {"GiB", "GB"}, {"TiB", "TB"}, {"PiB", "PB"}};
    for (size_t i = 0; i < sizeof binary / sizeof *binary; i++)
        if (unit.len == 3 && strncasecmp(unit.p, binary[i][0], 3) == 0)
            return str_of(binary[i][1]);
    return unit;
}

/* Whether values in `unit` can be compared with the limit's amount. */
static bool fits_unit(const struct limit *l, struct str unit)
{
    if (!l->has_amount || str_compare(l->unit, unit) == 0)
        return true;
    if (l->unit.len == 0)
        return l->amount == 0 || !measure_same_kind(unit, unit);
    return unit.len == 0 || measure_same_kind(known_unit(l->unit), unit);
}

/* @return 0; or -1 with `err` set, which lists the units that fit */
static int limit_fits(const struct limit *l, struct str unit, struct err *err)
{
    struct buf units;
    if (fits_unit(l, unit))
        return 0;
    buf_init(&units);
    if (measure_put_units(&units, unit))
        err_set(err, "-%s=%s: values are in \"%.*s\", so a limit needs one of the units %s, %% or %%total", l->option,
                l->text, (int)unit.len, unit.p, buf_cstr(&units));
    else
        err_set(err, "-%s=%s: values are in \"%.*s\", so a limit has no other unit but %% and %%total", l->option,
                l->text, (int)unit.len, unit.p);
    buf_release(&units);
    return -1;
}

int limits_fit(const struct limits *l, struct str unit, struct err *err)
{
    const struct limit *const each[] = {&l->total, &l->flat, &l->cum, &l->fresh};
    for (size_t i = 0; i < l->n_functions; i++)
        if (limit_fits(&l->function[i].limit, unit, err))
            return -1;
    for (size_t i = 0; i < sizeof each / sizeof *each; i++)
        if (limit_fits(each[i], unit, err))
            return -1;
    return 0;
}

void limit_print(struct buf *out, const struct limit *l)
{
    buf_printf(out, "-%s=%s", l->option, l->text);
}

bool limit_is_exceeded(const struct limit *l, double delta, double of, double total, struct str unit)
{
    double amount = l->amount;
    if (l->unit.len && str_compare(l->unit, unit) != 0)
        amount *= measure_scale(1, known_unit(l->unit), unit).value;
    return delta > 0 && (!l->has_percent || delta > l->percent / 100 * of) &&
           (!l->has_share || delta > l->share / 100 * total) && (!l->has_amount || delta > amount);
}
