/*
 * File names as text: the functions of Go's path/filepath on Unix, and the trimming of source paths. No file is touched.
 *
 *     path_clean    "src//a/../b.c" -> "src/b.c"
 *     path_base     "src/b.c"       -> "b.c"
 *     path_dir      "src/b.c"       -> "src"
 *     path_trim     "example.com/app/b.c" -> "b.c", with the trim_path "example.com/app"
 */
#ifndef CPPROF_BASE_PATH_H
#define CPPROF_BASE_PATH_H

#include "base/buf.h"
#include "base/strtab.h"

/** Appends the shortest equivalent of `path`, as filepath.Clean does: "." for "", no "//", no "x/..". */
void path_clean(struct buf *out, struct str path);

/** @return the last element without trailing slashes, as filepath.Base does: "." for "", "/" for "/". Points into `path`,
 *         or to a constant */
struct str path_base(struct str path);

/** Appends everything but the last element, cleaned, as filepath.Dir does. */
void path_dir(struct buf *out, struct str path);

/**
 * Takes the next element off the front of a list that is separated by ":".
 * @param more  true before the first call, or false if the list is empty and so has no element; kept up to date
 * @return whether there was one; `element` then points into the list
 */
bool path_list_next(struct str *list, bool *more, struct str *element);

/**
 * Shortens a source path as the user asked. With a `trim_path`, the first prefix in that list that the path has is taken off.
 * Without one, everything up to and including the base name of a folder in the list `search_path` is. If that takes
 * nothing off, a leading "/proc/self/cwd/" is taken off.
 * @return the rest, which points into `path`
 */
struct str path_trim(struct str path, struct str trim_path, struct str search_path);

#endif
