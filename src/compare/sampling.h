/*
 * How the values of a profile were sampled, and the variance that follows from it.
 *
 * Profilers count events and weigh them. n independent events have a standard deviation of sqrt(n) (Poisson), so a sample of n
 * events and the value v adds n * (v/n)^2 to the variance of a sum.
 *
 * A heap profile with a rate R has been scaled up: a part p = 1 - exp(-s/R) of the objects of the size s was seen (see Go's
 * runtime/pprof, scaleHeapSample). N objects, after scaling, add N * s^2 * (1-p)/p (Horvitz and Thompson, 1952).
 *
 * A profile that recorded everything has no error of this kind. Still, one of the largest objects may or may not be there when
 * the profile is taken: sampling_object_variance().
 *
 *   struct sampling s = sampling_find(p, type);     once per sample type
 *   for each sample with its values:
 *       variance += sampling_variance(&s, value);
 *       object = fmax(object, sampling_object_variance(&s, value));
 *   sqrt(variance + object)                         is the standard deviation of the sum
 */
#ifndef CPPROF_COMPARE_SAMPLING_H
#define CPPROF_COMPARE_SAMPLING_H

#include "profile/profile.h"

enum sampling_kind {
    SAMPLED_NEVER,  /* all events were recorded */
    SAMPLED_EVENTS, /* each sample has a number of events: type `count` */
    SAMPLED_BYTES   /* one object in `rate` bytes; type `count` counts objects, type `bytes` adds up bytes */
};

/** How the values of one sample type were sampled. */
struct sampling {
    enum sampling_kind kind;
    size_t type;         /* the sample type */
    bool has_count;      /* whether `count` is a type that counts */
    size_t count, bytes; /* sample types */
    double rate;         /* in bytes */
    double per_event;    /* of SAMPLED_EVENTS if no type counts: the value of one event; else 0 */
};

/** How the values of this sample type were sampled, as far as the types and the period of the profile tell. */
struct sampling sampling_find(const struct profile *p, size_t type);

/** How many seen events a sample with these values (one for each type) stands for; 0 if nothing was sampled. */
double sampling_events(const struct sampling *s, const int64_t *value);

/** The variance by sampling that this sample adds, in the square of the type's unit. */
double sampling_variance(const struct sampling *s, const int64_t *value);

/** The variance that one of the sample's objects adds by being there or not; 0 for events. */
double sampling_object_variance(const struct sampling *s, const int64_t *value);

#endif
