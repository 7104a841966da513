/*
 * Puts two profiles together without merging them: for callers who only need sums, and whose samples have nothing in common. That
 * takes a fraction of the time. Functions, locations and samples of the second follow those of the first, even if they are equal.
 *
 *     if (profile_is_trim(&p) && profile_is_trim(&q))
 *         profile_append(&p, &q);
 */
#ifndef CPPROF_PROFILE_APPEND_H
#define CPPROF_PROFILE_APPEND_H

#include <stdbool.h>

#include "profile/profile.h"

/** Whether merging would drop nothing of the profile: each location is in a stack, and each sample has a value. */
bool profile_is_trim(const struct profile *p);

/** Appends `from`, which has the same sample types, to `p`, and releases it. Headers are merged as merge.h merges them. */
void profile_append(struct profile *p, struct profile *from);

#endif
