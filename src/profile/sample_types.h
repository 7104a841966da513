/*
 * What makes profiles fit together before they are merged.
 */
#ifndef CPPROF_PROFILE_SAMPLE_TYPES_H
#define CPPROF_PROFILE_SAMPLE_TYPES_H

#include "base/err.h"
#include "profile/profile.h"

/** @return 0 when sample and period types are equal, in order and unit; else -1 with `err` set. */
int profile_compatible(const struct profile *a, const struct profile *b, struct err *err);

/**
 * Whether the two have the same sample and period types, in units of which profile_common_types() and profile_common_units()
 * would change nothing, in these two or in more that are like them.
 */
bool profile_alike(const struct profile *a, const struct profile *b);

/**
 * Leaves each of the `n` profiles the sample types that all have, in the order of the first.
 * @return 0; or -1 with `err` set: there is none, or one that counts as common, since another profile has it twice, is missing.
 */
int profile_common_types(struct profile *p, size_t n, struct err *err);

/** Scales sample values and periods of the `n` profiles to the finest unit of each type. @return 0, or -1: types do not fit. */
int profile_common_units(struct profile *p, size_t n, struct err *err);

#endif
