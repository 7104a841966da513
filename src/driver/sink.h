/*
 * Where a report goes: standard output, a file, or a numbered file where it is not for a terminal.
 *
 * A file appears whole or not at all: it is written beside its place and renamed when the last byte is on it. Devices,
 * pipes and what a symbolic link leads to are written to as such.
 */
#ifndef CPPROF_DRIVER_SINK_H
#define CPPROF_DRIVER_SINK_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"

struct sink {
    int fd;
    bool to_stdout;
    bool quiet;      /* the file is not for the user: do not say where it is */
    char *path;      /* what the user knows it by; NULL: standard output */
    char *target;    /* where `path` leads */
    char *temporary; /* what is renamed to `target`; NULL: written in place */
};

/**
 * Opens the sink for `output`; "" and "-" are standard output, except that a report with an `extension` goes to a new
 * file profileNNN.EXTENSION in the working directory when standard output is a terminal.
 * @return 0; or -1 with `err` set.
 */
int sink_open(struct sink *s, const char *output, const char *extension, struct err *err);

/** Opens a new file profileNNN.EXTENSION, of the first number that is free. @return 0; or -1 with `err` set. */
int sink_open_numbered(struct sink *s, const char *extension, struct err *err);

/** For buf_init_drain: writes all of it. @return 0 or an errno value. */
int sink_write(void *sink, const char *data, size_t len);

/** Makes the file appear, and says so on stderr. @return 0; or -1 with `err` set, and no file. */
int sink_commit(struct sink *s, int failed, struct err *err);

/** Leaves no trace of what was written. */
void sink_abandon(struct sink *s);

/** From now on a signal that ends the program (SIGINT, SIGTERM, SIGHUP) first removes the files that are not whole yet. */
void sink_remove_on_signal(void);

#endif
