/*
 * A decoded profile: what profile.proto says, as columns.
 *
 * The dictionary (strings, mappings, functions, locations with their lines, label sets) refers to itself by small ids, which
 * are indexes of its arrays. Each kind of id has a type of its own, so that two kinds cannot be mixed up. The 64-bit ids of
 * the file survive only as the numbers that -raw and -proto show. After decoding or merging, the dictionary never changes:
 * filters rewrite a struct view (view.h).
 *
 * Samples are flat arrays: the stack of sample i is the frames stack_start[i] ... stack_start[i + 1] - 1 of `stack`, leaf
 * first, and its value of type t is value[i * n_types + t], in the unit that type[t] names. (Values are rows and not columns,
 * because the sample types may come after the samples in a file, and because merging, scaling and the test for zero go sample
 * by sample.) Once a base has been merged in, values may be negative.
 *
 * A profile may hold the samples of several sources, to be compared with each other. sample_source then says which source
 * each sample is of. Merging keeps samples of different sources apart; nothing that is printed of a sample shows its source.
 *
 * Everything belongs to the profile and stays valid until profile_release().
 */
#ifndef CPPROF_PROFILE_PROFILE_H
#define CPPROF_PROFILE_PROFILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/strtab.h"
#include "profile/frames.h"

typedef struct map_id {
    uint32_t i; /* ID_NONE: no mapping */
} map_id;

typedef struct func_id {
    uint32_t i;
} func_id;

typedef struct label_id {
    uint32_t i;
} label_id;

typedef struct labels_id {
    uint32_t i; /* 0 is the set without labels */
} labels_id;

enum { ID_NONE = UINT32_MAX };

struct value_type {
    str_id type, unit;
};

struct mapping {
    uint64_t id; /* as the file numbers it */
    uint64_t start, limit, offset;
    str_id file, build_id;
    bool has_functions, has_filenames, has_line_numbers, has_inline_frames;
};

struct function {
    uint64_t id;
    str_id name, system_name, filename;
    int64_t start_line;
};

struct line {
    func_id function;
    int64_t line, column;
};

/** Its lines begin at line[first_line]: inlined callees first, the function that they were inlined into last. */
struct location {
    uint64_t id, address;
    map_id mapping;
    uint32_t first_line, n_lines;
    bool is_folded;
};

enum label_kind {
    LABEL_TEXT,
    LABEL_NUMBER,         /* a number; no number under this key in this set names a unit */
    LABEL_NUMBER_AND_UNIT /* a number; some name a unit, which is `text`, or "" if this one does not */
};

struct label {
    str_id key;
    enum label_kind kind;
    str_id text; /* the value of a text, the unit of a number */
    int64_t number;
};

/** label_list[first] ... label_list[first + n - 1]: texts before numbers, each sorted by key; values of a key in file order. */
struct label_set {
    uint32_t first, n;
};

struct profile {
    struct strtab strings;

    struct value_type *type; /* the sample types */
    size_t n_types;
    str_id default_sample_type;

    struct mapping *map; /* the first is the main binary */
    size_t n_maps;
    struct function *func;
    size_t n_funcs;
    struct location *loc;
    size_t n_locs;
    struct line *line;
    size_t n_lines;
    struct label_set *label_set; /* set 0 is empty */
    size_t n_label_sets;
    label_id *label_list; /* the members of all sets */
    size_t label_list_len;
    struct label *label; /* each label once */
    size_t n_labels;

    size_t n_samples;
    uint64_t *stack_start; /* n_samples + 1 */
    struct frames stack;
    int64_t *value;          /* [sample * n_types + type]: a sample's values side by side, as the file has them */
    labels_id *sample_label; /* [sample] */
    uint32_t *sample_source; /* [sample]: the number of its source, from 0; NULL: all are of source 0 */

    str_id drop_frames, keep_frames;    /* regular expressions, or "" */
    int64_t time_nanos, duration_nanos; /* since 1970; 0 is unknown */
    struct value_type period_type;
    int64_t period;
    str_id *comment;
    size_t n_comments;
    str_id doc_url;
};

/** Makes an empty profile. */
void profile_init(struct profile *p);

/** Frees everything that the profile owns. */
void profile_release(struct profile *p);

/** @return the bytes of a string of this profile */
struct str profile_str(const struct profile *p, str_id id);

/** Whether every value of the sample is zero. */
bool profile_sample_is_zero(const struct profile *p, size_t sample);

/** The text label that marks the samples of a diff base ("pprof::base" = "true"). */
extern const char profile_base_key[];

/** Says that every sample is of this source. Source 0 needs no column: the one that is there is freed. */
void profile_set_source(struct profile *p, uint32_t source);

/** The source of a sample, by its place in the profile. */
static inline uint32_t profile_source(const struct profile *p, size_t sample)
{
    return p->sample_source ? p->sample_source[sample] : 0;
}

/** Gives every sample the text label key = text, which replaces its texts under this key. */
void profile_label_all(struct profile *p, const char *key, const char *text);

/** Gives a profile without mappings one that covers everything, as go tool pprof does. Reports then number it 1. */
void profile_ensure_mapping(struct profile *p);

#endif
