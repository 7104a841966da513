/*
 * Labels as the file has them, while it is decoded. They refer to strings by their number in the file. Equal labels, and equal
 * lists of labels, are kept once.
 *
 *     raw_labels_init(&t);
 *     raw_labels_add(&t, label, n, p->sample_label, i); // while reading
 *     raw_labels_resolve(&t, string, p);                // when all strings are there
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

enum { RAW_LABELS_AT_ONCE = 32, RAW_LABELS_RECENT = 512 };

struct raw_labels {
    struct raw_label *label;
    size_t n_labels, cap_labels;
    struct hash_index labels;
    struct label_lists lists; /* list 0 is empty */

    /* private */
    uint32_t recent[RAW_LABELS_RECENT]; /* each 1 more than the number of a label that was added lately; 0: none */
    label_id *room;                     /* members of the lists that wait to be added */
    size_t n_room, cap_room;
    struct waiting_labels {
        size_t sample, first, n; /* `first` is in `room` */
    } waiting[RAW_LABELS_AT_ONCE];
    size_t n_waiting;
};

/** Makes an empty table. */
void raw_labels_init(struct raw_labels *t);

/** Frees the table. */
void raw_labels_release(struct raw_labels *t);

/**
 * Finds or adds the list of these `n` labels, which are copied, and sets of[sample] to its number. That may happen in a later
 * call, but in raw_labels_resolve() at the latest, so `of` must always have room for all samples so far. It may move between
 * calls.
 */
void raw_labels_add(struct raw_labels *t, const struct raw_label *label, size_t n, labels_id *of, size_t sample);

/**
 * Turns all lists into the label sets of `p`, and the list numbers in p->sample_label into set ids. `string` has the ids of the
 * strings of `p` by their index in the file, and all of them must be there. No list can be added afterwards.
 */
void raw_labels_resolve(struct raw_labels *t, const str_id *string, struct profile *p);

#endif
