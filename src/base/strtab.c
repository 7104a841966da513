#include "base/strtab.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/vec.h"

void strtab_init(struct strtab *t, const struct strtab *lower)
{
    *t = (struct strtab){.lower = lower};
    if (!lower)
        strtab_intern(t, "", 0);
}

void strtab_release(struct strtab *t)
{
    arena_release(&t->arena);
    hash_index_release(&t->index);
    free(t->entry);
    *t = (struct strtab){0};
}

uint32_t strtab_count(const struct strtab *t)
{
    return (uint32_t)t->n + (t->lower ? strtab_count(t->lower) : 0);
}

struct string_probe {
    const struct strtab *t;
    const char *p;
    size_t len;
};

static bool is_string(const void *ctx, uint32_t number)
{
    const struct string_probe *want = ctx;
    const struct strtab_entry *e = &want->t->entry[number];
    return e->len == want->len && memcmp(e->p, want->p, e->len) == 0;
}

static uint32_t hash_of(const char *p, size_t len)
{
    uint64_t hash = hash_bytes(p, len);
    return (uint32_t)(hash ^ hash >> 32);
}

static bool find_string(const struct strtab *t, const char *p, size_t len, uint32_t hash, str_id *id)
{
    if (t->lower && find_string(t->lower, p, len, hash, id))
        return true;
    uint32_t at = hash_index_find(&t->index, hash, is_string, &(struct string_probe){t, p, len});
    if (at == HASH_NONE)
        return false;
    id->i = at + (t->lower ? strtab_count(t->lower) : 0);
    return true;
}

bool strtab_find(const struct strtab *t, const char *p, size_t len, str_id *id)
{
    return find_string(t, p, len, hash_of(p, len), id);
}

bool strtab_find_from(const struct strtab *t, const struct strtab *from, str_id id, str_id *to)
{
    const struct strtab_entry *e = &from->entry[id.i];
    return find_string(t, e->p, e->len, e->hash, to);
}

static str_id intern_hashed(struct strtab *t, const char *p, size_t len, uint32_t hash)
{
    str_id id;
    if (find_string(t, p, len, hash, &id))
        return id;
    id.i = strtab_count(t);
    if (len >= UINT32_MAX || id.i >= UINT32_MAX - 1)
        err_out_of_memory();
    hash_index_add(&t->index, hash, (uint32_t)t->n);
    VEC_PUSH(t->entry, t->n, t->cap) = (struct strtab_entry){arena_copy(&t->arena, p, len), (uint32_t)len, hash};
    return id;
}

str_id strtab_intern(struct strtab *t, const char *p, size_t len)
{
    return intern_hashed(t, p, len, hash_of(p, len));
}

str_id strtab_intern_from(struct strtab *t, const struct strtab *from, str_id id)
{
    const struct strtab_entry *e = &from->entry[id.i];
    return intern_hashed(t, e->p, e->len, e->hash);
}

str_id strtab_intern_cstr(struct strtab *t, const char *s)
{
    return strtab_intern(t, s, strlen(s));
}

struct str strtab_get(const struct strtab *t, str_id id)
{
    uint32_t below = t->lower ? strtab_count(t->lower) : 0;
    if (id.i < below)
        return strtab_get(t->lower, id);
    const struct strtab_entry *e = &t->entry[id.i - below];
    return (struct str){e->p, e->len};
}
