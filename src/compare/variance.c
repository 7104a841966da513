#include "compare/variance.h"

#include <stdbool.h>

#include "compare/median.h"

enum { MODEL_FREEDOM = 10 /* how many repeats the model is worth */ };

/* The largest dispersion in a single pair of profiles. Functions that differ more have changed. */
static const double largest_of_pair = 0.01;

/* The median of chi-square with k degrees of freedom over k (Wilson and Hilferty, 1931). */
static double median_of_spread(double k)
{
    double x = 1 - 2 / (9 * k);
    return x * x * x;
}

/* The variation found in a function, and the two parts of what the model expects. */
struct variation {
    double found, sampling, square; /* expected: sampling + dispersion * square */
};

/* The median ratio of the variation found to what the model expects. */
static double median_ratio(const struct variation *v, size_t n, double dispersion, double *ratio)
{
    for (size_t i = 0; i < n; i++)
        ratio[i] = v[i].found / (v[i].sampling + dispersion * v[i].square);
    return median_of(ratio, n);
}

static bool has_enough_samples(const struct estimate *e, size_t k)
{
    return e->mean > 0 && e->sampling * (double)k < MEDIAN_LARGEST_VARIANCE * e->mean * e->mean;
}

/* The variations of the functions that have enough samples on both sides. @return how many there are */
static size_t find_variations(struct variation *v, const struct estimate (*function)[2], size_t n, const size_t k[2])
{
    size_t known = 0;
    for (size_t i = 0; i < n; i++) {
        const struct estimate *a = &function[i][0], *b = &function[i][1];
        double sampling = a->sampling + b->sampling, delta = b->mean - a->mean;
        if (sampling > 0 && has_enough_samples(a, k[0]) && has_enough_samples(b, k[1]))
            v[known++] = (struct variation){k[0] + k[1] > 2 ? a->spread + b->spread : delta * delta, sampling,
                                            a->mean * a->mean / (double)k[0] + b->mean * b->mean / (double)k[1]};
    }
    return known;
}

double variance_find_dispersion(const struct estimate (*function)[2], size_t n, const size_t k[2], struct arena *arena)
{
    struct variation *v = arena_new(arena, struct variation, n);
    double *ratio = arena_new(arena, double, n), freedom = (double)(k[0] + k[1]) - 2;
    double target = median_of_spread(freedom > 0 ? freedom : 1);
    double low = 0, high = freedom > 0 ? 1 : largest_of_pair;
    size_t known = find_variations(v, function, n, k);
    if (known < MEDIAN_FEWEST_FUNCTIONS || median_ratio(v, known, low, ratio) <= target)
        return 0;
    for (int i = 0; i < 40; i++) { /* the ratio falls as the dispersion grows */
        double middle = (low + high) / 2;
        *(median_ratio(v, known, middle, ratio) > target ? &low : &high) = middle;
    }
    return high;
}

double variance_student_factor(double freedom)
{
    /* The quantile of Student's t that matches 3 of a normal variable (Cornish and Fisher, to the third order). */
    double z = 3, z3 = z * z * z, z5 = z3 * z * z, z7 = z5 * z * z;
    double t = z + (z3 + z) / (4 * freedom) + (5 * z5 + 16 * z3 + 3 * z) / (96 * freedom * freedom) +
               (3 * z7 + 19 * z5 + 17 * z3 - 15 * z) / (384 * freedom * freedom * freedom);
    return t / z;
}

double variance_of_estimate(const struct estimate *e, double dispersion, size_t k, size_t other)
{
    double model = e->sampling + dispersion * e->mean * e->mean / (double)k;
    double freedom = k > 1 ? (double)(k + other - 2) : 0, wider = variance_student_factor(freedom + MODEL_FREEDOM);
    return (model * MODEL_FREEDOM + e->spread * freedom) / (freedom + MODEL_FREEDOM) * wider * wider;
}
