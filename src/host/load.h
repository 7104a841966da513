/*
 * Reads the sources and the base, several files at a time, and merges each side as its files arrive.
 */
#ifndef CPPROF_HOST_LOAD_H
#define CPPROF_HOST_LOAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "profile/source_facts.h"

/** What to read: the names of the sources, and behind them those of the base. */
struct load_plan {
    const char *const *name;
    size_t n_sources, n_bases; /* at least one source */
    const char *binary;        /* the path of the main binary, where the user said so, else NULL */
    const char *build_id;      /* its id, or "" */
    uint64_t max_bytes;        /* the most plain bytes of one source */
    /* zeroed, by source, to be filled; each sample then has the number of its source; NULL: not wanted */
    struct source_facts *facts;
};

/**
 * Loads and merges the sources into `p`, and the base, if there is one, into `base`. A file that cannot be read is named on
 * stderr and left out, as long as another of its side can. The result does not depend on how many threads there are.
 * @return 0, and the caller releases both; or -1 with `err` set and nothing to be released.
 */
int load_profiles(struct profile *p, struct profile *base, const struct load_plan *plan, struct err *err);

#endif
