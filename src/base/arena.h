/*
 * Memory with one lifetime: allocations are carved from blocks and freed all at once.
 *
 * One arena per lifetime: a profile, one decoded message (reset after each), one command. Running out of memory ends
 * the program (err_out_of_memory), so nothing here returns NULL.
 */
#ifndef CPPROF_BASE_ARENA_H
#define CPPROF_BASE_ARENA_H

#include <stddef.h>

struct arena_block;

struct arena {
    struct arena_block *block; /* the one in use; older ones behind it */
    char *at, *end;            /* free room in `block` */
};

/** An empty arena; allocates nothing. */
void arena_init(struct arena *a);

/** Frees everything; the arena is as after arena_init. */
void arena_release(struct arena *a);

/** Forgets every allocation and keeps one block, so that the next round of small allocations needs no malloc. */
void arena_clear(struct arena *a);

/** `size` bytes aligned for any type, not set; size 0 gives a valid pointer to nothing. */
void *arena_alloc(struct arena *a, size_t size);

/** Room for `n` objects of `size` bytes, zeroed; the product is checked. */
void *arena_zalloc(struct arena *a, size_t n, size_t size);

/** A copy of the `len` bytes at `data`, with a NUL behind them. */
char *arena_copy(struct arena *a, const void *data, size_t len);

/** `n` zeroed objects of type T. */
#define arena_new(a, T, n) ((T *)arena_zalloc((a), (n), sizeof(T)))

#endif
