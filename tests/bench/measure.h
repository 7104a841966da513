/*
 * Runs other programs and measures them: wall time by the monotonic clock, peak memory as the kernel counted it.
 *
 * The peak of a child that was forked is never below what its parent held at that moment; this program holds some two
 * megabytes, less than anything that it measures. Waited-for children of a child are counted with it, as the larger of
 * the two peaks.
 */
#ifndef CPPROF_BENCH_MEASURE_H
#define CPPROF_BENCH_MEASURE_H

#include <stddef.h>

#include "base/err.h"

/** A command line: NULL behind the last word; the words are owned. */
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

/** Adds the words of `words`, which have one space between them. */
void command_add_words(struct command *c, const char *words);

/**
 * Runs the command with its standard output in the file `out`, which is made anew, and its standard error in `log`.
 * @return 0 and fills `m`; or -1 with `err` naming the command: it did not start, was killed or gave a status that is not
 *         0, in which case the last line of the log is the cause.
 */
int command_run(const struct command *c, const char *out, const char *log, struct measure *m, struct err *err);

/** The median of `n` > 0 numbers, which are put in order. */
double median(double *x, size_t n);

#endif
