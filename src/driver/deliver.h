/*
 * Brings bytes to where they are wanted: a file, a terminal, a program that shows them, and by way of Graphviz where they are
 * DOT text to be drawn. It knows bytes and extensions, and nothing of what they say.
 */
#ifndef CPPROF_DRIVER_DELIVER_H
#define CPPROF_DRIVER_DELIVER_H

#include <stdbool.h>

#include "base/err.h"
#include "base/paint.h"
#include "query/choices.h"
#include "report/medium.h"

/** What a writer writes on. */
struct canvas {
    struct buf *to;
    struct paint *paint; /* NULL: no colour */
    size_t width;        /* of the terminal, in columns; 0: it is none */
    size_t n_drawn;      /* set by the writer of DOT text: how many nodes there are */
};

/** Writes everything. @return 0; or -1 with `err` set, and nothing is delivered. */
typedef int canvas_writer(void *arg, struct canvas *c, struct err *err);

struct delivery {
    const char *output;    /* the file; "": the usual place */
    const char *extension; /* of a file whose name is ours; NULL: the usual place is standard output, always */
    enum medium medium;
    enum viewer viewer;
    enum color color; /* COLOR_NEVER for what is no text for people */
    bool
        prefers_files; /* what is no text goes to a file even where standard output is no terminal, as the shell has it */
};

/** Has `write` called once and delivers what it writes. @return 0; or -1 with `err` set. */
int deliver(const struct delivery *d, canvas_writer *write, void *arg, struct err *err);

#endif
