/*
 * How far a function's values differ by chance: the model of their variance.
 *
 * The model is that of Anders and Huber (compare/drift.h): the variance of sampling, and a part d of the square of the value.
 * The dispersion d is chosen so that the median function varies between repeats as the model says. Without repeats, it is
 * chosen so that the median function differs between the sides as the model says, and is at most 1 percent (a deviation of a
 * tenth).
 *
 * The variance of a single function among few repeats is itself uncertain. It is drawn towards that of the model, as if the
 * model had been found in so many more repeats (Smyth, "Linear models and empirical Bayes methods", 2004). The error is then
 * widened as Student's distribution is.
 *
 * First, variance_find_dispersion() finds the dispersion from the estimates of all functions. With it, variance_of_estimate()
 * tells how certain each estimate is.
 */
#ifndef CPPROF_COMPARE_VARIANCE_H
#define CPPROF_COMPARE_VARIANCE_H

#include <stddef.h>

#include "base/arena.h"

/** The value of a function on a side, estimated from k profiles. */
struct estimate {
    double mean;
    double sampling; /* the variance of the mean by sampling and by one object */
    double spread;   /* its variance as the profiles differ; 0 if k is 1 */
};

/**
 * The dispersion over functions; 0 if too few have enough samples to tell.
 * @param function  `n` functions, each on both sides
 * @param k         how many profiles the sides have
 * @param arena     for temporary memory
 */
double variance_find_dispersion(const struct estimate (*function)[2], size_t n, const size_t k[2], struct arena *arena);

/** The variance of an estimate on a side of `k` profiles, if the other side has `other` profiles. */
double variance_of_estimate(const struct estimate *e, double dispersion, size_t k, size_t other);

/**
 * The factor that widens a standard deviation found with so many degrees of freedom (above 0). With it, three such deviations
 * mean what three known ones mean.
 */
double variance_student_factor(double freedom);

#endif
