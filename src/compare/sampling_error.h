/*
 * How profiles of the same work differ by themselves: by drift, which makes all functions slower or faster together (the machine,
 * its load, a longer run), and by dispersion, which is what functions vary by beyond what sampling gives.
 *
 * The drift of a profile is the median, over the functions that have enough samples, of what it has in terms of what all profiles
 * have: the size factors of Anders and Huber, "Differential expression analysis for sequence count data", Genome Biology 2010.
 * Their model is taken for the variance, too: that of sampling, and a part d of the square of the value. The dispersion d is the one
 * with which the median function varies between repeats as the model says; or, where there are no repeats, is as far apart on
 * both sides, up to 1 percent (a deviation of a tenth). Medians stand it that some functions have really changed.
 *
 * The variance of a single function among few repeats is itself uncertain. It is drawn towards that of the model, as if the model
 * had been found in so many more repeats (Smyth, "Linear models and empirical Bayes methods", 2004), and the error is as much
 * larger as Student's distribution is wider.
 */
#ifndef CPPROF_COMPARE_SAMPLING_ERROR_H
#define CPPROF_COMPARE_SAMPLING_ERROR_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

/** What one profile has in one function. */
struct noise_entry {
    uint32_t info;
    int64_t flat, cum;
    double flat_variance, cum_variance; /* of sampling, and of one object */
};

struct noise_profile {
    struct noise_entry *entry; /* each info once */
    size_t n;
    double factor; /* set by noise_find_factors: the profile has so many times what all have on average */
};

/** Finds the factors of `n` profiles of functions numbered below `n_infos`; all 1 where there are too few functions to tell. */
void noise_find_factors(struct noise_profile *profile, size_t n, size_t n_infos, struct arena *arena);

/** What a function has on a side, of k profiles. */
struct noise_side {
    double mean;
    double sampling, spread; /* variances of the mean; `spread` is 0 where k is 1 */
};

/** The dispersion over `n` functions, whose sides are of k[0] and k[1] profiles; 0 where there are too few to tell. */
double noise_dispersion(const struct noise_side (*function)[2], size_t n, const size_t k[2], struct arena *arena);

/** The variance of a function's mean on a side of `k` profiles, of which the other has `other`. */
double noise_variance(const struct noise_side *s, double dispersion, size_t k, size_t other);

/** By what the standard deviation from `freedom` degrees of freedom is to be multiplied to be one of three as a normal one is. */
double noise_student(double freedom);

#endif
