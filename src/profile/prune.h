/*
 * Pruning of frames by function name, stripped of its arguments.
 */
#ifndef CPPROF_PROFILE_PRUNE_H
#define CPPROF_PROFILE_PRUNE_H

#include "base/err.h"
#include "profile/view.h"
#include "regex/regex.h"

/**
 * Takes out what the profile itself calls uninteresting: from the root on, behind the first frame that stays, the first
 * that drop_frames matches whole and keep_frames does not, and all frames below it. A pattern that cannot be compiled
 * changes nothing.
 */
void prune_uninteresting(struct view *v);

/** Takes out the frames below (called from) the lowest that `from` matches; NULL: no filter. */
void prune_from(struct view *v, const struct regex *from);

/** A function name without a leading "." and the list of arguments; points into `name`. */
struct str prune_simplify(struct str name);

#endif
