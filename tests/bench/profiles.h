/*
 * The profiles that are measured with: files in the directory of the benchmark, made when they are first asked for.
 *
 * A file's name is the arguments that it was made with, so a profile is kept for the next time, and is made anew only
 * when the generator is newer than it.
 */
#ifndef CPPROF_BENCH_PROFILES_H
#define CPPROF_BENCH_PROFILES_H

#include "base/buf.h"
#include "base/err.h"
#include "workloads.h"

/** Where things are, and how much smaller than the table says the large profiles shall be. */
struct place {
    const char *dir;    /* of the profiles and everything else that is written */
    const char *cpprof; /* the program that is measured */
    long divide_samples_by;
};

/** Appends the path of the profile with `seed` of the set. */
void profile_path(const struct place *p, const struct profile_set *set, int seed, struct buf *out);

/** Makes those of the profiles that are not there. @return 0, or -1 with `err` set. */
int profiles_make(const struct place *p, const struct profiles *profiles, struct err *err);

/** Appends the path of a file that lists the profiles, which is written. @return 0, or -1 with `err` set. */
int profiles_list(const struct place *p, const struct profiles *profiles, struct buf *out, struct err *err);

#endif
