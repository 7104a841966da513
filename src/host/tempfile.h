/*
 * Files that are of no use, or nobody's, when the program ends before it is done with them: outputs that are not whole yet,
 * what a viewer was given. They are removed however the program ends, but for SIGKILL: by a signal, by memory that ran out, by
 * exit() or a crash in a library.
 *
 * Only the main thread calls these functions. After fork() the files remain the parent's.
 */
#ifndef CPPROF_HOST_TEMPFILE_H
#define CPPROF_HOST_TEMPFILE_H

#include <sys/types.h>

struct tempfile {
    struct tempfile *next;
    pid_t owner;
    char name[]; /* of the file */
};

/** tempfile_create: the name as it is; no X in it is replaced. */
enum { TEMPFILE_EXACT = -1 };

/**
 * Creates a new file, never one that is there, and remembers it. With TEMPFILE_EXACT for `n_behind` it gets the name and the
 * mode 0666 less the umask; else six X stand before the last `n_behind` bytes of the name, become what is free, and the mode is
 * 0600.
 * @return a file descriptor for reading and writing, with `*u` set until tempfile_keep() or tempfile_remove(); or -1 with
 *         errno set.
 */
int tempfile_create(struct tempfile **u, const char *name, int n_behind);

/** Forgets the file, which stays; frees `u`. NULL is allowed. */
void tempfile_keep(struct tempfile *u);

/** Removes the file and frees `u`. NULL is allowed. */
void tempfile_remove(struct tempfile *u);

/**
 * From now on the files are removed when the program ends: by a signal too, unless that is ignored or has its
 * handler (a sanitizer has one for crashes). A file that may not grow
 * further (SIGXFSZ) is an error of write() from now on.
 */
void tempfile_watch(void);

#endif
