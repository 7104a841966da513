/*
 * The call tree of a view: one node for each path from a root that a stack takes. Stacks share most of their callers, so there
 * are far fewer nodes than frames: 5 to 13 frames for each node in published profiles.
 *
 *     struct call_tree t;
 *     call_tree_build(&t, &walk, view, NULL, &arena);
 *     for (size_t k = 0; k < view->n_samples; k++)
 *         if (t.leaf[k] != CALL_TREE_NONE)
 *             value[t.leaf[k]] += ...;              // the node's own value
 *     call_tree_sum(&t, value);                     // with that of its callees
 *     for (size_t r = 0; r < t.n_runs; r++)
 *         for (uint32_t i = t.run[r].first; i < call_tree_run_end(&t, r); i++)
 *             ... t.frame[i] & WALK_NODE ...        // its caller is i - 1, or t.run[r].parent if i is the first
 *
 * Nodes are numbered in the order in which the samples of the view reach them, so callers come before their callees. The tree
 * does not depend on the number of threads that make it, nor on any hash.
 *
 * Each sample that reaches new nodes adds a run of them, each the caller of the next. So there are at most as many runs as
 * samples, and a node costs four bytes even where stacks share nothing.
 */
#ifndef CPPROF_GRAPH_CALL_TREE_H
#define CPPROF_GRAPH_CALL_TREE_H

#include "graph/walk.h"

enum { CALL_TREE_NONE = UINT32_MAX };

/** Nodes that follow each other, up to the first one of the next run. */
struct call_tree_run {
    uint32_t first;
    uint32_t parent; /* the caller of the first; CALL_TREE_NONE: it is a root */
};

struct call_tree {
    uint32_t *frame; /* by node: its WALK_NODE, and WALK_INLINED if all samples have it inlined into its caller */
    size_t n;
    struct call_tree_run *run; /* in the order of their nodes */
    size_t n_runs;
    uint32_t *leaf; /* by sample of the view: its last node; CALL_TREE_NONE: it has no frames, or was not taken */
};

/**
 * Builds the tree in the arena. It ends the program (out of memory) if the stacks have 2^32 frames together.
 * @param walk  from locations to frames, all of which are kept; borrowed for this call
 * @param take  by sample of the view: whether it counts; NULL: all do; borrowed likewise
 */
void call_tree_build(struct call_tree *t, const struct walk_table *walk, const struct view *v, const bool *take,
                     struct arena *arena);

/** call_tree_build() with a hash that has only the bits of `hash_bits`. For tests: the tree is the same. */
void call_tree_build_with(struct call_tree *t, const struct walk_table *walk, const struct view *v, const bool *take,
                          uint64_t hash_bits, struct arena *arena);

/** Adds to the value of each node those of all nodes below it. Sums wrap around. */
void call_tree_sum(const struct call_tree *t, int64_t *value);

/** @return the node after the last one of a run */
static inline uint32_t call_tree_run_end(const struct call_tree *t, size_t run)
{
    return run + 1 < t->n_runs ? t->run[run + 1].first : (uint32_t)t->n;
}

/** Writes the caller of each node, CALL_TREE_NONE for roots, to `parent`, which has room for t->n. */
void call_tree_parents(const struct call_tree *t, uint32_t *parent);

#endif
