/*
 * Profiles into one: sample types made common, units made equal, samples with the same stack and labels added up, and
 * the tables compacted to what is used. The rules and the order of everything are those of google/pprof's
 * profile/merge.go.
 */
#ifndef CPPROF_PROFILE_MERGE_H
#define CPPROF_PROFILE_MERGE_H

#include "base/err.h"
#include "profile/profile.h"

/**
 * Combines the `n` profiles at `src` into `out`. Sample types that not all of them have are dropped; where units differ
 * the finest is taken. A single profile is passed on as it is, otherwise samples are merged. Each source is released,
 * whatever happens.
 * @return 0 with `out` to be released by the caller; -1 with `err` set: no common sample type, or incompatible ones.
 */
int profile_combine(struct profile *out, struct profile *src, size_t n, struct err *err);

/**
 * Multiplies the values of type t by ratio[t], rounded half away from zero. Removes samples of which nothing is left, where
 * only values with a ratio other than 1 count, as the reference has it.
 */
void profile_scale(struct profile *p, const double *ratio);

/** Multiplies all values by -1, as a base wants it. */
void profile_negate(struct profile *p);

/**
 * Scales `p` so that the total of each sample type is that of `base`.
 * @return 0; or -1 with `err` set when their sample or period types differ.
 */
int profile_normalize(struct profile *p, const struct profile *base, struct err *err);

#endif
