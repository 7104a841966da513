/*
 * A source file that a profile names, as lines. Only the host opens files, so a session borrows a reader from it.
 */
#ifndef CPPROF_ANALYSIS_SOURCE_FILE_H
#define CPPROF_ANALYSIS_SOURCE_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/str.h"

struct source_file {
    struct str *line;     /* line[0] is the first line; without line ends */
    size_t n_lines, size; /* `size`: of the file, in bytes */
    bool is_cut;          /* reading ended at a very long line, so there are more lines */
    const char *error;    /* why it could not be found or opened; NULL if it was read */
};

/** Where to look for source files. The strings are borrowed. */
struct source_places {
    const char *source_path; /* folders, separated by colons; "": the working directory */
    const char *trim_path;   /* prefixes to take off their names, separated by colons */
    bool only;               /* open only files in or below these folders, after symbolic links and ".." are resolved */
};

/**
 * Finds and reads a source file that a profile names, into the arena.
 * @return the file; if it cannot be opened, it has no lines and `error` is set
 */
typedef struct source_file source_reader(struct str path, const struct source_places *places, struct arena *arena);

#endif
