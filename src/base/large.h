/*
 * Large blocks of memory, in huge pages where the system has them.
 *
 *     char *block = large_alloc(&size);    ... free(block);
 *
 * The system gives memory page by page, when each is touched for the first time. With pages of 4 KB that costs as much as the
 * work on what is in them, and under a hypervisor several times as much. Linux gives pages of 2 MB to those who ask for them.
 */
#ifndef CPPROF_BASE_LARGE_H
#define CPPROF_BASE_LARGE_H

#include <stddef.h>

/** A block is large from this size on, in bytes. It is that of a huge page. */
#define LARGE_BLOCK ((size_t)2 << 20)

/**
 * Allocates `*size` bytes (at least 1). A large block is made to fill its last page: `*size` becomes what it has room for.
 * @return the block, which the caller frees with free(); it is not cleared
 */
void *large_alloc(size_t *size);

/**
 * Does the same, but returns NULL if there is not enough memory. A page takes memory only once it is touched, so it does no harm to
 * reserve more than will be used.
 */
void *large_reserve(size_t *size);

/** Allocates `size` bytes that are zero. Pages that nobody touches take no memory. @return the block, for free() */
void *large_zalloc(size_t size);

/**
 * Makes a malloc'd block larger, or allocates one if `old` is NULL. `*size` is the size that is wanted, and becomes what the
 * block has room for. Of the old block, the first `old_size` bytes are kept.
 * @return the block, which may have moved, and which the caller frees with free()
 */
void *large_realloc(void *old, size_t old_size, size_t *size);

/**
 * Reserves a heap for all threads, so that malloc() can take small blocks from huge pages, too. Call it once, before any thread is
 * started. Without it, everything works, but more slowly.
 */
void large_prepare_heap(void);

#endif
