/*
 * Measures one workload: makes its profiles, then runs the floor, cpprof and the reference in turn.
 */
#ifndef CPPROF_BENCH_WORKLOAD_RUN_H
#define CPPROF_BENCH_WORKLOAD_RUN_H

#include "base/err.h"
#include "profiles.h"
#include "result.h"
#include "workloads.h"

/** The paths of the programs, borrowed; "" for one that is not installed. */
struct programs {
    const char *floor, *cpprof, *before, *go, *dot;
};

struct effort {
    long rounds;     /* at most MAX_ROUNDS */
    long go_seconds; /* after so many seconds, go tool pprof is not run again; it always runs once */
};

/**
 * Measures `w` and fills `r`.
 * @return 0, even if the reference is not installed and its series is empty; or -1 with `err` and r->failed set: a program
 *         failed, or a file cannot be written
 */
int workload_run(const struct workload *w, const struct place *place, const struct programs *programs,
                 const struct effort *effort, struct result *r, struct err *err);

#endif
