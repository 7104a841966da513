/*
 * Reads the sources and the base, several files at the same time, and merges each side as its files arrive.
 */
#ifndef CPPROF_HOST_LOAD_H
#define CPPROF_HOST_LOAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "profile/profile.h"

/** What a source says about itself, before it is merged with others. */
struct source_facts {
    bool loaded;
    int64_t time_nanos, duration_nanos, period;
    char binary[256], build_id[128]; /* base name and build id of the main binary, cut if too long, or "" */
};

/** What to read. The strings are borrowed. */
struct load_plan {
    const char *const *name;   /* the sources, followed by the bases */
    size_t n_sources, n_bases; /* at least one source */
    const char *binary;        /* the path of the main binary if the user gave it, or NULL */
    const char *build_id;      /* its id, or "" */
    uint64_t max_bytes;        /* the most plain bytes of one source */
    /* by source, zeroed: is filled in, and samples are labelled with the number of their source; NULL: neither */
    struct source_facts *facts;
};

/**
 * Loads the sources and merges them into `p`, and the bases, if there are any, into `base`. A file that cannot be read is named
 * on stderr and left out, as long as another file of its side can be read. The result does not depend on the number of threads.
 * @return 0, and the caller releases both profiles; or -1 with `err` set and nothing to release
 */
int load_profiles(struct profile *p, struct profile *base, const struct load_plan *plan, struct err *err);

#endif
