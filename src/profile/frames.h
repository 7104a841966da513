/*
 * The frames of all stacks, one location after the other. They are most of a profile, and few programs have more than 2^24
 * locations, so each frame takes only as many bytes as the largest one needs.
 *
 *     struct frames f = {0};
 *     frames_append(&f, leaf_first, n, largest);
 *     loc_id l = frames_get(&f, i);
 *     frames_release(&f);
 */
#ifndef CPPROF_PROFILE_FRAMES_H
#define CPPROF_PROFILE_FRAMES_H

#include <endian.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

typedef struct loc_id {
    uint32_t i;
} loc_id;

/** Zeroed frames are empty. Frame i is in the `width` bytes at byte[i * width], the lowest byte first. */
struct frames {
    unsigned char *byte;
    size_t n;       /* the number of frames */
    size_t cap;     /* in bytes, including some after the last frame that may be read and written */
    uint32_t most;  /* the largest location that fits in `width` bytes */
    unsigned width; /* 1 to 4, or 0 before the first frame */
};

struct arena;

/**

 * Reserves `size` bytes for empty frames that are expected to need about as many. If there is not enough memory, it does

 * nothing.

 */
void frames_expect(struct frames *f, size_t size);

/** Makes room for `n` more frames that are not larger than `largest`. The other frames may move and become wider. */
void frames_reserve(struct frames *f, size_t n, uint32_t largest);

/** Appends `n` frames, which are still to be written with frames_translate() and are not larger than `largest`. */
void frames_extend(struct frames *f, size_t n, uint32_t largest);

/** @return empty frames in the arena, with room for `n` up to `largest`; do not reserve more, and do not release them */
struct frames frames_in(struct arena *a, size_t n, uint32_t largest);

/** Frees the memory of frames_reserve() and frames_append(). */
void frames_release(struct frames *f);

/** Whether the frames from index `a` on are the `n` locations at `l`. */
bool frames_are(const struct frames *f, uint64_t a, const loc_id *l, uint64_t n);

/** Makes room for the `n` locations at `l`, which are not larger than `largest`, and appends them. */
void frames_append(struct frames *f, const loc_id *l, uint64_t n, uint32_t largest);

/**
 * Writes map[l] for each of the `n` frames l from index `first` of `from` on, to index `at` of `to` and what follows. No other byte
 * is touched, so several threads may write to different frames at the same time.
 */
void frames_translate(struct frames *to, uint64_t at, const struct frames *from, uint64_t first, uint64_t n,
                      const loc_id *map);

/** Moves `n` frames from index `from` to index `to`, which must not be larger than `from`. */
void frames_move(struct frames *f, uint64_t to, uint64_t from, uint64_t n);

/** @return frame `i`, where i < f->n */
static inline loc_id frames_get(const struct frames *f, uint64_t i)
{
    uint32_t x;
    memcpy(&x, f->byte + i * f->width, sizeof x);
    return (loc_id){le32toh(x) & f->most};
}

/** Appends a frame for which there is room. */
static inline void frames_push(struct frames *f, loc_id l)
{
    uint32_t x = htole32(l.i);
    memcpy(f->byte + f->n++ * f->width, &x, sizeof x);
}

/** Replaces frame `i` by `l`, which must not be larger than f->most. */
static inline void frames_set(struct frames *f, uint64_t i, loc_id l)
{
    uint32_t x;
    memcpy(&x, f->byte + i * f->width, sizeof x);
    x = htole32((le32toh(x) & ~f->most) | l.i);
    memcpy(f->byte + i * f->width, &x, sizeof x);
}

#endif
