/*
 * Samples as the nodes that they pass, from the root to the leaf. For graph/ only.
 *
 * Passes over the samples walk like this. Which frames are kept, and where one location stands for several, a
 * processor cannot foresee, and a branch that it foresees wrongly costs more than all else here: so there are none where
 * it matters, and passes take a sample's nodes as an array.
 */
#ifndef CPPROF_GRAPH_WALK_H
#define CPPROF_GRAPH_WALK_H

#include <stdlib.h>

#include "base/vec.h"
#include "graph/node.h"

/** A step of a walk is a node and these bits; a frame that is none has the highest. */
enum {
    WALK_NODE = ((uint32_t)1 << 27) - 1,
    WALK_INLINED = (uint32_t)1 << 27,  /* into the step before, or into one that is not kept */
    WALK_RESIDUAL = (uint32_t)1 << 28, /* frames that are not kept came before it */
    WALK_FROM = (uint32_t)1 << 29,     /* marks that the owner of the table set */
    WALK_TO = (uint32_t)1 << 30,
    WALK_NO_NODE = (uint32_t)1 << 31,
    WALK_GONE = UINT32_MAX, /* its node is not kept */
    WALK_HIDDEN = UINT32_MAX - 1
};

struct walk_table {
    uint32_t *location; /* its frame, or from WALK_NO_NODE on the place in `list` where its frames are */
    size_t n_locations;
    uint32_t *list; /* how many frames, then each, the outermost first */
    size_t list_len;
};

/** Makes the table in the arena. `node` has the node of each info of the table, or WALK_GONE. */
void walk_table_init(struct walk_table *t, const struct node_table *nodes, const uint32_t *node, struct arena *arena);

/** A copy in which each node has the bits of marks[node], too. */
struct walk_table walk_table_marked(const struct walk_table *t, const uint32_t *marks, struct arena *arena);

/** Zero it to begin; the same one for many samples. */
struct walk {
    uint32_t *step;
    size_t n, cap;
    bool ends_gone; /* the leaf is not kept */
};

static inline size_t walk_push(uint32_t *step, size_t n, uint32_t frame, uint32_t *residual)
{
    bool kept = frame < WALK_NO_NODE;
    step[n] = frame | *residual;
    *residual = kept ? 0 : WALK_RESIDUAL;
    return n + kept;
}

/** Fills w->step with the sample's w->n steps. */
static inline void walk_sample(struct walk *w, const struct walk_table *t, const struct view *v, size_t sample)
{
    const uint32_t *location = t->location;
    struct frames stack = *v->stack;
    uint64_t begin = v->begin[sample], i = v->end[sample];
    uint32_t *step = w->step = vec_reserve(w->step, &w->cap, i - begin + 1, sizeof *step), residual = 0;
    size_t n = 0;
    while (i-- > begin) {
        uint32_t frame = location[frames_get(&stack, i).i];
        if (frame < WALK_NO_NODE || frame == WALK_GONE) {
            n = walk_push(step, n, frame, &residual);
        } else if (frame != WALK_HIDDEN) {
            const uint32_t *list = t->list + (frame - WALK_NO_NODE);
            step = w->step = vec_reserve(w->step, &w->cap, n + list[0] + (i - begin) + 1, sizeof *step);
            for (uint32_t f = 1; f <= list[0]; f++)
                n = walk_push(step, n, list[f], &residual);
        }
    }
    w->n = n;
    w->ends_gone = residual;
}

static inline void walk_release(struct walk *w)
{
    free(w->step);
}

#endif
