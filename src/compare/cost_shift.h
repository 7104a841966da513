/*
 * Whether the cost of a function has only moved from others, and along which callers its change came.
 *
 * Cost that a function gained has moved when others lost it under the same caller: the caller that brings most of the change has
 * hardly changed itself, and its other callees, or its own code, lost what the function gained. That is so when a function is
 * split, renamed or inlined. It is not so when all functions lose a little of what one gains, as they do when values are normalized
 * or when the time was given; so values are compared without normalizing, and without the growth that the median function has.
 *
 *   cost_shift_init(&s, &comparison, units);
 *   cost_shift_is_moved(&s, row, false); cost_shift_path(&s, row, info, 32);   as often as wanted, in any order
 *   cost_shift_release(&s);
 */
#ifndef CPPROF_COMPARE_COST_SHIFT_H
#define CPPROF_COMPARE_COST_SHIFT_H

#include "compare/comparison.h"
#include "graph/graph.h"

/** What has been found out about a function, for one direction of change; kept because many functions may share a caller. */
struct cost_shift_memo {
    bool has_caller, has_lost;
    uint32_t caller;      /* the one that brings most of the change; UINT32_MAX: it has no callers */
    double delta, weight; /* of the edge from that caller: its change, and what it has now or, if it is gone, had */
    double lost;          /* by what it calls and by itself */
};

struct cost_shift {
    const struct comparison *comparison; /* borrowed */
    double growth;                       /* the factor by which the median function grew; taken out of the new side */
    struct node **node[N_SIDES];         /* of each side's call graph, by info; NULL: not there */
    struct strtab strings;               /* that these graphs made */
    double *weight[N_SIDES];             /* by info: of the edges that are being looked at, per profile */
    uint32_t *neighbour;                 /* the other ends of these edges */
    size_t n_neighbours;
    struct cost_shift_memo *memo[2]; /* by info: for what grew, for what became less */
};

/**
 * Builds the call graph of each side, in the arena of the comparison's view. The comparison, its view and what its request borrows
 * must outlive `s`, which the caller ends with cost_shift_release().
 * @param units  of the labels of the view, as graphs want them; borrowed
 */
void cost_shift_init(struct cost_shift *s, const struct comparison *c, const struct label_units *units);
void cost_shift_release(struct cost_shift *s);

/** Whether the row's change only moved: in cum, or else in flat. What did not change, or changed its sign, did not. */
bool cost_shift_is_moved(struct cost_shift *s, const struct comparison_row *row, bool cum);

/**
 * Finds the callers over which most of the change in cum came, from the outermost one down to the row's own function.
 * @param info  their places in the node table are written here, up to `most` of them; the outermost are left out first
 * @return how many there are: at least 1 unless `most` is 0
 */
size_t cost_shift_path(struct cost_shift *s, const struct comparison_row *row, uint32_t *info, size_t most);

#endif
