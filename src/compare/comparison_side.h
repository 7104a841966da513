/*
 * A side of a comparison, as its files describe themselves.
 */
#ifndef CPPROF_COMPARE_COMPARISON_SIDE_H
#define CPPROF_COMPARE_COMPARISON_SIDE_H

#include "profile/source_facts.h"

struct comparison_side {
    size_t n_profiles, n_unread;   /* those that could be read, and those that could not */
    int64_t time_nanos;            /* of the first; 0: unknown */
    int64_t duration_nanos;        /* per profile; 0: unknown */
    int64_t period;                /* of the first that has one; 0: unknown */
    const char *binary, *build_id; /* of the first; or "" */
};

/** Describes the side whose `n` sources have these facts. The side borrows its texts from them. */
struct comparison_side comparison_side_describe(const struct source_facts *facts, size_t n);

#endif
