/*
 * Pseudo frames made of label values: tagroot adds them at the root of every stack, tagleaf at its leaf.
 */
#ifndef CPPROF_PROFILE_TAGROOT_H
#define CPPROF_PROFILE_TAGROOT_H

#include "profile/filter.h"
#include "profile/view.h"

/**
 * Adds one frame to every stack for each key of the comma-separated lists `roots` and `leaves`, either of which may be "". The
 * function is named after the values under the key, with numbers in `unit`, and its file after the key. The first key of `roots`
 * becomes the outermost frame, and the last key of `leaves` becomes the innermost.
 */
void tagroot_add(struct view *v, const char *roots, const char *leaves, struct str unit, struct filter_hits *hits);

#endif
