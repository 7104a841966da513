/*
 * Which of the values of a sample a report is about.
 */
#ifndef CPPROF_PROFILE_SAMPLE_INDEX_H
#define CPPROF_PROFILE_SAMPLE_INDEX_H

#include "base/err.h"
#include "profile/profile.h"

/**
 * Finds a sample type by number or name. "" stands for the default type of the profile, or its last one. "inuse_space" finds
 * "space" too.
 * @return 0 and sets `*index`; or -1 with `err` set, which lists the types
 */
int sample_index(const struct profile *p, const char *name, size_t *index, struct err *err);

#endif
