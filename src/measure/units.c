#include "measure/units.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "measure/number.h"

struct unit {
    const char *name;
    const char *alias[4]; /* in lower case, singular */
    double factor;        /* how many of the base unit of its kind */
};

struct unit_kind {
    struct unit unit[10];
    struct unit fallback; /* if the wanted unit is of another kind, or the value is below every unit */
};

static const struct unit_kind *kinds(void)
{
    static const struct unit_kind all[] = {
        {.unit = {{"B", {"b", "byte"}, 1},
                  {"kB", {"kb", "kbyte", "kilobyte"}, 0x1p10},
                  {"MB", {"mb", "mbyte", "megabyte"}, 0x1p20},
                  {"GB", {"gb", "gbyte", "gigabyte"}, 0x1p30},
                  {"TB", {"tb", "tbyte", "terabyte"}, 0x1p40},
                  {"PB", {"pb", "pbyte", "petabyte"}, 0x1p50}},
         .fallback = {"B", {0}, 1}},
        {.unit = {{"ns", {"ns", "nanosecond"}, 1},
                  {"us", {"μs", "us", "microsecond"}, 1e3},
                  {"ms", {"ms", "millisecond"}, 1e6},
                  {"s", {"s", "sec", "second"}, 1e9},
                  {"hrs", {"hour", "hr"}, 3600e9}},
         .fallback = {"s", {0}, 1e9}},
        {.unit = {{"n*GCU", {"nanogcu"}, 1e-9},
                  {"u*GCU", {"microgcu"}, 1e-6},
                  {"m*GCU", {"milligcu"}, 1e-3},
                  {"GCU", {"gcu"}, 1},
                  {"k*GCU", {"kilogcu"}, 1e3},
                  {"M*GCU", {"megagcu"}, 1e6},
                  {"G*GCU", {"gigagcu"}, 1e9},
                  {"T*GCU", {"teragcu"}, 1e12},
                  {"P*GCU", {"petagcu"}, 1e15}},
         .fallback = {"GCU", {0}, 1}},
        {.unit = {{0}}},
    };
    return all;
}

static struct str name_of(const struct unit *u)
{
    return (struct str){u->name, (uint32_t)strlen(u->name)};
}

/* Unit names are compared without regard to case and to a plural "s". */
static const struct unit *find_unit(const struct unit_kind *kind, struct str name)
{
    char low[32];
    if (name.len >= sizeof low || memchr(name.p, '\0', name.len))
        return NULL;
    for (uint32_t i = 0; i < name.len; i++)
        low[i] = name.p[i] >= 'A' && name.p[i] <= 'Z' ? (char)(name.p[i] | 0x20) : name.p[i];
    uint32_t len = name.len;
    if (len > 2 && low[len - 1] == 's')
        len--;
    low[len] = '\0';
    for (const struct unit *u = kind->unit; u->name; u++)
        for (const char *const *a = u->alias; *a; a++)
            if (**a == *low && strcmp(*a, low) == 0)
                return u;
    return NULL;
}

static bool chooses(struct str unit)
{
    return str_is(unit, "minimum") || str_is(unit, "auto");
}

static struct measure choose(const struct unit_kind *kind, double base)
{
    const struct unit *best = NULL;
    for (const struct unit *u = kind->unit; u->name; u++)
        if ((!best || u->factor >= best->factor) && base / u->factor >= 1.0)
            best = u;
    if (!best)
        best = &kind->fallback;
    return (struct measure){base / best->factor, name_of(best)};
}

static struct measure scale_positive(int64_t value, struct str from, struct str to)
{
    for (const struct unit_kind *kind = kinds(); kind->unit[0].name; kind++) {
        const struct unit *u = find_unit(kind, from), *target;
        if (!u)
            continue;
        double base = (double)value * u->factor;
        if (chooses(to))
            return choose(kind, base);
        target = find_unit(kind, to);
        if (!target)
            target = &kind->fallback;
        return (struct measure){base / target->factor, name_of(target)};
    }
    bool silent = chooses(to) || str_is(to, "count") || str_is(to, "sample") || str_is(to, "unit");
    return (struct measure){(double)value, silent ? (struct str){"", 0} : to};
}

struct measure measure_scale(int64_t value, struct str from, struct str to)
{
    if (value >= 0 || value == INT64_MIN)
        return scale_positive(value, from, to);
    struct measure m = scale_positive(-value, from, to);
    m.value = -m.value;
    return m;
}

bool measure_same_kind(struct str a, struct str b)
{
    for (const struct unit_kind *kind = kinds(); kind->unit[0].name; kind++)
        if (find_unit(kind, a) && find_unit(kind, b))
            return true;
    return false;
}

/* Shows a unit by a name that find_unit() finds, which "n*GCU" is not. */
static const char *typed_name(const struct unit_kind *kind, const struct unit *u)
{
    return find_unit(kind, name_of(u)) ? u->name : u->alias[0];
}

bool measure_put_units(struct buf *out, struct str unit)
{
    for (const struct unit_kind *kind = kinds(); kind->unit[0].name; kind++) {
        if (!find_unit(kind, unit))
            continue;
        for (const struct unit *u = kind->unit; u->name; u++)
            buf_printf(out, "%s%s", u > kind->unit ? ", " : "", typed_name(kind, u));
        return true;
    }
    return false;
}

void measure_label(struct buf *out, int64_t value, struct str from, struct str to)
{
    struct measure m = measure_scale(value, from, to);
    char text[NUMBER_SIZE];
    size_t n = number_two_decimals(text, m.value);
    if (n > 3 && strcmp(text + n - 3, ".00") == 0)
        text[n -= 3] = '\0';
    if (strcmp(text, "0") == 0 || strcmp(text, "-0") == 0) {
        buf_putc(out, '0');
        return;
    }
    buf_put(out, text, n);
    buf_put_str(out, m.unit);
}

void measure_label_auto(struct buf *out, int64_t value, struct str unit)
{
    measure_label(out, value, unit, STR("auto"));
}

const char *measure_percentage(char text[PERCENTAGE_SIZE], int64_t value, int64_t total)
{
    double ratio = total ? fabs((double)value / (double)total) * 100 : 0;
    if (ratio >= 99.95 && ratio <= 100.05)
        snprintf(text, PERCENTAGE_SIZE, "  100%%");
    else
        snprintf(text, PERCENTAGE_SIZE, ratio >= 1.0 ? "%5.2f%%" : "%5.2g%%", ratio);
    return text;
}

const char *measure_percentage_trimmed(char text[PERCENTAGE_SIZE], int64_t value, int64_t total)
{
    measure_percentage(text, value, total);
    return text + strspn(text, " ");
}
