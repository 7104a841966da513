/*
 * Which of a sample's values a report is about.
 */
#ifndef CPPROF_PROFILE_SAMPLE_INDEX_H
#define CPPROF_PROFILE_SAMPLE_INDEX_H

#include "base/err.h"
#include "profile/profile.h"

/**
 * Finds a sample type by number or name; "" means the profile's default, or its last. "inuse_space" finds "space" too.
 * @return 0 and sets `*index`; -1 with `err` set, which lists the types.
 */
int sample_index(const struct profile *p, const char *name, size_t *index, struct err *err);

#endif
