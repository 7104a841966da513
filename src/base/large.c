#include "base/large.h"

#include <malloc.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/err.h"

enum { PAGE = 4096, OF_MALLOC = 64, MAPPED = 1 << 20, HEAP = 24 << 20 };

/* Rounds up so that the block, with what malloc() puts before it, fills its pages. */
static size_t whole_pages(size_t size)
{
    if (size < LARGE_BLOCK || size > SIZE_MAX - 2 * LARGE_BLOCK)
        return size;
    return ((size + OF_MALLOC + LARGE_BLOCK - 1) & ~(LARGE_BLOCK - 1)) - OF_MALLOC;
}

/* The system may have none, or may have been told not to give any. Then everything works with small ones. */
static void ask_for_huge_pages(void *block, size_t size)
{
#ifdef MADV_HUGEPAGE
    if (size < LARGE_BLOCK)
        return;
    uintptr_t begin = (uintptr_t)block & ~(uintptr_t)(PAGE - 1), end = (uintptr_t)block + size;
    madvise((void *)begin, (end - begin + PAGE - 1) & ~(size_t)(PAGE - 1), MADV_HUGEPAGE);
#else
    (void)block;
    (void)size;
#endif
}

static void *checked(void *block, size_t size)
{
    if (!block)
        err_out_of_memory();
    ask_for_huge_pages(block, size);
    return block;
}

void *large_reserve(size_t *size)
{
    *size = whole_pages(*size);
    void *block = malloc(*size);
    if (block)
        ask_for_huge_pages(block, *size);
    return block;
}

void *large_alloc(size_t *size)
{
    void *block = large_reserve(size);
    if (!block)
        err_out_of_memory();
    return block;
}

void *large_zalloc(size_t size)
{
    return checked(calloc(size, 1), size);
}

/*
 * Within the heap, a block often grows where it is; a block with memory of its own is moved by the system, pages and all. But one that
 * leaves the heap would be copied by realloc() before anyone could ask for huge pages.
 */
void *large_realloc(void *old, size_t old_size, size_t *size)
{
    *size = whole_pages(*size);
    bool leaves_heap = old_size <= HEAP && *size > HEAP / 2;
    if (*size < LARGE_BLOCK || !leaves_heap)
        return checked(realloc(old, *size), *size);
    void *block = checked(malloc(*size), *size);
    if (old_size)
        memcpy(block, old, old_size);
    free(old);
    return block;
}

/*
 * The heap is reserved in one piece, and takes memory only as it is used. Blocks that do not fit get memory of their own at all
 * times, which is given back when they are freed. Otherwise glibc would take them from the heap once some have been freed, and the
 * pieces that many files leave there would never be used again.
 */
void large_prepare_heap(void)
{
#if defined M_MMAP_THRESHOLD && !defined __SANITIZE_ADDRESS__ && !defined __SANITIZE_THREAD__
    mallopt(M_MMAP_THRESHOLD, MAPPED);
    mallopt(M_TOP_PAD, HEAP);
    mallopt(M_ARENA_MAX, 1);
    mallopt(M_TRIM_THRESHOLD, 2 * HEAP);
    char *first = malloc(1), *end = sbrk(0);
    if (first && first < end && end - first <= 2L * HEAP)
        ask_for_huge_pages(first, (size_t)(end - first));
    free(first);
#endif
}
