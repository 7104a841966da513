/*
 * Builds the labels of a profile and the sets of them. Equal labels get the same id, and so do sets of the same labels.
 *
 *     label_table_init(&t, &p->strings);
 *     p->sample_label[i] = label_table_add(&t, label, n);
 *     label_table_move(&t, p); // or label_table_release(&t)
 */
#ifndef CPPROF_PROFILE_LABEL_TABLE_H
#define CPPROF_PROFILE_LABEL_TABLE_H

#include "profile/label_lists.h"
#include "profile/profile.h"

struct label_table {
    const struct strtab *strings; /* borrowed; their order is the order of keys */
    struct label_lists sets;      /* owned until label_table_move() */
    struct label *label;          /* so are these */
    size_t n_labels, cap_labels;
    struct hash_index labels;
    label_id *room; /* for the set that is being added */
    size_t cap_room;
};

/** Makes a table with the empty set, whose id is 0. `strings` must outlive it. */
void label_table_init(struct label_table *t, const struct strtab *strings);

/** Frees the table and its sets. */
void label_table_release(struct label_table *t);

/** @return the id of the set of these `n` labels, whose keys may come in any order; `label` is sorted in place */
labels_id label_table_add(struct label_table *t, struct label *label, size_t n);

/** Hands the labels and sets over to `p`, and releases the table. */
void label_table_move(struct label_table *t, struct profile *p);

#endif
