/*
 * Source files, found by the paths that the user gives, and split into lines.
 *
 * The profile names the files, and may be hostile. So only regular files of at most 16 MB are opened, and only their lines are
 * shown. If the user asks for that, no file outside the folders of the source path is opened.
 */
#ifndef CPPROF_HOST_SOURCE_CODE_H
#define CPPROF_HOST_SOURCE_CODE_H

#include "analysis/source_file.h"

/**
 * Finds the source file that a profile names, and reads it into the arena. The name is first trimmed (path_trim). If it is then
 * absolute, that file is opened. Otherwise it is looked for below each folder of the list `source_path` and, without `only`,
 * below all folders above that one, as in go tool pprof. If it is not there, the places where the go command keeps sources are
 * searched (host/go_source.h). Reading ends at a line of 64 KB or more, as in go tool pprof.
 * @return the file; if it could not be opened, it has no lines, and `error` is set in the words of go tool pprof
 */
struct source_file source_code_read(struct str path, const struct source_places *places, struct arena *arena);

#endif
