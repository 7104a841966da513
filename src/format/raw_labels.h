/*
 * Labels as the file has them, while it is decoded. They refer to strings by their number in the file. Equal labels, and equal
 * lists of labels, are kept once.
 *
 *     raw_labels_init(&t);
 *     p->sample_label[i].i = raw_labels_add(&t, label, n); // while reading
 *     raw_labels_resolve(&t, string, p);                   // when all strings are there
 *     raw_labels_release(&t);
 */
#ifndef CPPROF_FORMAT_RAW_LABELS_H
#define CPPROF_FORMAT_RAW_LABELS_H

#include <stddef.h>
#include <stdint.h>

#include "profile/label_lists.h"
#include "profile/profile.h"

struct raw_label {
    uint32_t key, text, unit; /* indexes of the string table of the file */
    int64_t number;
};

struct raw_labels {
    struct raw_label *label;
    size_t n_labels, cap_labels;
    struct hash_index labels;
    struct label_lists lists; /* list 0 is empty */
    label_id *room;           /* for the list that is being added */
    size_t cap_room;
};

/** Makes an empty table. */
void raw_labels_init(struct raw_labels *t);

/** Frees the table. */
void raw_labels_release(struct raw_labels *t);

/** @return the number of the list of these `n` labels, which are copied if they are new */
uint32_t raw_labels_add(struct raw_labels *t, const struct raw_label *label, size_t n);

/**
 * Turns all lists into the label sets of `p`, and the list numbers in p->sample_label into set ids. `string` has the ids of the
 * strings of `p` by their index in the file, and all of them must be there. No list can be added afterwards.
 */
void raw_labels_resolve(struct raw_labels *t, const str_id *string, struct profile *p);

#endif
