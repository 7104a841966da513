/*
 * The frames of all stacks, one location after the other, each in as few bytes as the largest of them needs: they are
 * most of what a profile takes, and few programs have more than 2^24 locations.
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

/** Zeroed, it is empty. Frame i lies in the `width` bytes at byte[i * width], the lowest first. */
struct frames {
    unsigned char *byte;
    size_t n;       /* frames */
    size_t cap;     /* bytes, among them some behind the last frame that may be read and written */
    uint32_t most;  /* the largest number that a frame has room for */
    unsigned width; /* 1 to 4; 0 while there was no frame */
};

struct arena;

/** Makes room for `n` more frames none of which is larger than `largest`, which may move and widen the others. */
void frames_reserve(struct frames *f, size_t n, uint32_t largest);

/** Empty frames with room for `n` up to `largest` in the arena, not to be reserved or released further. */
struct frames frames_in(struct arena *a, size_t n, uint32_t largest);

/** Frees what frames_reserve() made. */
void frames_release(struct frames *f);

/** Whether the frames from place `a` on are the `n` locations at `l`. */
bool frames_are(const struct frames *f, uint64_t a, const loc_id *l, uint64_t n);

/** Appends the `n` locations at `l`, none of which is larger than `largest`; makes room for them. */
void frames_append(struct frames *f, const loc_id *l, uint64_t n, uint32_t largest);

/** Moves the `n` frames from place `from` on to place `to`, before it or the same. */
void frames_move(struct frames *f, uint64_t to, uint64_t from, uint64_t n);

/** Frame `i`, below f->n. */
static inline loc_id frames_get(const struct frames *f, uint64_t i)
{
    uint32_t x;
    memcpy(&x, f->byte + i * f->width, sizeof x);
    return (loc_id){le32toh(x) & f->most};
}

/** Appends a frame, for which there is room. */
static inline void frames_push(struct frames *f, loc_id l)
{
    uint32_t x = htole32(l.i);
    memcpy(f->byte + f->n++ * f->width, &x, sizeof x);
}

/** Puts another in the place of frame `i`; it fits. */
static inline void frames_set(struct frames *f, uint64_t i, loc_id l)
{
    uint32_t x;
    memcpy(&x, f->byte + i * f->width, sizeof x);
    x = htole32((le32toh(x) & ~f->most) | l.i);
    memcpy(f->byte + i * f->width, &x, sizeof x);
}

#endif
