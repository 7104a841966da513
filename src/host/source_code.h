/*
 * Source files: found by the paths that the user gives, read once, handed out line by line.
 *
 * A profile says which files are asked for, so only regular files of at most 16 MB are opened, and only their lines are ever
 * shown. Where the user says so, no file outside of the folders of the source path is.
 */
#ifndef CPPROF_HOST_SOURCE_CODE_H
#define CPPROF_HOST_SOURCE_CODE_H

#include "analysis/source_file.h"

/**
 * Finds and reads a source file that a profile names, into the arena.
 * After trimming (path_trim), an absolute path is opened as it is; a relative one is looked for below each folder of
 * the list `source_path` and below all folders above that one (not above, with `only`).
 * @return the file; where it could not be opened, one without lines and with `error` set, in the words of go tool
 * pprof. Reading ends at a line of 64 KB or more, as there.
 */
struct source_file source_code_read(struct str path, const struct source_places *places, struct arena *arena);

#endif
