/*
 * The tables of a merge: what the profiles have in common besides their samples, each part once, in the order of its first use. For
 * merge.c.
 *
 *     merge_tables_init(&m);
 *     for each profile p:
 *         merge_tables_begin(&m, &p);
 *         for each sample and frame of it:
 *             ... merge_location(&m, frame), merge_labels(&m, labels) ...
 *     merge_tables_finish(&m, &out);    or merge_tables_release(&m)
 */
#ifndef CPPROF_PROFILE_MERGE_TABLES_H
#define CPPROF_PROFILE_MERGE_TABLES_H

#include "profile/label_table.h"
#include "profile/profile.h"

struct merge_tables {
    struct profile p; /* the result; its samples are the caller's business */
    size_t n_sources;
    size_t cap_maps, cap_funcs, cap_locs, cap_lines, cap_comments;
    struct hash_index maps, funcs, locs;
    struct label_table label_table;
    struct label *label_room;
    size_t cap_label_room;

    const struct profile *src; /* the profile that is being added, and the new ids of its parts; ID_NONE: none yet */
    str_id *str;
    map_id *map;
    func_id *func;
    loc_id *loc;
    labels_id *labels;
    size_t cap_str, cap_map, cap_func, cap_loc, cap_label_sets;
};

/** Makes tables of nothing. */
void merge_tables_init(struct merge_tables *m);

/** Begins to add a profile, which is borrowed until the next call, and adds its header. */
void merge_tables_begin(struct merge_tables *m, const struct profile *p);

/** @return the string in the result that a string of the current profile has become; m->str has it from now on */
str_id merge_string(struct merge_tables *m, str_id id);

/** The same for a mapping, which may be ID_NONE. */
map_id merge_mapping(struct merge_tables *m, map_id id);

/** Makes the mappings that the result has already known to merge_mapping(). */
void merge_tables_index_mappings(struct merge_tables *m);

/** @return the location in the result that a location of the current profile has become; m->loc has it from now on */
loc_id merge_location(struct merge_tables *m, loc_id id);

/** The same for a set of labels. */
labels_id merge_labels(struct merge_tables *m, labels_id id);

/** Hands the result over to `out`, which the caller releases, and frees the rest. */
void merge_tables_finish(struct merge_tables *m, struct profile *out);

/** Frees everything but the result. */
void merge_tables_release_index(struct merge_tables *m);

/** Frees everything. */
void merge_tables_release(struct merge_tables *m);

#endif
