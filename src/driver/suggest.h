/*
 * What somebody may have meant by a name that nothing has: on the command line, in the shell, as a topic of the help. The rows of
 * meanings.def come first, then the choices that options have, and last the names with almost the same letters.
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
 * Appends what `name`, without dashes, may have meant, as it is written in that place: "-nodecount=5", or in the shell "nodecount=5".
 * @param value  what was written after "="; or NULL
 * @return whether there is such a thing; if not, nothing is appended
 */
bool suggest(struct buf *out, const char *name, const char *value, enum place place);

#endif
