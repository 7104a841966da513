/*
 * The unit of the numbers under each label key.
 */
#ifndef CPPROF_PROFILE_LABEL_UNITS_H
#define CPPROF_PROFILE_LABEL_UNITS_H

#include "profile/view.h"

struct label_unit {
    str_id key, unit;
    str_id *ignored; /* other units that samples name for the key, sorted; the first one found is `unit` */
    size_t n_ignored;
};

struct label_units {
    struct label_unit *key; /* one for each key that has numbers, in the order of the samples */
    size_t n;
    uint32_t *place; /* by the id of a key: its index in `key` + 1, or 0; NULL if there are no keys */
    size_t n_places;
};

/**
 * Finds the units of all numeric labels of the view's samples. If no sample names a unit for a key, the unit is "bytes" for
 * "alignment" and "request", and the key itself for others. New names go into the view's strings.
 * @return the units, in the view's arena
 */
struct label_units label_units_find(struct view *v);

/** @return the unit of a key; or "" if the key has no numbers */
str_id label_units_get(const struct label_units *u, str_id key);

#endif
