/*
 * Where a report goes: standard output, a file, or a numbered file where it is not for a terminal.
 *
 * A file appears whole or not at all: it is written beside its place, as NAME.cpprof-XXXXXX, and renamed when the last byte is
 * on it; a file that it replaces gives it its mode and owner, and keeps what it has under another name (a hard link). Where
 * nothing can be created or renamed beside a file that may be written (its folder may not be, or it is mounted), the whole
 * report is copied into it in the end. Devices and pipes are written to as such, a symbolic link is followed, also to
 * what is not there yet, and /dev/stdout, /dev/stderr and /dev/fd/N are what is open there already.
 */
#ifndef CPPROF_HOST_SINK_H
#define CPPROF_HOST_SINK_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"

struct sink {
    int fd;
    bool to_stdout;
    bool quiet;                 /* the file is not for the user: do not say where it is */
    bool copied;                /* `fd` is of a file without a name, which is copied to `target` */
    char *path;                 /* what the user knows it by; NULL: standard output */
    char *target;               /* the file that `temporary` is renamed to; NULL: what is written stays where it is */
    struct tempfile *temporary; /* or NULL */
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

/**
 * Puts something unusable in the place of a standard stream that is closed, so that no file which is opened later stands there:
 * what is meant for the stream would be written into it.
 */
void sink_hold_standard_places(void);

#endif
