/*
 * Filters by name: focus, ignore, hide, show, show_from. Names are those of functions, source files and mapped files.
 */
#ifndef CPPROF_PROFILE_FILTER_H
#define CPPROF_PROFILE_FILTER_H

#include "profile/view.h"
#include "regex/regex.h"

/** Compiled patterns, borrowed; NULL: no such filter. */
struct name_filters {
    const struct regex *focus, *ignore, *hide, *show;
};

/** Which filters matched something; one that is not given counts as having matched. A member for each row of filters.def. */
struct filter_hits {
#define FILTER(name, kind, value, active, unmatched, summary) bool name;
#include "profile/filters.def"
#undef FILTER
};

/**
 * Keeps the samples with a frame that `focus` matches and none that `ignore` matches, takes the lines that `hide`
 * matches and those that `show` does not match out of every stack, and drops samples whose stack is then empty.
 */
void filter_names(struct view *v, const struct name_filters *f, struct filter_hits *hits);

/** Drops the frames above (nearer the root than) the highest that matches, and samples without one. NULL: no filter. */
void filter_show_from(struct view *v, const struct regex *show_from, struct filter_hits *hits);

#endif
