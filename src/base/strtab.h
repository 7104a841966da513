/*
 * Byte strings, each kept once: equal bytes have equal ids, and id 0 is the empty string.
 *
 * A table may be layered over another one that no longer changes. It then knows the strings of both, the ids of the lower
 * table stay valid in it, and new strings go into the upper one. A command layers its own table over that of the profile.
 *
 *     strtab_init(&t, &profile->strings);
 *     str_id name = strtab_intern(&t, bytes, len);
 *     struct str s = strtab_get(&t, name);
 *     strtab_release(&t);
 */
#ifndef CPPROF_BASE_STRTAB_H
#define CPPROF_BASE_STRTAB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/hash.h"
#include "base/str.h"

typedef struct str_id {
    uint32_t i;
} str_id;

/** A string as a table keeps it. */
struct strtab_entry {
    const char *p;
    uint32_t len, hash;
};

struct strtab {
    const struct strtab *lower; /* borrowed, or NULL */
    struct arena arena;         /* the bytes */
    struct strtab_entry *entry; /* its own strings; an id is the index here plus the count of `lower` */
    size_t n, cap;
    struct hash_index index;
};

/** Makes a table that holds only "". `lower` may be NULL; otherwise it must outlive the table and not change. */
void strtab_init(struct strtab *t, const struct strtab *lower);

/** Frees the strings. The lower table is left alone. */
void strtab_release(struct strtab *t);

/** @return the id of the `len` bytes at `p`, which are copied if new. 4 GB and more end the program (out of memory). */
str_id strtab_intern(struct strtab *t, const char *p, size_t len);

/** Like strtab_intern(), for a string that ends with a NUL. */
str_id strtab_intern_cstr(struct strtab *t, const char *s);

/**
 * Like strtab_intern(), for string `id` of the table `from`, which must not have a lower table. Faster, because the bytes are
 * not hashed again.
 */
str_id strtab_intern_from(struct strtab *t, const struct strtab *from, str_id id);

/** Finds string `id` of `from`, a table without a lower one. @return whether it is there, and then sets `*to` */
bool strtab_find_from(const struct strtab *t, const struct strtab *from, str_id id, str_id *to);

/** Finds a string without adding it. @return whether it is there, and then sets `*id` */
bool strtab_find(const struct strtab *t, const char *p, size_t len, str_id *id);

/** @return the bytes of an id of this table or its lower one, valid as long as that table */
struct str strtab_get(const struct strtab *t, str_id id);

/** @return how many ids there are, including those of the lower table */
uint32_t strtab_count(const struct strtab *t);

#endif
