#include "base/arena.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/large.h"

enum { FIRST_BLOCK = 16 * 1024, LARGEST_STEP = 4 * 1024 * 1024, ALIGN = 16 };

struct arena_block {
    struct arena_block *older;
    size_t size; /* of data */
    _Alignas(ALIGN) char data[];
};

void arena_init(struct arena *a)
{
    *a = (struct arena){0};
}

static void free_blocks(struct arena_block *b)
{
    while (b) {
        struct arena_block *older = b->older;
        free(b);
        b = older;
    }
}

void arena_release(struct arena *a)
{
    free_blocks(a->block);
    *a = (struct arena){0};
}

void arena_clear(struct arena *a)
{
    if (!a->block)
        return;
    free_blocks(a->block->older);
    a->block->older = NULL;
    a->at = a->block->data;
    a->end = a->block->data + a->block->size;
}

static void add_block(struct arena *a, size_t size)
{
    size_t room = a->block ? a->block->size * 2 : FIRST_BLOCK;
    if (room > LARGEST_STEP)
        room = LARGEST_STEP;
    if (room < size)
        room = size;
    size_t whole = sizeof(struct arena_block) + room;
    struct arena_block *b = large_alloc(&whole);
    room = (whole - sizeof *b) & ~(size_t)(ALIGN - 1);
    b->older = a->block;
    b->size = room;
    a->block = b;
    a->at = b->data;
    a->end = b->data + room;
}

void *arena_alloc(struct arena *a, size_t size)
{
    if (size > SIZE_MAX / 2)
        err_out_of_memory();
    size = (size + ALIGN - 1) & ~(size_t)(ALIGN - 1);
    if (!a->block || size > (size_t)(a->end - a->at))
        add_block(a, size);
    void *p = a->at;
    a->at += size;
    return p;
}

void *arena_zalloc(struct arena *a, size_t n, size_t size)
{
    size_t total;
    if (__builtin_mul_overflow(n, size, &total))
        err_out_of_memory();
    void *p = arena_alloc(a, total);
    memset(p, 0, total);
    return p;
}

char *arena_copy(struct arena *a, const void *data, size_t len)
{
    if (len == SIZE_MAX)
        err_out_of_memory();
    char *p = arena_alloc(a, len + 1);
    if (len)
        memcpy(p, data, len);
    p[len] = '\0';
    return p;
}
