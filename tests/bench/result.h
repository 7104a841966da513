/*
 * What was measured of one workload, and the figures that follow from it.
 *
 * A ratio of times is the median of the rounds' ratios, since programs that ran one after the other had the same machine;
 * a time is the median of the rounds. A peak of memory is the highest of all rounds.
 */
#ifndef CPPROF_BENCH_RESULT_H
#define CPPROF_BENCH_RESULT_H

#include <stdbool.h>

#include "result_table.h"
#include "workloads.h"

enum { MAX_ROUNDS = 100 };

/** What one program took, round by round. */
struct series {
    double seconds[MAX_ROUNDS];
    int n;         /* rounds; of the reference there may be fewer than of the others */
    double peak;   /* bytes */
    double output; /* bytes of its output file, or 0 */
};

struct result {
    const struct workload *workload;
    const char *reference_name; /* of a program */
    struct series floor, cpprof, reference;
    double inflated; /* bytes of the profiles when inflated */
    bool failed;     /* a program did: nothing of this is worth anything */
};

/** The heads of the columns. */
void result_heads(struct table *t);

/** Adds the row of the result. @return how many limits are missed. */
int result_row(const struct result *r, struct table *t);

/** Appends bytes as "206 MB", of 1,000,000. */
void bytes_format(double bytes, struct buf *out);

#endif
