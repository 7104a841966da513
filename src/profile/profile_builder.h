/*
 * Builds a profile piece by piece: for readers of formats other than profile.proto, and for profiles that are made up.
 *
 * Calling sequence:
 *
 *   struct profile_builder b;
 *   profile_builder_init(&b);
 *   profile_builder_type(&b, STR("samples"), STR("count"));          1. every sample type
 *   profile_builder_period(&b, STR("cpu"), STR("nanoseconds"), 10);  2. what else the header says, in any order
 *   b.profile.duration_nanos = 1000;
 *   loc_id stack[] = {profile_builder_frame(&b, STR("work"), STR("w.go"), 7),
 *                     profile_builder_frame(&b, STR("main"), STR("m.go"), 1)};
 *   profile_builder_label_text(&b, STR("thread"), STR("a"));         3. the labels of a sample, then the sample
 *   profile_builder_sample(&b, stack, 2, &value);                       with its stack, leaf first
 *   profile_builder_finish(&b, &p);                                  4. or profile_builder_release(), which drops it all
 *
 * What comes out is what decoding the same things from profile.proto gives: ids count from 1, samples stay in their order,
 * equal ones are not added up, and equal sets of labels are one. Functions and locations are found by their content, so a
 * reader may name them anew for every frame of a million samples.
 *
 * Strings are copied. A builder must not be moved between init and finish. Everything ends the program when memory runs out.
 */
#ifndef CPPROF_PROFILE_PROFILE_BUILDER_H
#define CPPROF_PROFILE_PROFILE_BUILDER_H

#include "profile/label_table.h"
#include "profile/profile.h"

struct profile_builder {
    struct profile profile; /* so far; the caller may set numbers and strings of the header in it at any time */
    uint32_t source;        /* of the samples that are added from now on; at first 0 */

    /* private */
    struct hash_index functions, locations;
    struct hash_index frames; /* of profile_builder_frame(), by the bytes of their names, to locations */
    struct label_table label_table;
    struct label *label; /* of the next sample */
    size_t n_labels, cap_label;
    size_t cap_types, cap_maps, cap_funcs, cap_locs, cap_lines, cap_comments;
    size_t cap_starts, cap_values, cap_sample_labels, cap_sources;
};

/** Begins an empty profile. The caller ends it with profile_builder_finish() or profile_builder_release(). */
void profile_builder_init(struct profile_builder *b);

/** Frees the builder and what was built. */
void profile_builder_release(struct profile_builder *b);

/** Hands the profile over to `out`, to be released by the caller. The builder is then released. */
void profile_builder_finish(struct profile_builder *b, struct profile *out);

/** The id of a string in the profile, for fields that the caller sets. */
str_id profile_builder_str(struct profile_builder *b, struct str s);

/** Adds a sample type. All of them must be there before the first sample. */
void profile_builder_type(struct profile_builder *b, struct str type, struct str unit);

/** Sets the period: what is counted, its unit, and how much of it lies between two events. */
void profile_builder_period(struct profile_builder *b, struct str type, struct str unit, int64_t period);

/** Adds a comment. */
void profile_builder_comment(struct profile_builder *b, struct str text);

/** Adds a mapping. Of `m` all but the id is copied; its strings are ids of this profile. @return its place */
map_id profile_builder_mapping(struct profile_builder *b, const struct mapping *m);

/** Finds or adds the function with these names, file and first line. Of `f` all but the id counts. @return its place */
func_id profile_builder_function(struct profile_builder *b, const struct function *f);

/**
 * Finds or adds a location.
 * @param l     its address, mapping and is_folded; the other members are ignored. A mapping of {ID_NONE} is none.
 * @param line  its lines, the innermost inlined one first; copied
 * @return its place
 */
loc_id profile_builder_location(struct profile_builder *b, const struct location *l, const struct line *line, size_t n);

/** Adds a location even where an equal one is there already. @return its place; the parameters are the same. */
loc_id profile_builder_new_location(struct profile_builder *b, const struct location *l, const struct line *line,
                                    size_t n);

/** Finds or adds the location without an address that is this line of this function. @return its place */
loc_id profile_builder_frame(struct profile_builder *b, struct str function, struct str file, int64_t line);

/** Gives the next sample a text label. As in profile.proto, one with an empty text has no value and is dropped. */
void profile_builder_label_text(struct profile_builder *b, struct str key, struct str text);

/** Gives the next sample a label that is a number, with a unit or "". A 0 without a unit has no value and is dropped. */
void profile_builder_label_number(struct profile_builder *b, struct str key, int64_t number, struct str unit);

/**
 * Adds a sample, which takes the labels that were given since the one before.
 * @param stack  `n` locations of this profile, the leaf first; copied
 * @param value  one for each sample type; copied
 */
void profile_builder_sample(struct profile_builder *b, const loc_id *stack, size_t n, const int64_t *value);

#endif
