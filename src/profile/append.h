/*
 * Puts two profiles together without merging them, in a fraction of the time. Functions, locations and samples of the second follow
 * those of the first, even if they are equal. That is for callers who only need sums, of profiles that have no sample in common.
 *
 *     if (profile_is_compact(&p) && profile_is_compact(&q))
 *         profile_append(&p, &q);
 */
#ifndef CPPROF_PROFILE_APPEND_H
#define CPPROF_PROFILE_APPEND_H

#include <stdbool.h>

#include "profile/profile.h"

/** Whether merging would drop nothing of the profile: each location is in a stack, and each sample has a value. */
bool profile_is_compact(const struct profile *p);

/** Appends `from`, which has the same sample types, to `p`, and releases it. Headers are merged as merge.h merges them. */
void profile_append(struct profile *p, struct profile *from);

#endif
