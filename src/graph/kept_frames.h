/*
 * The frames of a sample whose nodes are kept, written from the root to the leaf. For graph/ only.
 *
 *     struct kept_frames k = {0};
 *     uint32_t leaf = kept_frames_write(&k, &walk, view, sample);    for each sample
 *     for (size_t i = 0; i < k.n; i++)
 *         ... k.frame[i] & WALK_NODE ...
 *     kept_frames_release(&k);
 *
 * A processor cannot predict which frames are kept. If many are not, mispredicted branches cost more than everything
 * else. So each frame is written without a branch, and the next one overwrites it unless it is kept.
 */
#ifndef CPPROF_GRAPH_KEPT_FRAMES_H
#define CPPROF_GRAPH_KEPT_FRAMES_H

#include <stdlib.h>

#include "base/vec.h"
#include "graph/walk.h"

/** Zero it to begin; the same one serves many samples. */
struct kept_frames {
    uint32_t *frame;
    size_t n, cap;
};

/* State while frames are written. */
struct frame_writer {
    struct kept_frames *to;
    uint32_t *frame;
    size_t n, need; /* `need`: room for the written frames, and for one frame of each location to come */
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
        w->frame[w->n] = frame[i];
        w->n += frame[i] < WALK_NO_NODE;
    }
}

/** Writes the frames of a sample over those of the one before. @return the frame of the leaf, as walk_frames() does. */
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
