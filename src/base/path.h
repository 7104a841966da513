/*
 * File names as text: what Go's path/filepath does with them on Unix, and the trimming of source paths. Touches no
 * file.
 */
#ifndef CPPROF_BASE_PATH_H
#define CPPROF_BASE_PATH_H

#include "base/buf.h"
#include "base/strtab.h"

/** Appends the shortest equivalent of `path`, as filepath.Clean: "." for "", no "//", no "x/..". */
void path_clean(struct buf *out, struct str path);

/** The last element without trailing slashes, as filepath.Base: "." for "", "/" for "/". Points into `path` or is constant. */
struct str path_base(struct str path);

/** All but the last element, cleaned, appended to `out`, as filepath.Dir. */
void path_dir(struct buf *out, struct str path);

/** Takes the next element of a list separated by ":" off its front. @return false at the end (an empty list has none). */
bool path_list_next(struct str *list, bool *more, struct str *element);

/**
 * Takes off a source path what the user asked to: the first prefix of the list `trim_path` that it has, else
 * "/proc/self/cwd/". Without a trim_path, everything up to the base name of a folder in the list `search_path`, if the
 * path has such a folder. @return the rest, which points into `path`.
 */
struct str path_trim(struct str path, struct str trim_path, struct str search_path);

#endif
