/*
 * What somebody may have meant by an unknown name on the command line, in the shell or after -help. The rows of meanings.def are
 * tried first, then the words that options can be set to, and last the most similar names.
 *
 *     if (suggest(&text, "json", NULL, ON_COMMAND_LINE))      // appends "-format=json"
 *         err_set(err, "... (did you mean %s?)", buf_cstr(&text));
 */
#ifndef CPPROF_DRIVER_SUGGEST_H
#define CPPROF_DRIVER_SUGGEST_H

#include <stdbool.h>

#include "base/buf.h"

/** Where the name was written, which decides what there is and how it is spelled. */
enum place { ON_COMMAND_LINE, IN_SHELL };

/**
 * Appends what `name`, which has no dashes, may have meant, spelled for that place: "-nodecount=5", or "nodecount=5" in the shell.
 * @param value  what was written after "="; or NULL
 * @return whether there is such a thing; if not, nothing is appended
 */
bool suggest(struct buf *out, const char *name, const char *value, enum place place);

#endif
