#include "compare/drift.h"

#include "compare/median.h"

/* The average of all profiles in one function. */
struct average {
    double flat, variance;
};

static struct average *average_profiles(const struct series *s, struct arena *arena)
{
    struct average *average = arena_new(arena, struct average, s->nodes.n);
    for (size_t i = 0; i < s->n_profiles; i++)
        for (size_t j = 0; j < s->profile[i].n; j++) {
            const struct series_entry *e = &s->profile[i].entry[j];
            average[e->info].flat += (double)e->flat / (double)s->n_profiles;
            average[e->info].variance += e->flat_variance / (double)s->n_profiles;
        }
    return average;
}

/* The ratios of a profile's functions to the average. @return how many functions have enough samples for one */
static size_t find_ratios(const struct series_profile *p, const struct average *average, double *ratio)
{
    size_t n = 0;
    for (size_t j = 0; j < p->n; j++) {
        const struct series_entry *e = &p->entry[j];
        const struct average *a = &average[e->info];
        if (e->flat > 0 && a->flat > 0 && a->variance <= MEDIAN_LARGEST_VARIANCE * a->flat * a->flat)
            ratio[n++] = (double)e->flat / a->flat;
    }
    return n;
}

void drift_find_factors(const struct series *s, double *factor, struct arena *arena)
{
    const struct average *average = average_profiles(s, arena);
    double *ratio = arena_new(arena, double, s->nodes.n);
    bool all_known = true;
    for (size_t i = 0; i < s->n_profiles; i++) {
        size_t n = find_ratios(&s->profile[i], average, ratio);
        factor[i] = median_of(ratio, n);
        all_known &= n >= MEDIAN_FEWEST_FUNCTIONS;
    }
    for (size_t i = 0; i < s->n_profiles && !all_known; i++)
        factor[i] = 1;
}
