/*
 * The frames of a sample whose nodes are kept, written down from the root to the leaf. For graph/ only.
 *
 * Which frames are kept a processor cannot foresee, and where many are not, a branch that it foresees wrongly costs more
 * than all else. So each frame is written down without a branch, and the next takes its place unless it is kept; edges and
 * tags are made of what is written.
 */
#ifndef CPPROF_GRAPH_KEPT_FRAMES_H
#define CPPROF_GRAPH_KEPT_FRAMES_H

#include <stdlib.h>

#include "base/vec.h"
#include "graph/walk.h"

/** Zero it to begin; the same one serves many samples. */
struct kept_frames {
    uint32_t *frame; /* with WALK_RESIDUAL where frames that are not kept come before it */
    size_t n, cap;
};

/* While frames are written. */
struct frame_writer {
    struct kept_frames *to;
    uint32_t *frame;
    size_t n, need;    /* `need`: room for what is written, and for one frame of each location to come */
    uint32_t residual; /* WALK_RESIDUAL after a frame that is not kept; else 0 */
};

static inline void frame_writer_reserve(struct frame_writer *w)
{
    w->frame = w->to->frame = vec_reserve(w->to->frame, &w->to->cap, w->need, sizeof *w->frame);
}

static inline void frame_writer_visit(void *ctx, const uint32_t *frame, uint32_t n)
{
    struct frame_writer *w = ctx;
    w->need += n - 1;
    if (n > 1 && w->need > w->to->cap)
        frame_writer_reserve(w);
    for (uint32_t i = 0; i < n; i++) {
        bool kept = frame[i] < WALK_NO_NODE;
        w->frame[w->n] = frame[i] | w->residual;
        w->residual = kept ? 0 : WALK_RESIDUAL;
        w->n += kept;
    }
}

/** Writes down the frames of a sample, in the place of those before. @return the frame of the leaf, as walk_frames() does. */
static inline uint32_t kept_frames_write(struct kept_frames *k, const struct walk_table *t, const struct view *v,
                                         size_t sample)
{
    struct frame_writer w = {.to = k, .need = v->end[sample] - v->begin[sample] + 1};
    frame_writer_reserve(&w);
    uint32_t leaf = walk_frames(t, v, sample, frame_writer_visit, &w);
    k->n = w.n;
    return leaf;
}

static inline void kept_frames_release(struct kept_frames *k)
{
    free(k->frame);
    *k = (struct kept_frames){0};
}

#endif
