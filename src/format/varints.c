#include "format/varints.h"

#include <endian.h>
#include <stdbool.h>
#include <string.h>

#include "format/wire.h"

enum { AT_ONCE = VARINTS_ROOM };

static uint64_t load_word(const char *at)
{
    uint64_t x;
    memcpy(&x, at, sizeof x);
    return le64toh(x);
}

/* Joins the lower 7 bits of all bytes. */
static uint64_t join_sevens(uint64_t x)
{
    x &= 0x7f7f7f7f7f7f7f7f;
    x = (x & 0x007f007f007f007f) | (x & 0x7f007f007f007f00) >> 1;
    x = (x & 0x00003fff00003fff) | (x & 0x3fff00003fff0000) >> 2;
    return (x & 0x000000000fffffff) | (x & 0x0fffffff00000000) >> 4;
}

/* Joins the lower 7 bits of the bytes that `mask` selects, which are adjacent. */
typedef uint64_t join_bytes(uint64_t word, uint64_t mask);

static inline uint64_t join_by_shifts(uint64_t word, uint64_t mask)
{
    const uint64_t top = (uint64_t)1 << 63;
    return join_sevens((word & mask) >> __builtin_ctzll(mask | top));
}

/*
 * Reads the varints of which all bytes are among the lowest `len` (1 to 8) of `word`, into `to`, which has room for AT_ONCE
 * more. The bytes that end a varint are found at once, so that the processor can work on all of them, and on the next word, at
 * the same time. The ids of a large profile take two or three bytes, so the first varints are taken without a branch. If there
 * are fewer, what is written for the others is no number.
 * @return how many there are, with their bytes in `*used`
 */
static inline __attribute__((always_inline)) size_t take_varints(uint64_t word, size_t len, join_bytes *join,
                                                                 uint64_t *to, size_t *used)
{
    uint64_t ends = ~word & 0x8080808080808080 & UINT64_MAX >> (64 - 8 * len), before = 0;
    size_t n = (size_t)((ends >> 7) * 0x0101010101010101 >> 56);
    *used = (size_t)(64 - __builtin_clzll(ends | 1)) / 8;
    for (size_t i = 0; i < AT_ONCE || ends; i++, ends &= ends - 1) {
        uint64_t upto = ends ^ (ends - 1);
        to[i] = join(word, upto & ~before);
        before = upto;
    }
    return n;
}

/* The bytes from `at` to `end`, of which there are 1 to 7, with others before them from `begin` on. */
static uint64_t load_rest(const char *begin, const char *at, const char *end)
{
    uint64_t word = 0;
    size_t n = (size_t)(end - at);
    if (end - begin >= 8)
        return load_word(end - 8) >> (64 - 8 * n);
    for (size_t i = 0; i < n; i++)
        word |= (uint64_t)(unsigned char)at[i] << 8 * i;
    return word;
}

static inline __attribute__((always_inline)) int read_all(const char *begin, const char *end, uint64_t *to, size_t *n,
                                                          join_bytes *join)
{
    const char *at = begin;
    size_t i = *n, got, used;
    bool good = true;
    while (good && end - at >= 8) {
        i += got = take_varints(load_word(at), 8, join, to + i, &used);
        at += used;
        if (got == 0)
            good = wire_varint(&at, end, &to[i++]) == 0;
    }
    if (good && at < end) {
        i += take_varints(load_rest(begin, at, end), (size_t)(end - at), join, to + i, &used);
        good = used == (size_t)(end - at);
    }
    *n = i;
    return good ? 0 : -1;
}

int varints_read_by_shifts(const char *at, const char *end, uint64_t *to, size_t *n)
{
    return read_all(at, end, to, n, join_by_shifts);
}

#ifdef __x86_64__
/* One instruction of newer processors does the same. */
__attribute__((target("bmi,bmi2"))) static inline uint64_t join_by_pext(uint64_t word, uint64_t mask)
{
    return __builtin_ia32_pext_di(word, mask & 0x7f7f7f7f7f7f7f7f);
}

__attribute__((target("bmi,bmi2"))) static int read_by_pext(const char *at, const char *end, uint64_t *to, size_t *n)
{
    return read_all(at, end, to, n, join_by_pext);
}

/* The first two generations of Zen have it, but slower than shifts. */
static bool has_fast_pext(void)
{
    return __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2") && !__builtin_cpu_is("znver1") &&
           !__builtin_cpu_is("znver2");
}

int varints_read(const char *at, const char *end, uint64_t *to, size_t *n)
{
    return has_fast_pext() ? read_by_pext(at, end, to, n) : varints_read_by_shifts(at, end, to, n);
}
#else
int varints_read(const char *at, const char *end, uint64_t *to, size_t *n)
{
    return varints_read_by_shifts(at, end, to, n);
}
#endif
