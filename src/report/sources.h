/*
 * Source files: found by the paths that the user gives, read once, handed out line by line.
 *
 * A profile says which files are asked for, so only regular files are read, and only their lines are ever shown.
 */
#ifndef CPPROF_REPORT_SOURCES_H
#define CPPROF_REPORT_SOURCES_H

#include "base/arena.h"
#include "base/strtab.h"

struct source_file {
    struct str *line; /* line[0] is the first; without line ends */
    size_t n_lines;
    const char *error; /* why it could not be found or opened; NULL if it was */
};

/**
 * Finds and reads a source file that a profile names, into the arena.
 * After trimming (path_trim), an absolute path is opened as it is; a relative one is looked for below each folder of
 * the list `source_path` and below all folders above that one.
 * @return the file; where it could not be opened, one without lines and with `error` set, in the words of go tool
 * pprof. Reading ends at a line of 64 KB or more, as there.
 */
struct source_file source_file_read(struct str path, const char *source_path, const char *trim_path,
                                    struct arena *arena);

#endif
