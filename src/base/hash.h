/*
 * Hashing, and an index of things by their hash.
 *
 * The hash is seeded once for each process, so that nobody can write a file whose strings collide. No output depends on
 * the seed, because an index is only searched and never walked.
 *
 * An index holds numbers. The things that they number stay with their owner, mostly in an array:
 *
 *     uint64_t hash = hash_bytes(name, len);
 *     uint32_t i = hash_index_intern(&index, hash, is_same_name, &key, n); // found, or added as number n
 *     if (i == n)
 *         VEC_PUSH(thing, n, cap) = new_thing;
 *     hash_index_release(&index);
 */
#ifndef CPPROF_BASE_HASH_H
#define CPPROF_BASE_HASH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Spreads the bits of `a` over all 64. For hash tables of another kind, whose seed `b` comes from hash_u64(). */
static inline uint64_t hash_mix(uint64_t a, uint64_t b)
{
    __uint128_t m = (__uint128_t)a * b;
    return (uint64_t)m ^ (uint64_t)(m >> 64);
}

#define HASH_FACTOR 0xa0761d6478bd642fULL

/** @return the hash of the `len` bytes at `data` */
uint64_t hash_bytes(const void *data, size_t len);

/** @return the hash `h` extended by the number `x`; the first call has h = 0 */
uint64_t hash_u64(uint64_t h, uint64_t x);

enum { HASH_NONE = UINT32_MAX };

struct hash_slot {
    uint32_t hash, number; /* `number` is HASH_NONE in an empty slot */
};

/** An open-addressing table from hashes to numbers below HASH_NONE. An index that is all zeros is empty. */
struct hash_index {
    struct hash_slot *slot;
    uint32_t n, mask;
};

/** Whether the thing with this number is the one that is looked for. `ctx` comes from the caller of the search. */
typedef bool hash_same(const void *ctx, uint32_t number);

/** @return the number of the thing whose hash is `hash` and that same(ctx, number) accepts; or HASH_NONE */
uint32_t hash_index_find(const struct hash_index *t, uint64_t hash, hash_same *same, const void *ctx);

/** Announces a search for this hash, so that the processor can fetch its slot into the cache. */
static inline void hash_index_expect(const struct hash_index *t, uint64_t hash)
{
    if (t->slot)
        __builtin_prefetch(&t->slot[(uint32_t)(hash ^ hash >> 32) & t->mask]);
}

/**
 * Guesses what a search will find, so that the thing itself can be fetched into the cache as well.
 * @return the first number under this hash, which may belong to another thing; or HASH_NONE
 */
uint32_t hash_index_first(const struct hash_index *t, uint64_t hash);

/** Adds a number under a hash, and does not check whether it is there already. */
void hash_index_add(struct hash_index *t, uint64_t hash, uint32_t number);

/**
 * Finds a thing as hash_index_find() does, or adds the number `next` under its hash.
 * @return the number of the thing; if it is `next`, the caller must now make the thing with that number
 */
static inline uint32_t hash_index_intern(struct hash_index *t, uint64_t hash, hash_same *same, const void *ctx,
                                         size_t next)
{
    uint32_t at = hash_index_find(t, hash, same, ctx);
    if (at != HASH_NONE)
        return at;
    hash_index_add(t, hash, (uint32_t)next);
    return (uint32_t)next;
}

/** Frees the slots. The index is then empty and can be used again. */
void hash_index_release(struct hash_index *t);

#endif
