/*
 * Lists of label ids, equal ones kept once.
 */
#ifndef CPPROF_PROFILE_LABEL_LISTS_H
#define CPPROF_PROFILE_LABEL_LISTS_H

#include <stddef.h>
#include <stdint.h>

#include "base/hash.h"
#include "profile/profile.h"

struct label_lists {
    struct label_set *list; /* each a run of `member` */
    size_t n_lists, cap_lists;
    label_id *member;
    size_t n_members, cap_members;
    struct hash_index index;
};

/** Frees all; a zeroed struct has none. */
void label_lists_release(struct label_lists *l);

/** The number of the list of these `n` ids, which are copied. */
uint32_t label_lists_add(struct label_lists *l, const label_id *id, size_t n);

#endif
