/*
 * Makes the sample types and units of profiles fit together before they are merged.
 *
 *     if (profile_common_types(p, n, err) || profile_common_units(p, n, err))
 *         return -1;
 *     // now profile_compatible(&p[0], &p[i], err) is 0 for each of them
 */
#ifndef CPPROF_PROFILE_SAMPLE_TYPES_H
#define CPPROF_PROFILE_SAMPLE_TYPES_H

#include "base/buf.h"
#include "base/err.h"
#include "profile/profile.h"

/** @return 0 if the sample and period types are equal, in order and unit; or -1 with `err` set */
int profile_compatible(const struct profile *a, const struct profile *b, struct err *err);

/**
 * Whether the two have the same sample and period types, in units that profile_common_types() and profile_common_units() would
 * not change, in these two or in any number of profiles like them.
 */
bool profile_alike(const struct profile *a, const struct profile *b);

/**
 * Reduces each of the `n` profiles to the sample types that all of them have, in the order of the first.
 * @return 0; or -1 with `err` set: there is no common type; or one is missing that counts as common, because another profile has
 *         it twice
 */
int profile_common_types(struct profile *p, size_t n, struct err *err);

/** Appends the names of the sample types, as "[samples cpu]": for the message if two profiles do not fit together. */
void profile_put_types(struct buf *out, const struct profile *p);

/** Scales the values and periods of the `n` profiles to the finest unit of each type. @return 0; or -1: types do not fit */
int profile_common_units(struct profile *p, size_t n, struct err *err);

#endif
