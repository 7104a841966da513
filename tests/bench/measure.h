/*
 * Runs other programs and measures them: wall time by the monotonic clock, and peak memory as counted by the kernel.
 *
 * The peak of a forked child is never below the memory that its parent held at the fork. This program holds some two megabytes,
 * which is less than anything that it measures. If a child waits for children of its own, the larger peak counts.
 */
#ifndef CPPROF_BENCH_MEASURE_H
#define CPPROF_BENCH_MEASURE_H

#include <stddef.h>

#include "base/err.h"

/** A command line: words that it owns, followed by NULL. */
struct command {
    char **words;
    size_t n, cap;
};

struct measure {
    double seconds;
    double peak; /* bytes */
};

void command_release(struct command *c);

/** Adds a copy of the word. */
void command_add(struct command *c, const char *word);

/** Adds the words of `words`, which are separated by single spaces. */
void command_add_words(struct command *c, const char *words);

/**
 * Runs the command with its standard output in the file `out`, which is overwritten, and its standard error in `log`.
 * @return 0 and fills `m`; or -1 with `err` naming the command: it did not start, was killed, or had an exit status other than
 *         0, in which case the last line of the log is the cause
 */
int command_run(const struct command *c, const char *out, const char *log, struct measure *m, struct err *err);

/** @return the median of `n` > 0 numbers, which are sorted in place */
double median(double *x, size_t n);

#endif
