#include "driver/advice.h"

#include "host/messages.h"
#include "measure/units.h"

/* Snapshots of one process only grow, except for rounding and for memory that was given back. */
static const double plausible_decrease = 0.2;

void warn_of_sides(const struct session *s)
{
    struct comparison_side side[N_SIDES];
    struct buf text;
    buf_init(&text);
    comparison_sides_describe(side, s->facts, s->n_sources, s->n_bases);
    if (comparison_sides_put_same(side, &text) || comparison_sides_put_order(side, &text))
        message("warning: %s", buf_cstr(&text));
    buf_release(&text);
}

void warn_of_units(const struct analysis *a)
{
    for (size_t i = 0; i < a->units.n; i++) {
        const struct label_unit *u = &a->units.key[i];
        struct buf others;
        buf_init(&others);
        for (size_t j = 0; j < u->n_ignored; j++)
            buf_printf(&others, "%s%s", j ? ", " : "", view_str(&a->view, u->ignored[j]).p);
        if (u->n_ignored)
            message("For tag %s used unit %s, also encountered unit(s) %s", view_str(&a->view, u->key).p,
                    view_str(&a->view, u->unit).p, buf_cstr(&others));
        buf_release(&others);
    }
}

void warn_of_filters(const struct analysis *a)
{
    for (enum filter_id id = 0; id < N_FILTERS; id++)
        if (filter_defs[id].unmatched && !filter_hits_get(&a->hits, id))
            message("%s expression matched no samples", filter_defs[id].unmatched);
}

void advise_on_unit(const struct analysis *a)
{
    struct str from = a->format.sample_unit, to = a->format.output_unit;
    struct buf units;
    if (str_is(to, "minimum") || str_is(to, "auto") || str_compare(from, to) == 0 || measure_same_kind(from, to))
        return;
    buf_init(&units);
    if (measure_put_units(&units, from))
        message("hint: %.*s is not a unit of %.*s; these are: %s", (int)to.len, to.p, (int)from.len, from.p,
                buf_cstr(&units));
    else
        message("hint: values in \"%.*s\" cannot be converted, so the unit %.*s only labels them", (int)from.len,
                from.p, (int)to.len, to.p);
    buf_release(&units);
}

void warn_of_undecided(const struct analysis *a)
{
    struct undecided list[MOST_UNDECIDED];
    size_t n = analysis_undecided(a, list);
    for (size_t i = 0; i < n; i++)
        message("the regular expression of %s is too hard to decide for %zu names, which count as not matching",
                list[i].origin, list[i].n);
}

static bool has_values(const struct profile *p, size_t type)
{
    for (size_t s = 0; s < p->n_samples; s++)
        if (p->value[s * p->n_types + type])
            return true;
    return false;
}

void advise_on_values(const struct analysis *a)
{
    const struct profile *p = a->profile;
    size_t value = a->value;
    struct buf others;
    if (has_values(p, value))
        return;
    buf_init(&others);
    for (size_t t = 0; t < p->n_types; t++) {
        struct str name = profile_str(p, p->type[t].type);
        if (has_values(p, t))
            buf_printf(&others, "%s-sample_index=%.*s", others.len ? " or " : "", (int)name.len, name.p);
    }
    if (others.len)
        message("hint: no sample has a value of type %s, try %s", profile_str(p, p->type[value].type).p,
                buf_cstr(&others));
    buf_release(&others);
}

void advise_on_base(const struct analysis *a)
{
    const struct profile *p = a->profile;
    double below = 0, sum = 0;
    for (size_t s = 0; s < p->n_samples; s++) {
        double x = (double)p->value[s * p->n_types + a->value];
        below -= x < 0 ? x : 0;
        sum += x < 0 ? -x : x;
    }
    if (sum > 0 && below / sum > plausible_decrease)
        message(
            "hint: -base subtracts an earlier profile of the same process, and %.0f%% of what is left is below zero; "
            "to compare two profiles use -diff_base, which shows shares of the base's total",
            below / sum * 100);
}

static void advise_on_short_sources(const struct report_out *out)
{
    if (out->n_short == 1)
        message("hint: %s: this source is of another version than the program", out->first_short);
    else if (out->n_short)
        message("hint: %zu source files are shorter than the profile says (%s): they are of another version than the "
                "program",
                out->n_short, out->first_short);
}

void advise_on_sources(const struct report_out *out)
{
    struct buf causes;
    size_t n = out->n_missing;
    advise_on_short_sources(out);
    if (n == 0)
        return;
    buf_init(&causes);
    for (size_t i = 0; i < n && i < REPORT_MISSES; i++)
        buf_printf(&causes, "%s%s", i ? "; " : "", out->missing[i]);
    if (n > REPORT_MISSES)
        buf_printf(&causes, "; and %zu more", n - REPORT_MISSES);
    message("hint: %zu source file%s not found (%s): say where sources are with -source_path, and which prefix to take "
            "off their names with -trim_path",
            n, n > 1 ? "s were" : " was", buf_cstr(&causes));
    buf_release(&causes);
}
