#include "graph/noise.h"

#include <math.h>
#include <stdlib.h>

enum { FEWEST_FUNCTIONS = 8 };

/* Functions with a larger relative variance (fewer than 50 events) say little. */
static const double largest_variance = 1.0 / 50;

static int compare(const void *x, const void *y)
{
    const double *a = x, *b = y;
    return (*a > *b) - (*a < *b);
}

/* Sorts; 0 of none. */
static double median(double *x, size_t n)
{
    if (n == 0)
        return 0;
    qsort(x, n, sizeof *x, compare);
    return n % 2 ? x[n / 2] : (x[n / 2 - 1] + x[n / 2]) / 2;
}

void noise_find_factors(struct noise_profile *profile, size_t n, size_t n_infos, struct arena *arena)
{
    double *mean = arena_new(arena, double, n_infos), *variance = arena_new(arena, double, n_infos);
    double *ratio = arena_new(arena, double, n_infos);
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < profile[i].n; j++) {
            mean[profile[i].entry[j].info] += (double)profile[i].entry[j].flat / (double)n;
            variance[profile[i].entry[j].info] += profile[i].entry[j].flat_variance / (double)n;
        }
    for (size_t i = 0; i < n; i++) {
        size_t known = 0;
        for (size_t j = 0; j < profile[i].n; j++) {
            const struct noise_entry *e = &profile[i].entry[j];
            if (e->flat > 0 && mean[e->info] > 0 &&
                variance[e->info] <= largest_variance * mean[e->info] * mean[e->info])
                ratio[known++] = (double)e->flat / mean[e->info];
        }
        profile[i].factor = known >= FEWEST_FUNCTIONS ? median(ratio, known) : 0;
    }
    for (size_t i = 0; i < n; i++)
        if (profile[i].factor == 0)
            for (size_t j = 0; j < n; j++)
                profile[j].factor = 1;
}

/* The median of chi-square with k degrees of freedom over k (Wilson and Hilferty, 1931). */
static double median_of_spread(double k)
{
    double x = 1 - 2 / (9 * k);
    return x * x * x;
}

double noise_dispersion(const struct noise_side (*function)[2], size_t n, const size_t k[2], struct arena *arena)
{
    double *x = arena_new(arena, double, n), freedom = (double)(k[0] + k[1] - 2);
    size_t known = 0;
    for (size_t i = 0; i < n; i++) {
        const struct noise_side *a = &function[i][0], *b = &function[i][1];
        double mean = (a->mean + b->mean) / 2, sampling = a->sampling + b->sampling;
        if (!(a->mean > 0 && b->mean > 0 && sampling > 0) ||
            sampling * (double)(k[0] < k[1] ? k[0] : k[1]) > 2 * largest_variance * mean * mean)
            continue;
        x[known++] = freedom > 0 ? (a->spread + b->spread) / sampling
                                 : (b->mean - a->mean) * (b->mean - a->mean) / sampling;
    }
    if (known < FEWEST_FUNCTIONS)
        return 1;
    double dispersion = median(x, known) / median_of_spread(freedom > 0 ? freedom : 1);
    return dispersion > 1 ? dispersion : 1;
}
