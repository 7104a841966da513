/*
 * Where the change of a function comes from: along which callers, and whether it only moved.
 *
 * Cost that a function gained has moved when others lost it under the same caller: when the caller that brings most of the
 * change has hardly changed itself, and its other callees, or what it has itself, lost what the function gained. So it is
 * when a function is split, renamed or inlined. It is not so when all functions lose a little of what one gains, as they do
 * when values are normalized or the time is what was given: so values are not normalized, and without the drift of all.
 */
#ifndef CPPROF_COMPARE_COST_SHIFT_H
#define CPPROF_COMPARE_COST_SHIFT_H

#include "compare/comparison.h"
#include "graph/graph.h"

/** What was found out about a function, for one direction of change. */
struct cost_shift_memo {
    bool has_caller, has_lost;
    uint32_t caller;      /* that brings most of the change; UINT32_MAX: there is none */
    double delta, weight; /* over that caller: the change, and how much there is now, or was */
    double lost;          /* by what it calls and by itself */
};

struct cost_shift {
    const struct comparison *sides; /* borrowed */
    double typical;                 /* by which the median function changed: that is none of a single one's */
    struct node **node[N_SIDES];    /* of its call graph, by info; NULL: not there */
    struct strtab strings;
    double *weight[N_SIDES]; /* by info: of the edges at hand, per profile */
    uint32_t *touched;       /* whose they are */
    size_t n_touched;
    struct cost_shift_memo *memo[2]; /* of what grew, of what became less; by info: many functions may share a caller */
};

/** Builds the call graph of each side, in the arena of the view. `m` is to be released by the caller before the view is. */
void cost_shift_init(struct cost_shift *m, const struct comparison *s, const struct view *v,
                     const struct comparison_options *o, const struct label_units *units);
void cost_shift_release(struct cost_shift *m);

/** Whether the change of the row, in what it has itself or else with what it calls, only moved. */
bool cost_shift_is_moved(struct cost_shift *m, const struct comparison_row *row, bool cum);

/**
 * The callers over which most of the change came, from the outermost one down to the row's function, as infos.
 * @return how many there are, at most `most`.
 */
size_t cost_shift_path(struct cost_shift *m, const struct comparison_row *row, uint32_t *info, size_t most);

#endif
