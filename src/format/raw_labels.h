/*
 * Labels as the file has them, while it is decoded: string references unresolved, equal labels and equal lists of them
 * kept once.
 */
#ifndef CPPROF_FORMAT_RAW_LABELS_H
#define CPPROF_FORMAT_RAW_LABELS_H

#include <stddef.h>
#include <stdint.h>

#include "profile/label_lists.h"
#include "profile/profile.h"

struct raw_label {
    uint32_t key, text, unit; /* places in the string table */
    int64_t number;
};

struct raw_labels {
    struct raw_label *label;
    size_t n_labels, cap_labels;
    struct hash_index labels;
    struct label_lists lists; /* list 0 is empty */
    label_id *room;           /* of the list at hand */
    size_t cap_room;
};

void raw_labels_init(struct raw_labels *t);
void raw_labels_release(struct raw_labels *t);

/** The number of the list of these `n` labels; they are copied. */
uint32_t raw_labels_add(struct raw_labels *t, const struct raw_label *label, size_t n);

/**
 * Resolves all lists with `string[place]` into the label sets of `p`, whose strings are complete, and turns the list
 * numbers in p->sample_label into set ids. Nothing can be added after that.
 */
void raw_labels_resolve(struct raw_labels *t, const str_id *string, struct profile *p);

#endif
