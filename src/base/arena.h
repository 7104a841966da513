/*
 * Memory with one lifetime: allocations are carved from blocks and freed all at once.
 *
 * There is one arena for each lifetime: a profile, one decoded message, one command. Running out of memory ends the
 * program (err_out_of_memory), so nothing here returns NULL.
 *
 *     arena_init(&a);
 *     int *number = arena_new(&a, int, n);
 *     char *name = arena_copy(&a, text, len);
 *     arena_clear(&a);   // forgets both and keeps memory for the next round
 *     arena_release(&a); // frees everything
 */
#ifndef CPPROF_BASE_ARENA_H
#define CPPROF_BASE_ARENA_H

#include <stddef.h>

struct arena_block;

struct arena {
    struct arena_block *block; /* the block in use, linked to older ones */
    char *at, *end;            /* the free room in `block` */
};

/** Makes an empty arena. Allocates nothing. */
void arena_init(struct arena *a);

/** Frees everything. The arena is then as after arena_init(). */
void arena_release(struct arena *a);

/** Forgets every allocation but keeps one block, so that the next round of small allocations needs no malloc. */
void arena_clear(struct arena *a);

/** @return `size` bytes, uninitialized and aligned for any type; if `size` is 0, a valid pointer to nothing */
void *arena_alloc(struct arena *a, size_t size);

/** @return room for `n` objects of `size` bytes each, zeroed; a product that overflows counts as out of memory */
void *arena_zalloc(struct arena *a, size_t n, size_t size);

/** @return a copy of the `len` bytes at `data`, followed by a NUL */
char *arena_copy(struct arena *a, const void *data, size_t len);

/** @return an array of `n` zeroed objects of type T */
#define arena_new(a, T, n) ((T *)arena_zalloc((a), (n), sizeof(T)))

#endif
