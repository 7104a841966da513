/*
 * How far a function's values are apart by chance: the model of their variance.
 *
 * The model is that of Anders and Huber (compare/drift.h): the variance of sampling, and a part d of the square of the value. The
 * dispersion d is the one with which the median function varies between repeats as the model says. Where there are no repeats,
 * it is the one with which the median function is as far apart on both sides, up to 1 percent (a deviation of a tenth).
 *
 * The variance of a single function among few repeats is itself uncertain. It is drawn towards that of the model, as if the model
 * had been found in so many more repeats (Smyth, "Linear models and empirical Bayes methods", 2004), and the error is as much
 * larger as Student's distribution is wider.
 *
 * First the estimates of all functions give the dispersion, variance_find_dispersion(); with that, variance_of_estimate() says how
 * sure each is.
 */
#ifndef CPPROF_COMPARE_VARIANCE_H
#define CPPROF_COMPARE_VARIANCE_H

#include <stddef.h>

#include "base/arena.h"

/** What a function has on a side, as k profiles tell. */
struct estimate {
    double mean;
    double sampling; /* the variance of the mean by sampling and by one object */
    double spread;   /* its variance as the profiles differ; 0 where k is 1 */
};

/**
 * The dispersion over functions; 0 where too few have enough samples to tell.
 * @param function  `n` functions, each on both sides
 * @param k         how many profiles the sides have
 * @param arena     for memory that is needed meanwhile
 */
double variance_find_dispersion(const struct estimate (*function)[2], size_t n, const size_t k[2], struct arena *arena);

/** The variance of an estimate on a side of `k` profiles, where the other side has `other` profiles. */
double variance_of_estimate(const struct estimate *e, double dispersion, size_t k, size_t other);

/**
 * The factor by which a standard deviation that was found with so many degrees of freedom (above 0) has to be multiplied, for three
 * of them to mean what three known ones mean.
 */
double variance_student_factor(double freedom);

#endif
