/*
 * Measures one workload: makes its profiles, then runs the floor, cpprof and the reference in turn.
 */
#ifndef CPPROF_BENCH_WORKLOAD_RUN_H
#define CPPROF_BENCH_WORKLOAD_RUN_H

#include "base/err.h"
#include "profiles.h"
#include "result.h"
#include "workloads.h"

/** Paths of what is run; "" where there is none. Borrowed. */
struct programs {
    const char *floor, *cpprof, *go, *dot;
};

struct effort {
    long rounds;     /* at most MAX_ROUNDS */
    long go_seconds; /* after so many, go tool pprof is not run another time; it runs once in any case */
};

/**
 * Measures `w` and fills `r`.
 * @return 0, also where the reference is not installed, whose series is empty then; or -1 with `err` set and r->failed:
 *         a program failed, or a file cannot be written.
 */
int workload_run(const struct workload *w, const struct place *place, const struct programs *programs,
                 const struct effort *effort, struct result *r, struct err *err);

#endif
