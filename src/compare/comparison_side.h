/*
 * The sides of a comparison, as their files describe themselves, and what makes the choice of files doubtful.
 *
 *   struct comparison_side side[N_SIDES];
 *   comparison_sides_describe(side, facts, n_new, n_old);
 *   if (comparison_sides_put_same(side, &text) || comparison_sides_put_order(side, &text)) ... warn ...
 */
#ifndef CPPROF_COMPARE_COMPARISON_SIDE_H
#define CPPROF_COMPARE_COMPARISON_SIDE_H

#include "base/buf.h"
#include "profile/source_facts.h"

enum { OLD, NEW, N_SIDES };

struct comparison_side {
    size_t n_profiles, n_unread;   /* those that could be read, and those that could not */
    size_t n_shared;               /* of the new side: how many of its profiles are in the old side, too */
    int64_t time_nanos;            /* of the first; 0: unknown */
    int64_t earliest, latest;      /* the first and the last time of its profiles; 0: none is known */
    int64_t duration_nanos;        /* per profile; 0: unknown */
    int64_t period;                /* of the first that has one; 0: unknown */
    const char *binary, *build_id; /* of the first; or "" */
};

/** Describes both sides. `facts` are those of `n_new` new sources, then of `n_old` old ones. The sides borrow their texts. */
void comparison_sides_describe(struct comparison_side side[N_SIDES], const struct source_facts *facts, size_t n_new,
                               size_t n_old);

/** If a profile is on both sides, appends a warning to `out`. @return whether it did */
bool comparison_sides_put_same(const struct comparison_side side[N_SIDES], struct buf *out);

/** If every profile of the old side is newer than those of the new side, appends a warning. @return whether it did */
bool comparison_sides_put_order(const struct comparison_side side[N_SIDES], struct buf *out);

#endif
