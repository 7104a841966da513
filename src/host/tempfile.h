/*
 * Files that must not remain if the program ends before it is done with them: incomplete outputs, and files for viewers. They are
 * removed however the program ends, except by SIGKILL: by a signal, by running out of memory, by exit(), by a crash in a library.
 *
 *     tempfile_watch();                                // once, at the start
 *     int fd = tempfile_create(&t, "out.XXXXXX", 0);
 *     ...
 *     tempfile_keep(t);                                // or tempfile_remove(t)
 *
 * Only the main thread may call these functions. After fork(), the files still belong to the parent.
 */
#ifndef CPPROF_HOST_TEMPFILE_H
#define CPPROF_HOST_TEMPFILE_H

#include <sys/types.h>

struct tempfile {
    struct tempfile *next;
    pid_t owner;
    char name[]; /* the name of the file */
};

/** For tempfile_create(): use the name literally, and replace no X in it. */
enum { TEMPFILE_EXACT = -1 };

/**
 * Creates a new file and remembers it. A file that exists is never opened. With TEMPFILE_EXACT for `n_behind`, the file gets the
 * name and the mode 0666 less the umask. Otherwise the name must have six X before its last `n_behind` bytes, which are replaced
 * to make it unique, and the mode is 0600.
 * @return a file descriptor for reading and writing, with `*u` set until tempfile_keep() or tempfile_remove(); or -1 with
 *         errno set
 */
int tempfile_create(struct tempfile **u, const char *name, int n_behind);

/** Forgets the file, which then remains, and frees `u`. NULL is allowed. */
void tempfile_keep(struct tempfile *u);

/** Removes the file and frees `u`. NULL is allowed. */
void tempfile_remove(struct tempfile *u);

/**
 * Makes sure that the files are removed when the program ends. That includes its end by a signal, unless the signal is ignored or
 * has a handler already (a sanitizer has one for crashes). From then on, write() reports an error if a file may not grow
 * further, instead of raising SIGXFSZ.
 */
void tempfile_watch(void);

#endif
