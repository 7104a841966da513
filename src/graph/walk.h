/*
 * The walk from the root of a sample to its leaf: the only way in which frames become nodes. Visitors of this walk make
 * everything that comes from samples: values, edges, call trees, tags.
 *
 *     struct walk_table t;
 *     walk_table_init(&t, &nodes, node, arena);    or NULL for `node`: infos stand for themselves
 *     ...
 *     uint32_t leaf = walk_frames(&t, view, sample, my_visit, &my_context);
 *
 *     static inline void my_visit(void *ctx, const uint32_t *frame, uint32_t n)
 *     {
 *         for (uint32_t i = 0; i < n; i++)
 *             if (frame[i] != WALK_GONE)
 *                 ... frame[i] & WALK_NODE ...
 *     }
 *
 * Large profiles spend their time here. So the walk is inlined with its visitor, and the frames of each location are
 * computed once, in the table.
 */
#ifndef CPPROF_GRAPH_WALK_H
#define CPPROF_GRAPH_WALK_H

#include "graph/node.h"

/** A frame is its node and these bits, or WALK_GONE. */
enum {
    WALK_NODE = ((uint32_t)1 << 27) - 1,
    WALK_INLINED = (uint32_t)1 << 27, /* into the frame before it */
    WALK_VISIT = (uint32_t)1 << 28,   /* in shortcuts: see walk_shortcuts */
    WALK_FROM = (uint32_t)1 << 29,    /* marks: see walk_table_marked */
    WALK_TO = (uint32_t)1 << 30,
    WALK_NO_NODE = (uint32_t)1 << 31, /* frames with a node are below */
    WALK_GONE = UINT32_MAX,           /* the frame's node is not kept */
    WALK_HIDDEN = UINT32_MAX - 1      /* in the table: the location has no frames */
};

/** The frames of each location. */
struct walk_table {
    uint32_t *location; /* its frame; or WALK_NO_NODE plus the place of its frames in `list`; or WALK_HIDDEN */
    size_t n_locations;
    uint32_t *list; /* of each location with several frames: their number, then the frames, outermost first */
    size_t list_len;
};

/**
 * Makes the table in the arena.
 * @param nodes  the infos of the view, borrowed for this call
 * @param node   by info: its node, or WALK_GONE; NULL: the number of the info. Numbers above WALK_NODE end the program
 *               (out of memory).
 */
void walk_table_init(struct walk_table *t, const struct node_table *nodes, const uint32_t *node, struct arena *arena);

/** A copy in the arena whose frames also have the bits of marks[node]: WALK_FROM, WALK_TO. */
struct walk_table walk_table_marked(const struct walk_table *t, const uint32_t *marks, struct arena *arena);

/**
 * A table for those who only want the edges of marked nodes. It has one entry for each location:
 *   - the frame that calls the next location, if no frame is marked and the last one is kept;
 *   - WALK_NO_NODE, if no frame is kept;
 *   - WALK_VISIT otherwise: the frames of the location must be visited.
 * @return the table, in the arena
 */
const uint32_t *walk_shortcuts(const struct walk_table *marked, struct arena *arena);

/** Visits the `n` frames (at least one) of a location, outermost first. All but the first have WALK_INLINED. */
typedef void walk_visit(void *ctx, const uint32_t *frame, uint32_t n);

/** Visits the frames of one location, if it has any. @return the last of them; WALK_HIDDEN: it has none */
static inline __attribute__((always_inline)) uint32_t walk_location(const struct walk_table *t, loc_id l,
                                                                    walk_visit *visit, void *ctx)
{
    uint32_t frame = t->location[l.i];
    if (frame < WALK_NO_NODE || frame == WALK_GONE) {
        visit(ctx, &frame, 1);
    } else if (frame != WALK_HIDDEN) {
        const uint32_t *list = t->list + (frame - WALK_NO_NODE);
        visit(ctx, list + 1, list[0]);
        return list[list[0]];
    }
    return frame;
}

/**
 * Visits the locations of a sample, given by its place in the profile, from the root to the leaf. `visit` is a static
 * function that the call names directly, so that the compiler inlines it.
 * @return the frame of the leaf; WALK_GONE if its node is not kept, or the sample has no frames
 */
static inline __attribute__((always_inline)) uint32_t walk_frames(const struct walk_table *t, const struct view *v,
                                                                  size_t sample, walk_visit *visit, void *ctx)
{
    const struct walk_table table = *t;
    const struct frames stack = *v->stack;
    uint32_t leaf = WALK_GONE;
    for (uint64_t i = v->end[sample], begin = v->begin[sample]; i-- > begin;) {
        uint32_t last = walk_location(&table, frames_get(&stack, i), visit, ctx);
        leaf = last == WALK_HIDDEN ? leaf : last;
    }
    return leaf;
}

/** @return what walk_frames() returns, without a walk */
static inline uint32_t walk_leaf(const struct walk_table *t, const struct view *v, size_t sample)
{
    uint32_t frame = WALK_HIDDEN;
    for (uint64_t i = v->begin[sample], end = v->end[sample]; i < end && frame == WALK_HIDDEN; i++)
        frame = t->location[view_frame(v, i).i];
    if (frame == WALK_HIDDEN)
        return WALK_GONE;
    if (frame < WALK_NO_NODE || frame == WALK_GONE)
        return frame;
    const uint32_t *list = t->list + (frame - WALK_NO_NODE);
    return list[list[0]];
}

#endif
