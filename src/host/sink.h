/*
 * Where a report goes: standard output, a file, or a numbered file if the report is not fit for a terminal.
 *
 *     if (sink_open(&s, output, extension, err))
 *         return -1;
 *     buf_init_drain(&b, sink_write, &s);
 *     ...                                            // write the report to `b`
 *     return sink_commit(&s, buf_flush(&b), err);    // or sink_abandon(&s)
 *
 * A file appears whole or not at all. It is written in the same folder as NAME.cpprof-XXXXXX, and renamed after the last byte.
 * A file that it replaces passes on its mode and owner, and keeps its contents under another name, if it has one (a hard
 * link). If a file may be written but nothing can be created or renamed next to it (its folder is read-only, or the file is
 * mounted), the whole report is copied into it at the end. Devices and pipes are written to directly. A symbolic link is
 * followed, even if its target does not exist yet. /dev/stdout, /dev/stderr and /dev/fd/N stand for what is already open.
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
    bool quiet;                 /* the file is not for the user, so do not say where it is */
    bool copied;                /* `fd` is a file without a name, which is copied to `target` */
    char *path;                 /* the name that the user knows; NULL: standard output */
    char *target;               /* the file that `temporary` is renamed to; NULL: no renaming */
    struct tempfile *temporary; /* or NULL */
};

/**
 * Whether two outputs are the same file, so that one would replace the other. Names are compared after links are followed, and
 * the files need not exist. Standard output, descriptors, devices and pipes can take several outputs, so they are never the same.
 */
bool sink_is_same_file(const char *a, const char *b);

/**
 * Opens the sink for `output`, where "" and "-" are standard output. If standard output is a terminal, a report with an
 * `extension` goes to a new file profileNNN.EXTENSION in the working directory instead.
 * @return 0, and the caller ends it with sink_commit() or sink_abandon(); or -1 with `err` set
 */
int sink_open(struct sink *s, const char *output, const char *extension, struct err *err);

/** Opens a new file profileNNN.EXTENSION, with the first number that is free. @return as sink_open() */
int sink_open_numbered(struct sink *s, const char *extension, struct err *err);

/** A function of type buf_drain: writes all `len` bytes. @return 0; or an errno value */
int sink_write(void *sink, const char *data, size_t len);

/**
 * Makes the file appear, and says so on stderr.
 * @param failed  0, or the errno value of a write that failed: the file then does not appear
 * @return 0; or -1 with `err` set and no file
 */
int sink_commit(struct sink *s, int failed, struct err *err);

/** Closes the sink and removes everything that was written. */
void sink_abandon(struct sink *s);

/**
 * Opens something unusable in place of each standard stream that is closed. Otherwise a file that is opened later could take
 * its number, and text that is meant for the stream would be written into that file.
 */
void sink_hold_standard_places(void);

#endif
