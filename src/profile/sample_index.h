/*
 * Which of the values of a sample a report is about.
 */
#ifndef CPPROF_PROFILE_SAMPLE_INDEX_H
#define CPPROF_PROFILE_SAMPLE_INDEX_H

#include "base/arena.h"
#include "base/err.h"
#include "profile/profile.h"

/**
 * Finds a sample type by number or name. "" stands for the default type of the profile, or its last one. "inuse_space" finds
 * "space" too.
 * @return 0 and sets `*index`; or -1 with `err` set, which lists the types
 */
int sample_index(const struct profile *p, const char *name, size_t *index, struct err *err);

/**
 * Finds several sample types: their names with commas between them, and blanks after those, if the text as a whole is not one name.
 * @return the indexes, `*n` of them, at least one and each once, in the arena; or NULL with `err` set: a name is empty, unknown or
 *         there twice
 */
size_t *sample_index_list(const struct profile *p, const char *names, size_t *n, struct arena *arena, struct err *err);

#endif
