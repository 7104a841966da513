/*
 * How the values of a profile came about, and the variance that follows from it.
 *
 * Profilers count events and weigh them. n independent events have a standard deviation of sqrt(n) (Poisson), so a sample of n
 * events and the value v adds n * (v/n)^2 to the variance of a sum.
 *
 * A heap profile with a rate R has been scaled up: of objects of the size s, p = 1 - exp(-s/R) were seen (see Go's runtime/pprof,
 * scaleHeapSample). N objects, after scaling, add N * s^2 * (1-p)/p (Horvitz and Thompson, 1952).
 *
 * A profile in which everything was recorded has no error of this kind. Still, one object, of the largest, may be there or not
 * at the moment at which a profile is taken: sampling_object_variance().
 */
#ifndef CPPROF_COMPARE_SAMPLING_H
#define CPPROF_COMPARE_SAMPLING_H

#include "profile/profile.h"

enum sampling_kind {
    SAMPLED_NEVER,  /* all events are there */
    SAMPLED_EVENTS, /* each sample has a number of events: type `count` */
    SAMPLED_BYTES   /* one object, of those that type `count` counts, in `rate` bytes, which type `bytes` adds up */
};

/** How the values of one sample type came about. */
struct sampling {
    enum sampling_kind kind;
    size_t type;         /* the sample type */
    bool has_count;      /* whether there is a type that counts: */
    size_t count, bytes; /* sample types */
    double rate;         /* in bytes */
    double per_event;    /* of SAMPLED_EVENTS without a type that counts: the value of one event; else 0 */
};

/** How the values of this sample type came about, as far as the types and the period of the profile say it. */
struct sampling sampling_find(const struct profile *p, size_t type);

/** How many events a sample with these values (one for each type) stands for, as they were seen; 0 where nothing was sampled. */
double sampling_events(const struct sampling *s, const int64_t *value);

/** The variance that sampling adds with this sample, in the square of the type's unit. */
double sampling_variance(const struct sampling *s, const int64_t *value);

/** The variance that one of the sample's objects adds by being there or not; 0 for events. */
double sampling_object_variance(const struct sampling *s, const int64_t *value);

#endif
