/*
 * Edges by their two nodes, with their weights, while samples are passed. For graph/ only.
 */
#ifndef CPPROF_GRAPH_EDGE_TABLE_H
#define CPPROF_GRAPH_EDGE_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "graph/graph.h"

struct edge_slot;

/** Open addressing with all of an edge in its slot, since most lookups miss the processor's caches. Zero it to begin. */
struct edge_table {
    struct edge_slot *slot;
    int64_t *weight_div; /* by slot; NULL while all are 0 */
    size_t mask, n;
    uint64_t seed;
};

/** One step of a sample from caller to callee. */
struct edge_step {
    uint64_t key;
    bool residual, inlined; /* goes over nodes that are not kept; the callee is inlined */
};

enum { EDGE_STEPS = 256 }; /* that are passed at a time */

static inline uint64_t edge_key(uint32_t src, uint32_t dest)
{
    return (uint64_t)src << 32 | dest;
}

/**
 * Adds the sample's weight to the edges of its `n` steps (at most EDGE_STEPS), once to each: all steps of a sample must
 * come before those of the next.
 */
void edge_table_pass(struct edge_table *t, const struct edge_step *step, size_t n, uint32_t sample, int64_t weight,
                     int64_t weight_div);

/** Adds all edges of `from`, which were passed by other samples, in the order in which they were made. */
void edge_table_add(struct edge_table *t, const struct edge_table *from);

/**
 * Writes the edges to `edge`, which has room for t->n, in the order in which they were made, between the nodes at `node`.
 * Those whose weight is below `least` and above its negative are left out. @return how many they are.
 */
size_t edge_table_edges(const struct edge_table *t, int64_t least, struct node *node, struct edge *edge);

void edge_table_release(struct edge_table *t);

/**
 * What edges weigh at most: sums of absolute weights, each shared by many edges. It is small, where the table of all edges
 * is large; so where only heavy edges are wanted, a first pass tells which steps may belong to one.
 */
struct edge_bound {
    uint64_t sum[1 << 16];
    uint64_t seed;
};

void edge_bound_init(struct edge_bound *b);
void edge_bound_pass(struct edge_bound *b, const struct edge_step *step, size_t n, int64_t weight);
void edge_bound_add(struct edge_bound *b, const struct edge_bound *from);

/** Keeps the steps whose edges may weigh `least` or more. @return how many these are. */
size_t edge_bound_filter(const struct edge_bound *b, struct edge_step *step, size_t n, int64_t least);

#endif
