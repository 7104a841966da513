#include "compare/sampling_error.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

enum {
    FEWEST_FUNCTIONS = 8,
    MODEL_FREEDOM = 10 /* repeats that the model is worth */
};

/* Functions of a pair that are further apart have changed. */
static const double largest_of_pair = 0.01;

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
    bool all_known = true;
    for (size_t i = 0; i < n; i++) {
        size_t known = 0;
        for (size_t j = 0; j < profile[i].n; j++) {
            const struct noise_entry *e = &profile[i].entry[j];
            if (e->flat > 0 && mean[e->info] > 0 &&
                variance[e->info] <= largest_variance * mean[e->info] * mean[e->info])
                ratio[known++] = (double)e->flat / mean[e->info];
        }
        profile[i].factor = median(ratio, known);
        all_known &= known >= FEWEST_FUNCTIONS;
    }
    for (size_t i = 0; i < n && !all_known; i++)
        profile[i].factor = 1;
}

/* The median of chi-square with k degrees of freedom over k (Wilson and Hilferty, 1931). */
static double median_of_spread(double k)
{
    double x = 1 - 2 / (9 * k);
    return x * x * x;
}

/* How a function varies, and what the model makes of it. */
struct function_noise {
    double found, sampling, square;
};

/* The median of what was found in terms of the model. */
static double median_ratio(const struct function_noise *f, size_t n, double dispersion, double *room)
{
    for (size_t i = 0; i < n; i++)
        room[i] = f[i].found / (f[i].sampling + dispersion * f[i].square);
    return median(room, n);
}

double noise_dispersion(const struct noise_side (*function)[2], size_t n, const size_t k[2], struct arena *arena)
{
    struct function_noise *f = arena_new(arena, struct function_noise, n);
    double *room = arena_new(arena, double, n), freedom = (double)(k[0] + k[1] - 2);
    double target = median_of_spread(freedom > 0 ? freedom : 1);
    size_t known = 0;
    for (size_t i = 0; i < n; i++) {
        const struct noise_side *a = &function[i][0], *b = &function[i][1];
        double sampling = a->sampling + b->sampling, delta = b->mean - a->mean;
        if (a->mean > 0 && b->mean > 0 && sampling > 0 &&
            a->sampling * (double)k[0] < largest_variance * a->mean * a->mean &&
            b->sampling * (double)k[1] < largest_variance * b->mean * b->mean)
            f[known++] = (struct function_noise){freedom > 0 ? a->spread + b->spread : delta * delta, sampling,
                                                 a->mean * a->mean / (double)k[0] + b->mean * b->mean / (double)k[1]};
    }
    double low = 0, high = freedom > 0 ? 1 : largest_of_pair;
    if (known < FEWEST_FUNCTIONS || median_ratio(f, known, low, room) <= target)
        return 0;
    for (int i = 0; i < 40; i++) {
        double middle = (low + high) / 2;
        *(median_ratio(f, known, middle, room) > target ? &low : &high) = middle;
    }
    return high;
}

double noise_student(double freedom)
{
    /* The quantile of Student's t at which a normal variable is at 3 (Cornish and Fisher, to the third order). */
    double z = 3, z3 = z * z * z, z5 = z3 * z * z, z7 = z5 * z * z;
    double t = z + (z3 + z) / (4 * freedom) + (5 * z5 + 16 * z3 + 3 * z) / (96 * freedom * freedom) +
               (3 * z7 + 19 * z5 + 17 * z3 - 15 * z) / (384 * freedom * freedom * freedom);
    return t / z;
}

double noise_variance(const struct noise_side *s, double dispersion, size_t k, size_t other)
{
    double model = s->sampling + dispersion * s->mean * s->mean / (double)k;
    double freedom = k > 1 ? (double)(k + other - 2) : 0, wider = noise_student(freedom + MODEL_FREEDOM);
    return (model * MODEL_FREEDOM + s->spread * freedom) / (freedom + MODEL_FREEDOM) * wider * wider;
}
