/*
 * The names of what is read: the arguments of the command line, and for @FILE what the file names, one a line.
 */
#ifndef CPPROF_HOST_SOURCE_LIST_H
#define CPPROF_HOST_SOURCE_LIST_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"

/** Zeroed, it is empty. */
struct source_list {
    const char **name; /* "-": standard input */
    size_t n, cap;
    struct arena arena;
    bool stdin_listed; /* standard input was such a file */
};

/**
 * Appends a name, which is borrowed; or for @FILE the lines of FILE, for @- those of standard input. A line is a name as it
 * stands, without LF or CR LF; empty ones are none. Lists do not nest.
 * @return 0; or -1 with `err` set: a list that cannot be read, that names nothing, or has in it what is no name.
 */
int source_list_add(struct source_list *l, const char *arg, struct err *err);

void source_list_release(struct source_list *l);

#endif
