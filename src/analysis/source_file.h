/*
 * A source file that a profile names, as lines. Who opens files is the host's business: a session has a reader.
 */
#ifndef CPPROF_ANALYSIS_SOURCE_FILE_H
#define CPPROF_ANALYSIS_SOURCE_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/str.h"

struct source_file {
    struct str *line;     /* line[0] is the first; without line ends */
    size_t n_lines, size; /* `size`: in bytes, as it was read */
    const char *error;    /* why it could not be found or opened; NULL if it was */
};

/** Where source files are. The strings are borrowed. */
struct source_places {
    const char *source_path; /* folders, with colons between; "": the working directory */
    const char *trim_path;   /* prefixes to take off their names, with colons between */
    bool only; /* no file is opened that is not in one of these folders or below, symbolic links and ".." resolved */
};

/**
 * Finds and reads a source file that a profile names, into the arena.
 * @return the file; where it could not be opened, one without lines and with `error` set
 */
typedef struct source_file source_reader(struct str path, const struct source_places *places, struct arena *arena);

#endif
