/*
 * The measurements of one workload, and the figures that follow from them.
 *
 * A time is the median of the rounds. A ratio of times is the median of the ratios of the rounds, because programs that ran one
 * after the other had the machine in the same state. A peak of memory is the highest of all rounds.
 */
#ifndef CPPROF_BENCH_RESULT_H
#define CPPROF_BENCH_RESULT_H

#include <stdbool.h>

#include "result_table.h"
#include "workloads.h"

enum { MAX_ROUNDS = 100 };

/** The measurements of one program, round by round. */
struct series {
    double seconds[MAX_ROUNDS];
    int n;         /* the number of rounds; the reference may have fewer than the others */
    double peak;   /* bytes */
    double output; /* bytes of its output file, or 0 */
};

struct result {
    const struct workload *workload;
    const char *reference_name; /* the name of its program */
    struct series floor, cpprof, before, reference;
    double inflated; /* the size of the inflated profiles, in bytes */
    bool failed;     /* a program failed, so the measurements are void */
};

/** The heads of the columns. */
void result_heads(struct table *t);

/** Adds the row of the result. @return how many limits are missed */
int result_row(const struct result *r, struct table *t);

/** Appends a number of bytes as in "206 MB", where a MB is 1,000,000 bytes. */
void bytes_format(double bytes, struct buf *out);

#endif
