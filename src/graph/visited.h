/*
 * A stamp that tells whether a sample has visited a thing before. Recursion takes a sample to a node or an edge several
 * times, but the sample's value counts once. For graph/ and compare/.
 */
#ifndef CPPROF_GRAPH_VISITED_H
#define CPPROF_GRAPH_VISITED_H

#include <stdbool.h>
#include <stdint.h>

/** The last visitor of a thing. A zeroed one means no visitor yet. */
struct visited {
    uint32_t last; /* 1 more than the visitor's number */
};

/**
 * Stamps the thing with the number of its visitor, which is below UINT32_MAX. All visits of one visitor come before those
 * of the next.
 * @return whether this is the visitor's first visit
 */
static inline bool first_visit(struct visited *v, uint32_t visitor)
{
    bool first = v->last != visitor + 1;
    v->last = visitor + 1;
    return first;
}

/** Whether the thing has had a visitor. */
static inline bool visited_by_any(const struct visited *v)
{
    return v->last != 0;
}

#endif
