#include "profile/frames.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/large.h"
#include "base/vec.h"

/* A frame is read and written as four bytes, even if it has fewer. */
enum { BEHIND = sizeof(uint32_t) };

static unsigned width_of(uint32_t largest)
{
    return largest < 1u << 8 ? 1 : largest < 1u << 16 ? 2 : largest < 1u << 24 ? 3 : 4;
}

static size_t size_of(size_t n, unsigned width)
{
    size_t size;
    if (__builtin_mul_overflow(n, (size_t)width, &size) || __builtin_add_overflow(size, (size_t)BEHIND, &size))
        err_out_of_memory();
    return size;
}

static void set_width(struct frames *f, unsigned width)
{
    f->width = width;
    f->most = UINT32_MAX >> (32 - 8 * width);
}

/* From the last one on, because each moves up. */
static void widen(struct frames *f, unsigned width)
{
    struct frames old = *f;
    f->byte = vec_reserve(f->byte, &f->cap, size_of(f->n, width), 1);
    old.byte = f->byte;
    set_width(f, width);
    for (size_t i = f->n; i-- > 0;) {
        uint32_t x = htole32(frames_get(&old, i).i);
        memcpy(f->byte + i * width, &x, width);
    }
}

void frames_expect(struct frames *f, size_t size)
{
    if (size < LARGE_BLOCK)
        return;
    free(f->byte);
    f->byte = large_reserve(&size);
    f->cap = f->byte ? size : 0;
}

void frames_reserve(struct frames *f, size_t n, uint32_t largest)
{
    size_t all;
    if (largest > f->most || f->width == 0)
        widen(f, width_of(largest));
    if (__builtin_add_overflow(f->n, n, &all))
        err_out_of_memory();
    f->byte = vec_reserve(f->byte, &f->cap, size_of(all, f->width), 1);
}

void frames_extend(struct frames *f, size_t n, uint32_t largest)
{
    frames_reserve(f, n, largest);
    f->n += n;
}

struct frames frames_in(struct arena *a, size_t n, uint32_t largest)
{
    struct frames f = {0};
    set_width(&f, width_of(largest));
    f.cap = size_of(n, f.width);
    f.byte = arena_zalloc(a, f.cap, 1);
    return f;
}

void frames_release(struct frames *f)
{
    free(f->byte);
    *f = (struct frames){0};
}

void frames_move(struct frames *f, uint64_t to, uint64_t from, uint64_t n)
{
    memmove(f->byte + to * f->width, f->byte + from * f->width, n * f->width);
}

bool frames_are(const struct frames *f, uint64_t a, const loc_id *l, uint64_t n)
{
    uint64_t i = 0;
    while (i < n && frames_get(f, a + i).i == l[i].i)
        i++;
    return i == n;
}

void frames_append(struct frames *f, const loc_id *l, uint64_t n, uint32_t largest)
{
    frames_reserve(f, n, largest);
    unsigned char *to = f->byte + f->n * f->width;
    unsigned width = f->width;
    f->n += n;
    for (uint64_t i = 0; i < n; i++, to += width) {
        uint32_t x = htole32(l[i].i);
        memcpy(to, &x, sizeof x);
    }
}

void frames_translate(struct frames *to, uint64_t at, const struct frames *from, uint64_t first, uint64_t n,
                      const loc_id *map)
{
    const struct frames source = *from;
    unsigned width = to->width;
    unsigned char *byte = to->byte + at * width;
    if (n == 0)
        return;
    for (uint64_t i = 0; i < n - 1; i++, byte += width) {
        uint32_t x = htole32(map[frames_get(&source, first + i).i].i);
        memcpy(byte, &x, sizeof x);
    }
    uint32_t last = htole32(map[frames_get(&source, first + n - 1).i].i);
    memcpy(byte, &last, width);
}
