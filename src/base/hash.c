#include "base/hash.h"

#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>

#include "base/err.h"
#include "base/large.h"

static uint64_t seed(void)
{
    static uint64_t value;
    uint64_t v = __atomic_load_n(&value, __ATOMIC_RELAXED);
    if (!v) {
        const void *random = (const void *)getauxval(AT_RANDOM); /* 16 bytes from the kernel */
        if (random)
            memcpy(&v, random, sizeof v);
        v |= 1;
        __atomic_store_n(&value, v, __ATOMIC_RELAXED);
    }
    return v;
}

static const uint64_t P1 = HASH_FACTOR, P2 = 0xe7037ed1a0b428dbULL;

uint64_t hash_u64(uint64_t h, uint64_t x)
{
    return hash_mix(h ^ x ^ seed(), P1 ^ (x << 32 | x >> 32)) + P2 * h;
}

static uint64_t load(const unsigned char *p)
{
    uint64_t x;
    memcpy(&x, p, sizeof x);
    return x;
}

/* The seed goes into each product, so that nobody knows bytes that make it zero. */
uint64_t hash_bytes(const void *data, size_t len)
{
    const unsigned char *p = data;
    const uint64_t secret = seed();
    uint64_t h = hash_mix(len ^ secret, P1);
    for (; len >= 16; p += 16, len -= 16)
        h = hash_mix(load(p) ^ secret, load(p + 8) ^ h);
    uint64_t last[2] = {0, 0};
    if (len)
        memcpy(last, p, len);
    return hash_mix(hash_mix(last[0] ^ secret, last[1] ^ h) ^ P1, P2 ^ h);
}

static uint32_t short_hash(uint64_t hash)
{
    return (uint32_t)(hash ^ hash >> 32);
}

/* @return the first slot from `i` on that has the hash, or is empty */
static uint32_t seek(const struct hash_index *t, uint32_t hash, uint32_t i)
{
    for (i &= t->mask; t->slot[i].number != HASH_NONE && t->slot[i].hash != hash; i = (i + 1) & t->mask)
        ;
    return i;
}

uint32_t hash_index_first(const struct hash_index *t, uint64_t hash)
{
    return t->n ? t->slot[seek(t, short_hash(hash), short_hash(hash))].number : HASH_NONE;
}

uint32_t hash_index_find(const struct hash_index *t, uint64_t hash, hash_same *same, const void *ctx)
{
    if (!t->n)
        return HASH_NONE;
    uint32_t h = short_hash(hash), i = seek(t, h, h);
    while (t->slot[i].number != HASH_NONE && !same(ctx, t->slot[i].number))
        i = seek(t, h, i + 1);
    return t->slot[i].number;
}

static void place(struct hash_index *t, struct hash_slot s)
{
    uint32_t i = s.hash & t->mask;
    while (t->slot[i].number != HASH_NONE)
        i = (i + 1) & t->mask;
    t->slot[i] = s;
}

static void grow(struct hash_index *t)
{
    struct hash_index old = *t;
    size_t room = old.slot ? 2 * ((size_t)old.mask + 1) : 64;
    if (room > (size_t)1 << 31)
        err_out_of_memory();
    size_t size = room * sizeof *t->slot;
    t->slot = large_alloc(&size);
    memset(t->slot, 0xff, room * sizeof *t->slot);
    t->mask = (uint32_t)(room - 1);
    for (size_t i = 0; old.slot && i <= old.mask; i++)
        if (old.slot[i].number != HASH_NONE)
            place(t, old.slot[i]);
    free(old.slot);
}

void hash_index_add(struct hash_index *t, uint64_t hash, uint32_t number)
{
    if (!t->slot || (uint64_t)t->n * 3 >= (uint64_t)t->mask * 2)
        grow(t);
    place(t, (struct hash_slot){short_hash(hash), number});
    t->n++;
}

void hash_index_release(struct hash_index *t)
{
    free(t->slot);
    *t = (struct hash_index){0};
}
