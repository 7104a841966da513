#include "base/large.h"

#include <malloc.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/err.h"

/* `OF_MALLOC` is at least what malloc() puts before a block. Blocks of `MAPPED` bytes and more may have memory of their own. */
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

void *large_alloc(size_t *size)
{
    *size = whole_pages(*size);
    return checked(malloc(*size), *size);
}

void *large_reserve(size_t *size)
{
    *size = whole_pages(*size);
    void *block = malloc(*size);
    if (block)
        ask_for_huge_pages(block, *size);
    return block;
}

void *large_zalloc(size_t size)
{
    return checked(calloc(size, 1), size);
}

/*
 * realloc() does well in two cases: a block in the heap often grows where it is, and the system moves a block that has memory of
 * its own, pages and all. But if a block leaves the heap, realloc() would copy it before anyone could ask for huge pages. From
 * half the size of the heap on, it probably does.
 */
void *large_realloc(void *old, size_t old_size, size_t *size)
{
    *size = whole_pages(*size);
    bool leaves_heap = old_size <= HEAP && *size > HEAP / 2;
    if (!leaves_heap)
        return checked(realloc(old, *size), *size);
    void *block = checked(malloc(*size), *size);
    if (old_size)
        memcpy(block, old, old_size);
    free(old);
    return block;
}

/*
 * The heap is reserved in one piece. All threads use it, because one of their own would have small pages. Blocks that do not fit
 * always get memory of their own, which is given back when they are freed. Otherwise glibc would take them from the heap once
 * some have been freed, and after many files, pieces would be left in it that are never used again.
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
