/*
 * All filters that one question may have, from the table filters.def: compiled once, then applied to a view.
 *
 *     filter_set_init(&set);
 *     filter_set_compile(&set, FILTER_focus, "alloc", &err);     for each that is given
 *     filter_set_add_frames(&set, &view, unit, &hits);           the pseudo frames of tagroot and tagleaf
 *     filter_set_apply(&set, &view, &units, &hits);              all others
 *     filter_set_release(&set);
 */
#ifndef CPPROF_PROFILE_FILTER_SET_H
#define CPPROF_PROFILE_FILTER_SET_H

#include "base/err.h"
#include "profile/filter.h"
#include "profile/tag_filter.h"

/** FILTER_focus and so on. */
enum filter_id {
#define FILTER(name, kind, value, active, unmatched, summary) FILTER_##name,
#include "profile/filters.def"
#undef FILTER
    N_FILTERS
};

/** What a filter looks at, and how it is written. */
enum filter_kind {
    FILTER_BY_FRAME, /* a regular expression on names and files */
    FILTER_BY_KEY,   /* one on the keys of tags */
    FILTER_BY_TAGS,  /* a tag filter */
    FILTER_BY_KEYS   /* keys of tags, with commas between */
};

/** A row of filters.def. */
struct filter_def {
    const char *name, *value, *unmatched, *summary;
    enum filter_kind kind;
    bool active;
};

extern const struct filter_def filter_defs[N_FILTERS];

/** The filters of one question. */
struct filter_set {
    const char *text[N_FILTERS];       /* as they were given, borrowed; "" if it was not given */
    struct regex *pattern[N_FILTERS];  /* of a kind that is a regular expression; NULL if it was not given */
    struct tag_filter *tag[N_FILTERS]; /* of the kind FILTER_BY_TAGS; NULL if it was not given */
};

/** A set without filters. */
void filter_set_init(struct filter_set *f);

/** Frees what was compiled; also after a filter_set_compile() that failed. */
void filter_set_release(struct filter_set *f);

/**
 * Adds a filter; "" adds nothing. `text` is borrowed until the set is released.
 * @return 0; or -1 with `err` set: it cannot be parsed.
 */
int filter_set_compile(struct filter_set *f, enum filter_id id, const char *text, struct err *err);

/** Calls visit(ctx, "-focus", ...) and so on for each pattern of the set. */
void filter_set_each_pattern(const struct filter_set *f, regex_visitor *visit, void *ctx);

/** Whether the filter was read as a range of numbers; if so `*range` is its text without the key. */
bool filter_set_is_range(const struct filter_set *f, enum filter_id id, const char **range);

/** @return the key of "key=..." if the filter is a tag filter that names one; or "" */
const char *filter_set_key(const struct filter_set *f, enum filter_id id);

/** Adds the pseudo frames of tagroot and tagleaf, with numbers in `unit`. Filters may match them, so they come first. */
void filter_set_add_frames(const struct filter_set *f, struct view *v, struct str unit, struct filter_hits *hits);

/** Applies all other filters in the reference's order, and notes in `hits` which of them matched something. */
void filter_set_apply(const struct filter_set *f, struct view *v, const struct label_units *units,
                      struct filter_hits *hits);

/** Whether the filter matched something, or was not given. */
bool filter_hits_get(const struct filter_hits *hits, enum filter_id id);

#endif
