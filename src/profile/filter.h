/*
 * Filters by name: focus, ignore, hide, show, show_from. A pattern matches the names of functions, source files and mapped
 * files.
 */
#ifndef CPPROF_PROFILE_FILTER_H
#define CPPROF_PROFILE_FILTER_H

#include "profile/view.h"
#include "regex/regex.h"

/** Compiled patterns, borrowed. NULL stands for no filter. */
struct name_filters {
    const struct regex *focus, *ignore, *hide, *show;
};

/** Which filters matched something. A filter that is not given counts as having matched. A member for each row of filters.def. */
struct filter_hits {
#define FILTER(name, kind, value, active, unmatched, summary) bool name;
#include "profile/filters.def"
#undef FILTER
};

/**
 * Keeps the samples that have a frame that `focus` matches, and no frame that `ignore` matches. Removes from every stack the
 * lines that `hide` matches and those that `show` does not match. Drops the samples whose stacks are then empty.
 */
void filter_names(struct view *v, const struct name_filters *f, struct filter_hits *hits);

/** Drops the frames nearer to the root than the outermost one that matches, and the samples without one. NULL: no filter. */
void filter_show_from(struct view *v, const struct regex *show_from, struct filter_hits *hits);

#endif
