/*
 * Collects edges and their weights, by their two nodes, while samples are passed. For graph/ only.
 *
 *     struct edge_table t = {0};
 *     edge_table_pass(&t, &batch);                               for each batch of steps
 *     edge_table_add(&t, &other);                                for each table of another thread
 *     n = edge_table_edges(&t, least, exempt, node, edge);       room for t.n edges
 *     edge_table_release(&t);
 *
 * If only heavy edges are wanted, the samples are passed twice. Steps of edges that must be light stay out of the table:
 *
 *     edge_bound_init(&b);
 *     edge_bound_pass(&b, &batch);                               for each batch
 *     edge_bound_add(&b, &other);                                for each bound of another thread
 *     ...
 *     edge_bound_filter(&b, &batch, least, exempt);              before each edge_table_pass()
 */
#ifndef CPPROF_GRAPH_EDGE_TABLE_H
#define CPPROF_GRAPH_EDGE_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "graph/graph.h"

struct edge_slot;

/** Open addressing. A slot holds a whole edge, since most lookups miss the processor's caches. Zero it to begin. */
struct edge_table {
    struct edge_slot *slot;
    int64_t *weight_div; /* by slot; NULL while all are 0 */
    size_t mask, n;
    uint64_t seed;
};

/** One step of a sample from caller to callee. */
struct edge_step {
    uint64_t key;
    uint32_t of;   /* the place of its sample in the batch */
    bool residual; /* goes over nodes that are not kept */
    bool inlined;  /* the callee is inlined */
};

struct edge_sample {
    uint32_t number;
    int64_t weight, weight_div;
};

enum { EDGE_STEPS = 256 };

/**
 * Steps that are passed together, so that the processor can fetch the slots of all of them at the same time. All steps of a
 * sample come before those of the next one. If they do not fit in one batch, they go on in the next, which has the sample again.
 */
struct edge_batch {
    struct edge_step step[EDGE_STEPS];
    size_t n;
    struct edge_sample sample[EDGE_STEPS];
    size_t n_samples;
};

/** The key of the edge between two nodes, given by their numbers. */
static inline uint64_t edge_key(uint32_t src, uint32_t dest)
{
    return (uint64_t)src << 32 | dest;
}

/** Adds the weights of the samples to the edges of their steps, once to each edge. */
void edge_table_pass(struct edge_table *t, const struct edge_batch *batch);

/** Adds all edges of `from`, which come from other samples, in the order in which they were made. */
void edge_table_add(struct edge_table *t, const struct edge_table *from);

/**
 * Writes the edges between the nodes at `node` to `edge`, which has room for t->n, in the order in which they were made.
 * It leaves out edges whose weight is below `least` and above its negative, except those to exempt nodes.
 * @param least   0: no edge is left out
 * @param exempt  by node; NULL: no node is exempt
 * @return how many edges were written
 */
size_t edge_table_edges(const struct edge_table *t, int64_t least, const bool *exempt, struct node *node,
                        struct edge *edge);

/** Frees the slots; the table is empty again. */
void edge_table_release(struct edge_table *t);

/**
 * Upper bounds of edge weights: sums of absolute weights, each shared by many edges. They are small, but the table of
 * all edges is large. So if only heavy edges are wanted, a first pass tells which steps may belong to one.
 */
struct edge_bound {
    uint64_t sum[1 << 16];
    uint64_t seed;
};

/** Sets all sums to 0. */
void edge_bound_init(struct edge_bound *b);

/** Adds the magnitude of the sample's weight for each step. */
void edge_bound_pass(struct edge_bound *b, const struct edge_batch *batch);

/** Adds the sums of `from`, which come from other samples. */
void edge_bound_add(struct edge_bound *b, const struct edge_bound *from);

/**
 * Keeps the steps of the batch whose edges may weigh `least` or more, or lead to exempt nodes, in their order.
 * @param exempt  by node; NULL: no node is exempt
 */
void edge_bound_filter(const struct edge_bound *b, struct edge_batch *batch, int64_t least, const bool *exempt);

#endif
