/*
 * Whether the cost of a function has only moved from other functions, and which callers brought its change.
 *
 * Cost that a function gained has moved if others lost it under the same caller: the caller that brings most of the change has
 * hardly changed itself, and its other callees, or its own code, lost what the function gained. This happens when a function is
 * split, renamed or inlined. Cost has not moved if every function loses a little of what one gains, as happens when values are
 * normalized or the time was given. So values are compared without normalizing, and without the growth of the median function.
 *
 *   cost_shift_init(&s, &comparison, units);
 *   cost_shift_is_moved(&s, row, false); cost_shift_path(&s, row, info, 32);   as often as wanted, in any order
 *   cost_shift_release(&s);
 */
#ifndef CPPROF_COMPARE_COST_SHIFT_H
#define CPPROF_COMPARE_COST_SHIFT_H

#include "compare/comparison.h"
#include "graph/graph.h"

/** Cached results for a function and one direction of change, because many functions may share a caller. */
struct cost_shift_memo {
    bool has_caller, has_lost;
    uint32_t caller;      /* the one that brings most of the change; UINT32_MAX: it has no callers */
    double delta, weight; /* of the edge from that caller: its change; its new weight or, if gone, the old one */
    double lost;          /* by its callees and by itself */
};

struct cost_shift {
    const struct comparison *comparison; /* borrowed */
    double growth;                       /* the factor by which the median function grew; removed from the new side */
    struct node **node[N_SIDES];         /* of each side's call graph, by info; NULL: absent */
    struct strtab strings;               /* of these graphs */
    double *weight[N_SIDES];             /* by info: of the loaded edges, per profile */
    uint32_t *neighbour;                 /* the other ends of these edges */
    size_t n_neighbours;
    struct cost_shift_memo *memo[2]; /* by info: for growth, for loss */
};

/**
 * Builds the call graph of each side in the arena of the comparison's view. The comparison, its view and all that its request
 * borrows must outlive `s`. The caller releases `s` with cost_shift_release().
 * @param units  of the labels of the view, as graphs want them; borrowed
 */
void cost_shift_init(struct cost_shift *s, const struct comparison *c, const struct label_units *units);
void cost_shift_release(struct cost_shift *s);

/** Whether the row's change, in cum or else in flat, only moved. False if there is no change, or if its sign changed. */
bool cost_shift_is_moved(struct cost_shift *s, const struct comparison_row *row, bool cum);

/**
 * Finds the callers that brought most of the change in cum, from the outermost one down to the row's own function.
 * @param info  receives their places in the node table, up to `most` of them; the outermost are left out first
 * @return how many there are: at least 1 unless `most` is 0
 */
size_t cost_shift_path(struct cost_shift *s, const struct comparison_row *row, uint32_t *info, size_t most);

#endif
