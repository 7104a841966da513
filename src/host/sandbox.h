/*
 * Gives up what the program no longer needs, so that a hostile profile that takes control of it gains little. On Linux this
 * uses Landlock and seccomp, as far as the kernel has them. On other systems nothing is given up, and everything works as before.
 *
 *     struct sandbox s = sandbox_enter(&needs);  // before there are threads
 *     ...                                        // open everything that is to be read
 *     sandbox_end_reads(&s, &needs);
 *     sandbox_say(&s);                           // for -debug
 */
#ifndef CPPROF_HOST_SANDBOX_H
#define CPPROF_HOST_SANDBOX_H

#include <stdbool.h>

#include "query/options.h"

struct sandbox_needs {
    const char *output; /* the file to be written, through a temporary file next to it; "" or "-": none */
    const struct result_list *results; /* more files to be written; or NULL */
    bool new_files;                    /* files with names of our own are created in the current folder */
};

/** What was given up. */
struct sandbox {
    int landlock;  /* the version of its interface, or 0 if the kernel has none */
    bool seccomp;  /* no network, no programs, no access to other processes */
    bool no_reads; /* no file can be opened any more */
};

/**
 * Keeps the process and its children from changing files other than those in `needs`, using the network and starting programs.
 * Call it before there are threads. Reading is not limited.
 * @return what was given up
 */
struct sandbox sandbox_enter(const struct sandbox_needs *needs);

/** Keeps the process from opening any further file, except in the folders of the files in `needs`. */
void sandbox_end_reads(struct sandbox *s, const struct sandbox_needs *needs);

/** Says on stderr what was given up. */
void sandbox_say(const struct sandbox *s);

#endif
