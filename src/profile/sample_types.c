#include "profile/sample_types.h"

#include <stdlib.h>
#include <string.h>

#include "base/vec.h"
#include "measure/number.h"
#include "measure/units.h"
#include "profile/merge.h"

static size_t count_type(const struct profile *p, struct str type)
{
    size_t n = 0;
    for (size_t t = 0; t < p->n_types; t++)
        n += str_compare(profile_str(p, p->type[t].type), type) == 0;
    return n;
}

static size_t find_type(const struct profile *p, struct str type)
{
    size_t t = 0;
    while (t < p->n_types && str_compare(profile_str(p, p->type[t].type), type) != 0)
        t++;
    return t;
}

/* Reorders the values of all samples, so that new type i is old type from[i]. */
static void pick_types(struct profile *p, const size_t *from, size_t n)
{
    size_t cap = 0, old = p->n_types, cap_types = 0;
    int64_t *row = vec_reserve(NULL, &cap, n, sizeof *row);
    struct value_type *type = vec_reserve(NULL, &cap_types, n, sizeof *type);
    for (size_t i = 0; i < n; i++)
        type[i] = p->type[from[i]];
    for (size_t s = 0; s < p->n_samples; s++) {
        for (size_t i = 0; i < n; i++)
            row[i] = p->value[s * old + from[i]];
        memcpy(p->value + s * n, row, n * sizeof *row); /* n <= old, so it never overtakes the reading */
    }
    free(row);
    free(p->type);
    p->type = type;
    p->n_types = n;
}

static void keep_types(struct profile *p, const struct str *common, size_t n)
{
    size_t cap = 0, *from = vec_reserve(NULL, &cap, n, sizeof *from);
    bool changed = n != p->n_types;
    struct str dflt = common[0];
    for (size_t i = 0; i < n; i++) {
        from[i] = find_type(p, common[i]);
        changed |= from[i] != i;
        if (str_compare(common[i], profile_str(p, p->default_sample_type)) == 0)
            dflt = common[i];
    }
    if (changed) {
        p->default_sample_type = strtab_intern(&p->strings, dflt.p, dflt.len);
        pick_types(p, from, n);
    }
    free(from);
}

/* A name that one profile has twice and another does not have was counted as often as there are profiles. */
static int all_have_types(const struct profile *p, size_t n, const struct str *common, size_t n_common, struct err *err)
{
    for (size_t i = 0; i < n; i++)
        for (size_t t = 0; t < n_common; t++)
            if (find_type(&p[i], common[t]) == p[i].n_types)
                return err_set(err, "\"%.200s\" sample type is not found in profile", common[t].p);
    return 0;
}

int profile_common_types(struct profile *p, size_t n, struct err *err)
{
    size_t n_common = 0, cap = 0;
    struct str *common = vec_reserve(NULL, &cap, p[0].n_types + 1, sizeof *common);
    for (size_t t = 0; t < p[0].n_types; t++) {
        struct str type = profile_str(&p[0], p[0].type[t].type);
        size_t count = 0;
        for (size_t i = 0; i < n; i++)
            count += count_type(&p[i], type);
        if (count == n) /* a name that one profile uses twice is not common */
            common[n_common++] = type;
    }
    int status = n_common ? all_have_types(p, n, common, n_common, err)
                          : err_set(err, "profiles have empty common sample type list");
    for (size_t i = 0; status == 0 && i < n; i++)
        keep_types(&p[i], common, n_common);
    free(common);
    return status;
}

void profile_put_types(struct buf *out, const struct profile *p)
{
    const size_t most = 300; /* bytes, because a message has room for two profiles */
    size_t begin = out->len;
    buf_putc(out, '[');
    for (size_t t = 0; t < p->n_types; t++) {
        struct str name = profile_str(p, p->type[t].type);
        if (out->len - begin + name.len > most) {
            buf_puts(out, t ? " ..." : "...");
            break;
        }
        buf_puts(out, t ? " " : "");
        buf_put_str(out, name);
    }
    buf_putc(out, ']');
}

