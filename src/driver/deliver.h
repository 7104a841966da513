/*
 * Delivers bytes to where they are wanted: a file, a terminal, or a program that shows them. Graphviz draws them first if they are
 * DOT text of a picture. Nothing here knows what the bytes mean.
 */
#ifndef CPPROF_DRIVER_DELIVER_H
#define CPPROF_DRIVER_DELIVER_H

#include <stdbool.h>

#include "base/err.h"
#include "base/paint.h"
#include "query/choices.h"
#include "report/medium.h"

/** What a writer writes to. */
struct canvas {
    struct buf *to;
    struct paint *paint; /* NULL: no colour */
    size_t width;        /* of the terminal, in columns; 0: it is not a terminal */
    size_t n_drawn;      /* set by a writer of DOT text: how many nodes it has */
};

/** Writes everything to c->to. @return 0; or -1 with `err` set, and no file appears */
typedef int canvas_writer(void *arg, struct canvas *c, struct err *err);

/** Where bytes go. The strings are borrowed. */
struct delivery {
    const char *output;    /* the file; "": standard output, a viewer or a numbered file; "-": standard output */
    const char *extension; /* of numbered files, and the format of a picture; NULL: there are no numbered files */
    enum medium medium;
    enum viewer viewer;
    enum color color;   /* of text; COLOR_NEVER for text that programs read */
    bool prefers_files; /* in the shell: bytes go to a numbered file even if standard output is not a terminal */
};

/**
 * Calls `write` once, with `arg`, and delivers what it writes.
 * @return 0; or -1 with `err` set: `write` failed, Graphviz failed, or the bytes could not be written or shown
 */
int deliver(const struct delivery *d, canvas_writer *write, void *arg, struct err *err);

#endif
