/*
 * Giving up what the program no longer needs, so that a hostile profile that should ever get hold of it gets little:
 * on Linux, by Landlock and seccomp, as far as the kernel has them. Elsewhere, and where it has neither, nothing is given
 * up and everything works as before.
 */
#ifndef CPPROF_HOST_SANDBOX_H
#define CPPROF_HOST_SANDBOX_H

#include <stdbool.h>

#include "query/options.h"

struct sandbox_needs {
    const char *output;                /* the file that is written, by a temporary one beside it; "" or "-": none */
    const struct result_list *results; /* files that are written, too; or NULL */
    bool new_files;                    /* in the current folder, under names of our own */
};

/** What was given up. */
struct sandbox {
    int landlock;  /* the version of its interface; 0: not there */
    bool seccomp;  /* no network, no programs, no look into other processes */
    bool no_reads; /* no file can be opened any more */
};

/**
 * From now on the process, and what it starts, can't change files other than `needs` says, use the network or start
 * programs. To be called before there are threads. Reading is not limited.
 */
struct sandbox sandbox_enter(const struct sandbox_needs *needs);

/** All that is to be read has been opened: no further file can be, but in the folders that `needs` names. */
void sandbox_end_reads(struct sandbox *s, const struct sandbox_needs *needs);

/** Says on stderr what was given up. */
void sandbox_say(const struct sandbox *s);

#endif
