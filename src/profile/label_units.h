/*
 * The unit in which the numbers under each label key are read.
 */
#ifndef CPPROF_PROFILE_LABEL_UNITS_H
#define CPPROF_PROFILE_LABEL_UNITS_H

#include "profile/view.h"

struct label_unit {
    str_id key, unit;
    str_id *ignored; /* other units that samples name for the key, sorted; the first one met counts */
    size_t n_ignored;
};

struct label_units {
    struct label_unit *key; /* one for each key with numbers, in the order in which samples have them */
    size_t n;
    uint32_t *place; /* by the id of a key: its place in `key` + 1, or 0; NULL where there are no keys */
    size_t n_places;
};

/**
 * The units of all numeric labels of the view's samples, in the view's arena. A key without one has the unit "bytes" if
 * it is "alignment" or "request", else its own name. New names go into the view's strings.
 */
struct label_units label_units_find(struct view *v);

/** The unit of a key; "" for one without numbers. */
str_id label_units_get(const struct label_units *u, str_id key);

#endif
