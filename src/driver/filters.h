/*
 * The user's filters: from the options to what they leave of a view.
 */
#ifndef CPPROF_DRIVER_FILTERS_H
#define CPPROF_DRIVER_FILTERS_H

#include "base/arena.h"
#include "base/err.h"
#include "profile/filter.h"
#include "profile/tag_filter.h"
#include "query/options.h"

/** Compiled; NULL is what was not asked for. */
struct filters {
    struct regex *focus, *ignore, *hide, *show, *show_from, *prune_from, *tagshow, *taghide;
    struct tag_filter *tagfocus, *tagignore;
};

/** Compiles into zeroed `f`, which is to be released whatever comes of it. @return 0; or -1 with `err` set. */
int filters_compile(struct filters *f, const struct options *o, struct err *err);
void filters_release(struct filters *f);

/** Applies them in their order, and notes in `hits` which matched something. */
void filters_apply(const struct filters *f, struct view *v, const struct label_units *units, struct filter_hits *hits);

/** Says on stderr which matched nothing. */
void filters_warn_unmatched(const struct filter_hits *h);

/** "focus=..." for each that is set, in the arena. */
const char *const *filters_list(const struct options *o, size_t *n, struct arena *arena);

#endif
