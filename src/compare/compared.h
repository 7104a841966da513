/*
 * Both sides of a comparison and all that reports ask about their difference: the comparison itself, where cost moved, and how
 * the files of each side describe it.
 *
 *   compared_init(&c, &view, &request, units);
 *   ... c.comparison, c.side[OLD], c.side[NEW], cost_shift_is_moved(c.cost_shift, row, false) ...
 *   compared_release(&c);
 */
#ifndef CPPROF_COMPARE_COMPARED_H
#define CPPROF_COMPARE_COMPARED_H

#include "compare/cost_shift.h"

struct compared {
    const struct view *view; /* of both sides; borrowed */
    struct comparison comparison;
    struct cost_shift *cost_shift; /* of this comparison, in the view's arena; it caches its answers */
    struct comparison_side side[N_SIDES];
};

/** What is compared. Everything is borrowed, and must outlive `struct compared`. */
struct compared_request {
    size_t value;                     /* the sample type */
    bool mean, normalize, relative;   /* see struct comparison_request */
    const struct source_names *names; /* how files are named in nodes */
    const struct source_facts *facts; /* of the new sources, then of the old ones */
    size_t n_new, n_old;
};

/**
 * Compares the sources of the view, which are numbered as their facts are. The results are in the arena of the view. The caller
 * releases them with compared_release().
 * @param units  of the labels of the view; borrowed
 */
void compared_init(struct compared *c, const struct view *v, const struct compared_request *request,
                   const struct label_units *units);
void compared_release(struct compared *c);

#endif
