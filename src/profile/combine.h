/*
 * Combines profiles that may differ in sample types and units into one.
 *
 * The sample types that all profiles have are kept, in the finest unit that one of them uses, and then everything is merged.
 * A combiner takes any number of profiles in groups, and combines each group with the result of those before it. The
 * reference works in groups too, which shows in the order of samples.
 *
 *     c = combiner_new();
 *     for each group:
 *         combiner_begin(c, false);
 *         for each profile p of the group:
 *             if (!combiner_add(c, &p))   // other sample types: combiner_begin(c, true), and add the whole group again
 *         combiner_end(c, err);
 *     combiner_take(c, &out);
 *     combiner_free(c);
 *
 * If the profiles of a group have the same sample types, they are merged as they come, and only the result is held.
 * Otherwise the common types are not known before the last profile of the group, so the whole group is held until then.
 */
#ifndef CPPROF_PROFILE_COMBINE_H
#define CPPROF_PROFILE_COMBINE_H

#include <stdbool.h>

#include "base/err.h"
#include "profile/profile.h"

struct combiner;

/** @return a combiner that has taken nothing yet, which the caller frees with combiner_free() */
struct combiner *combiner_new(void);

/** Frees the combiner and everything that it holds. */
void combiner_free(struct combiner *c);

/**
 * Begins a group. A group that was begun and not ended is forgotten.
 * @param hold  hold the profiles of the group until it ends, even if their types are the same, because they cannot be given twice
 */
void combiner_begin(struct combiner *c, bool hold);

/**
 * Takes `p`, and releases it.
 * @return true; or false, with `p` untouched, if its types differ from those of the profiles of its group that are merged
 *         already. The caller must then begin the group again with `hold`, and give all of its profiles again.
 */
bool combiner_add(struct combiner *c, struct profile *p);

/** Ends a group, which may be empty. @return 0; or -1 with `err` set: the sample types have none in common, or do not fit */
int combiner_end(struct combiner *c, struct err *err);

/** Hands over the result of all groups, which the caller releases. At least one group must have had a profile. */
void combiner_take(struct combiner *c, struct profile *out);

/**
 * Combines the `n` profiles at `src` into `out`, as one group. If there is only one profile, its types are adapted but its
 * samples are not merged. Each source is released, whatever happens.
 * @return 0, and the caller releases `out`; or -1 with `err` set: the sample types have none in common, or do not fit
 */
int profile_combine(struct profile *out, struct profile *src, size_t n, struct err *err);

/**
 * Like profile_combine(), for two profiles that have no sample in common, because stacks or labels differ. It is for callers
 * who only need sums: equal samples of one profile may stay separate if that changes no sum and no sum of magnitudes, and
 * functions and locations that both profiles have may be there twice.
 */
int profile_combine_apart(struct profile *out, struct profile src[2], struct err *err);

#endif
