/*
 * The profiles of the benchmark: files in its folder, which are made on first use.
 *
 * The name of a file is the arguments that it was made with. So a profile is kept for the next time, and is made anew only if the
 * generator is newer.
 */
#ifndef CPPROF_BENCH_PROFILES_H
#define CPPROF_BENCH_PROFILES_H

#include "base/buf.h"
#include "base/err.h"
#include "workloads.h"

/** Where files are, and by what the sizes of large profiles in the table are divided. */
struct place {
    const char *dir;    /* the folder of the profiles and of everything else that is written */
    const char *cpprof; /* the program that is measured */
    long divide_samples_by;
};

/** Appends the path of the profile of the set with this seed. */
void profile_path(const struct place *p, const struct profile_set *set, int seed, struct buf *out);

/** Makes those profiles that do not exist. @return 0; or -1 with `err` set */
int profiles_make(const struct place *p, const struct profiles *profiles, struct err *err);

/** Writes a file that lists the profiles, and appends its path. @return 0; or -1 with `err` set */
int profiles_list(const struct place *p, const struct profiles *profiles, struct buf *out, struct err *err);

#endif
