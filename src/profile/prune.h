/*
 * Pruning of frames by the names of functions, without their arguments.
 */
#ifndef CPPROF_PROFILE_PRUNE_H
#define CPPROF_PROFILE_PRUNE_H

#include "base/err.h"
#include "profile/view.h"
#include "regex/regex.h"

/**
 * Removes the frames that the profile itself calls uninteresting. After the first frame from the root that stays, it finds the
 * first frame that drop_frames matches as a whole and keep_frames does not, and removes that frame and everything that it
 * calls. A pattern that cannot be compiled changes nothing.
 * @return for how many functions these patterns were too hard to decide; they count as not matching
 */
size_t prune_uninteresting(struct view *v);

/** Removes the frames that the innermost frame that `from` matches calls. NULL: no filter. */
void prune_from(struct view *v, const struct regex *from);

/** @return a function name without a leading "." and without the list of arguments; it points into `name` */
struct str prune_simplify(struct str name);

#endif
