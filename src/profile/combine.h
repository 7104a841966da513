/*
 * Profiles that differ in sample types and units into one.
 *
 * Of the sample types those stay that all profiles have, in the finest unit that one of them has, and then everything is
 * merged. A combiner does so with any number of profiles, in groups, each of which is then combined with what came before:
 * as the reference does, where it shows in the order of samples. It holds what comes of it and no profile that it took in,
 * as long as those of a group have the same sample types. What is common to others can't be said before the last of the group
 * is there, so such a group has to be held.
 */
#ifndef CPPROF_PROFILE_COMBINE_H
#define CPPROF_PROFILE_COMBINE_H

#include <stdbool.h>

#include "base/err.h"
#include "profile/profile.h"

struct combiner;

/** A combiner of nothing, to be freed by the caller. */
struct combiner *combiner_new(void);
void combiner_free(struct combiner *c);

/**
 * Begins a group. One that was begun and not ended is forgotten.
 * @param hold  keep its profiles until it ends, whatever they are: they can't be given twice
 */
void combiner_begin(struct combiner *c, bool hold);

/**
 * Takes in and releases `p`.
 * @return false and leaves `p` alone where it differs from those of its group that are merged already. The group is then
 *         to be begun once more, to be held, and all of it to be given again.
 */
bool combiner_add(struct combiner *c, struct profile *p);

/** Ends a group, which may be empty. @return 0; or -1 with `err` set: no common sample type, or incompatible ones. */
int combiner_end(struct combiner *c, struct err *err);

/** Hands over what came of all groups, to be released by the caller. There was a profile in one of them. */
void combiner_take(struct combiner *c, struct profile *out);

/**
 * Combines the `n` profiles at `src` into `out`, as one group. A single profile is passed on as it is, but for what its
 * types are, otherwise samples are merged. Each source is released, whatever happens.
 * @return 0 with `out` to be released by the caller; -1 with `err` set: no common sample type, or incompatible ones.
 */
int profile_combine(struct profile *out, struct profile *src, size_t n, struct err *err);

/**
 * Like profile_combine() of two profiles none of whose samples have the same stack and labels as one of the other, for those
 * who only want sums: equal samples of one profile may stay apart where that changes no sum and no sum of magnitudes.
 */
int profile_combine_apart(struct profile *out, struct profile src[2], struct err *err);

#endif
