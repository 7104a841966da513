/*
 * Pseudo frames made of label values: tagroot puts them at the root of every stack, tagleaf at its leaf.
 */
#ifndef CPPROF_PROFILE_TAGROOT_H
#define CPPROF_PROFILE_TAGROOT_H

#include "profile/filter.h"
#include "profile/view.h"

/**
 * Adds to every stack one frame for each key of the comma-separated lists `roots` and `leaves` (either may be ""): its
 * function is named by the values under the key, numbers in `unit`, its file by the key. The first key of `roots`
 * becomes the outermost frame, the last key of `leaves` the innermost.
 */
void tagroot_add(struct view *v, const char *roots, const char *leaves, struct str unit, struct filter_hits *hits);

#endif
