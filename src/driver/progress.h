/*
 * What is going on, in one line on stderr that is drawn over itself, where stderr is a terminal and it takes over a second.
 * notice() takes the line away before it says something.
 */
#ifndef CPPROF_DRIVER_PROGRESS_H
#define CPPROF_DRIVER_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>

#include "profile/input.h"

/** Files that are read one after another. */
struct progress {
    struct input_watcher watcher; /* for profile_load; its first member */
    const char *name;             /* of the file being read; borrowed */
    size_t file, n_files;         /* the first is 1 */
    bool on;
    int64_t next; /* when the line may be drawn again, in ms of the clock */
};

/** Begins with the first of `n_files` files; progress_file() names each. */
void progress_init(struct progress *p, size_t n_files);
void progress_file(struct progress *p, const char *name);

/** Takes the line away. */
void progress_end(struct progress *p);

/** Between the two, should it take over a second, stderr says that a graph of `n_nodes` nodes is laid out. */
void progress_begin_layout(size_t n_nodes);
void progress_end_layout(void);

#endif
