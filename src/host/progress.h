/*
 * What is going on, in one line on stderr that is drawn over itself, where stderr is a terminal and it takes over a second.
 * message() takes the line away before it says something.
 */
#ifndef CPPROF_HOST_PROGRESS_H
#define CPPROF_HOST_PROGRESS_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

#include "format/input.h"
#include "host/source.h"

/** Files that are read, several at once perhaps: the line is about one of them until it is read, then about another. */
struct progress {
    size_t n_files;
    bool on;
    atomic_size_t shown; /* the number of the file that the line is about; 0: it is free for any */
    atomic_llong next;   /* when the line may be drawn again, in ms of the clock */
};

/** One of them. */
struct progress_file {
    struct input_watcher watcher; /* for source_load; its first member */
    struct progress *progress;
    const char *name; /* borrowed */
    size_t number;    /* from 1 */
};

/** Begins with the first of `n_files` files. */
void progress_init(struct progress *p, size_t n_files);

/** File `number` (from 1) is about to be read. */
void progress_file_begin(struct progress_file *f, struct progress *p, size_t number, const char *name);

/** It was read. */
void progress_file_end(struct progress_file *f);

/** Takes the line away. */
void progress_end(struct progress *p);

/** Between the two, should it take over a second, stderr says that a graph of `n_nodes` nodes is laid out. */
void progress_begin_layout(size_t n_nodes);
void progress_end_layout(void);

#endif