static bool types_fit(struct str type_a, struct str unit_a, struct str type_b, struct str unit_b)
{
    if (type_a.len && type_a.p[type_a.len - 1] == 's')
        type_a.len--;
    if (type_b.len && type_b.p[type_b.len - 1] == 's')
        type_b.len--;
    return str_compare(type_a, type_b) == 0 && (str_compare(unit_a, unit_b) == 0 || measure_same_kind(unit_a, unit_b));
}

/* @return type t of profile i, where t == n_types stands for that of the period */
static struct value_type *type_at(struct profile *p, size_t t)
{
    return t == p->n_types ? &p->period_type : &p->type[t];
}

/* @return the finest unit that any of the profiles has for this type */
static int finest_unit(struct profile *p, size_t n, size_t t, struct str *finest, struct err *err)
{
    struct str type = profile_str(&p[0], type_at(&p[0], t)->type), unit = profile_str(&p[0], type_at(&p[0], t)->unit);
    for (size_t i = 1; i < n; i++) {
        struct str type_i = profile_str(&p[i], type_at(&p[i], t)->type);
        struct str unit_i = profile_str(&p[i], type_at(&p[i], t)->unit);
        if (!types_fit(type, unit, type_i, unit_i))
            return err_set(err, "%s: incompatible types: {%.200s %.200s} {%.200s %.200s}",
                           t == p->n_types ? "period type" : "sample types", type.p, unit.p, type_i.p, unit_i.p);
        if (measure_scale(1, unit_i, unit).value < 1) {
            type = type_i;
            unit = unit_i;
        }
    }
    *finest = unit;
    return 0;
}

int profile_common_units(struct profile *p, size_t n, struct err *err)
{
    if (n < 2)
        return 0;
    size_t n_types = p[0].n_types, cap = 0, cap_ratio = 0;
    struct str *unit = vec_reserve(NULL, &cap, n_types + 1, sizeof *unit);
    double *ratio = vec_reserve(NULL, &cap_ratio, n_types + 1, sizeof *ratio);
    int status = finest_unit(p, n, n_types, &unit[n_types], err);
    for (size_t t = 0; t < n_types && status == 0; t++)
        status = finest_unit(p, n, t, &unit[t], err);
    for (size_t t = 0; t <= n_types && status == 0; t++) /* `unit` may point into the table that grows below */
        unit[t].p = arena_copy(&p[0].strings.arena, unit[t].p, unit[t].len);
    for (size_t i = 0; i < n && status == 0; i++) {
        struct measure period = measure_scale(p[i].period, profile_str(&p[i], p[i].period_type.unit), unit[n_types]);
        p[i].period = number_from_double(period.value);
        for (size_t t = 0; t <= n_types; t++) {
            struct value_type *type = type_at(&p[i], t);
            ratio[t] = measure_scale(1, profile_str(&p[i], type->unit), unit[t]).value;
            type->unit = strtab_intern(&p[i].strings, unit[t].p, unit[t].len);
        }
        profile_scale(&p[i], ratio);
    }
    free(unit);
    free(ratio);
    return status;
}

/* Whether scaling a unit to itself changes nothing. */
static bool keeps_unit(const struct profile *p, str_id unit)
{
    return measure_scale(1, profile_str(p, unit), profile_str(p, unit)).value == 1;
}

/* Whether no type has the name of another, and scaling keeps all units. */
static bool stays(const struct profile *p)
{
    struct str unit = profile_str(p, p->period_type.unit);
    bool same = p->n_types > 0 && keeps_unit(p, p->period_type.unit) &&
                number_from_double(measure_scale(p->period, unit, unit).value) == p->period;
    for (size_t t = 0; t < p->n_types && same; t++)
        same = keeps_unit(p, p->type[t].unit) && count_type(p, profile_str(p, p->type[t].type)) == 1;
    return same;
}

bool profile_alike(const struct profile *a, const struct profile *b)
{
    struct err ignored;
    return stays(a) && stays(b) && profile_compatible(a, b, &ignored) == 0;
}
