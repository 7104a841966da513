/*
 * Lists of label ids. Equal lists are kept once.
 */
#ifndef CPPROF_PROFILE_LABEL_LISTS_H
#define CPPROF_PROFILE_LABEL_LISTS_H

#include <stddef.h>
#include <stdint.h>

#include "base/hash.h"
#include "profile/profile.h"

struct label_lists {
    struct label_set *list; /* each is a run of `member` */
    size_t n_lists, cap_lists;
    label_id *member;
    size_t n_members, cap_members;
    struct hash_index index;
};

/** Frees all lists. A zeroed struct has none. */
void label_lists_release(struct label_lists *l);

/** @return the number of the list of these `n` ids, which are copied if the list is new */
uint32_t label_lists_add(struct label_lists *l, const label_id *id, size_t n);

/** A list that is to be added. */
struct wanted_list {
    const label_id *id;
    size_t n;
    uint32_t number; /* is set */

    uint64_t hash; /* private */
};

/**

 * Does the same for `n` lists, one after the other. That is faster, because the processor fetches what it needs of all of them.

 */
void label_lists_add_all(struct label_lists *l, struct wanted_list *wanted, size_t n);

#endif
