/*
 * Reads the sources and the base, several files at the same time, and merges each side as its files arrive.
 */
#ifndef CPPROF_HOST_LOAD_H
#define CPPROF_HOST_LOAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "profile/source_facts.h"

/** What to read. The strings are borrowed. */
struct load_plan {
    const char *const *name;    /* the sources, followed by the bases */
    size_t n_sources, n_bases;  /* at least one source */
    const char *binary;         /* the path of the main binary if the user gave it, or NULL */
    const char *build_id;       /* its id, or "" */
    uint64_t max_bytes;         /* the most plain bytes of one source */
    struct source_facts *facts; /* by source, zeroed: is filled in; NULL: not wanted */
    bool keeps_sources; /* give each sample the number of its source, which keeps those of several sources apart */
};

/**
 * Loads the sources and merges them into `p`, and the bases, if there are any, into `base`. A file that cannot be read is left
 * out, as long as another file of its side can be read. The first ten of each side are named on stderr, and the others are
 * counted. The result does not depend on the number of threads.
 * @return 0, and the caller releases both profiles; or -1 with `err` set and nothing to release
 */
int load_profiles(struct profile *p, struct profile *base, const struct load_plan *plan, struct err *err);

#endif
