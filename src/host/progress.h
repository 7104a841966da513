/*
 * One line on stderr that says what is going on, and is drawn again in place. It is shown only if stderr is a terminal and the
 * work takes over a second. message() erases it before it prints something.
 *
 *     progress_init(&p, n_files);
 *     progress_file_begin(&f, &p, 1, name);
 *     profile_load(..., &(struct input_how){.watcher = &f.watcher}, err);
 *     progress_file_end(&f);
 *     progress_end(&p);
 */
#ifndef CPPROF_HOST_PROGRESS_H
#define CPPROF_HOST_PROGRESS_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

#include "format/input.h"
#include "host/source.h"

/** Files that are read, perhaps several at once. The line is about one of them until it is read, and then about another. */
struct progress {
    size_t n_files;
    bool on;
    atomic_size_t shown; /* the number of the file that the line is about; 0: any file may take it */
    atomic_llong next;   /* when the line may be drawn again, in milliseconds of the monotonic clock */
};

/** One of the files. */
struct progress_file {
    struct input_watcher watcher; /* for source_load(); must be the first member */
    struct progress *progress;
    const char *name; /* borrowed */
    size_t number;    /* from 1 */
};

/** Prepares to show the progress of `n_files` files. */
void progress_init(struct progress *p, size_t n_files);

/** Says that file `number` (from 1) is about to be read. `name` is borrowed until the end. */
void progress_file_begin(struct progress_file *f, struct progress *p, size_t number, const char *name);

/** Says that the file was read. */
void progress_file_end(struct progress_file *f);

/** Erases the line. */
void progress_end(struct progress *p);

/** Begin and end the layout of a graph. If it takes over a second, stderr says that `n_nodes` nodes are being laid out. */
void progress_begin_layout(size_t n_nodes);
void progress_end_layout(void);

#endif
