/*
 * Builds the labels of a profile and the sets of them: equal labels, and sets of the same labels, get the same id.
 */
#ifndef CPPROF_PROFILE_LABEL_TABLE_H
#define CPPROF_PROFILE_LABEL_TABLE_H

#include "profile/label_lists.h"
#include "profile/profile.h"

struct label_table {
    const struct strtab *strings; /* borrowed: gives the order of the keys */
    struct label_lists sets;      /* owned until label_table_move */
    struct label *label;          /* and these */
    size_t n_labels, cap_labels;
    struct hash_index labels;
    label_id *room; /* of the set at hand */
    size_t cap_room;
};

/** A table with the empty set 0. */
void label_table_init(struct label_table *t, const struct strtab *strings);
void label_table_release(struct label_table *t);

/** The id of the set of these labels, given in any order of keys; `label` is put in order in place. */
labels_id label_table_add(struct label_table *t, struct label *label, size_t n);

/** Hands the sets over to `p`; the table is then released. */
void label_table_move(struct label_table *t, struct profile *p);

#endif
