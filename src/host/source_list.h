/*
 * The names of the sources: the arguments of the command line, where @FILE stands for the names in FILE, one a line.
 *
 *     struct source_list l = {0};
 *     for each argument:
 *         if (source_list_add(&l, argument, err)) ...
 *     source_list_release(&l);
 */
#ifndef CPPROF_HOST_SOURCE_LIST_H
#define CPPROF_HOST_SOURCE_LIST_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"

/** A zeroed list is empty. */
struct source_list {
    const char **name; /* "-": standard input */
    size_t n, cap;
    struct arena arena;
    bool stdin_listed; /* standard input was read as a list */
};

/**
 * Appends a name, which is borrowed. For @FILE it appends the lines of FILE, and for @- those of standard input. A line is
 * a name, taken literally, without its LF or CR LF. Empty lines are skipped. A list cannot name another list.
 * @return 0; or -1 with `err` set: a list cannot be read, names nothing, or has a line that cannot be a name
 */
int source_list_add(struct source_list *l, const char *arg, struct err *err);

/** Frees the names that were read from lists, and the list. */
void source_list_release(struct source_list *l);

#endif
