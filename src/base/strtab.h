/*
 * Byte strings, each kept once: equal bytes have equal ids, and id 0 is the empty string.
 *
 * A table may be layered over another one that no longer changes: it then knows the strings of both, ids of the lower
 * table mean the same in it, and new strings go into the upper one. A command layers a table over the profile's.
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
    struct strtab_entry *entry; /* own strings; the id is the place here + the count of `lower` */
    size_t n, cap;
    struct hash_index index;
};

/** A table that holds only "". `lower`, if any, must outlive it unchanged. */
void strtab_init(struct strtab *t, const struct strtab *lower);
void strtab_release(struct strtab *t);

/** The id of the `len` bytes at `p`, which are copied if new. Strings of 4 GB and more end the program (out of memory). */
str_id strtab_intern(struct strtab *t, const char *p, size_t len);

/** Like strtab_intern for a string that ends with a NUL. */
str_id strtab_intern_cstr(struct strtab *t, const char *s);

/**
 * The id of string `id` of `from`, another table without a lower one. Its bytes are not hashed once more, and copied if new.
 */
str_id strtab_intern_from(struct strtab *t, const struct strtab *from, str_id id);

/** Looks string `id` of `from`, as above, up without adding it. @return whether it is there; if so `*to` is set. */
bool strtab_find_from(const struct strtab *t, const struct strtab *from, str_id id, str_id *to);

/** Looks a string up without adding it. @return whether it is there; if so `*id` is set. */
bool strtab_find(const struct strtab *t, const char *p, size_t len, str_id *id);

/** The bytes of an id of this table or a lower one; valid as long as the table. */
struct str strtab_get(const struct strtab *t, str_id id);

/** How many ids there are, those of lower tables included. */
uint32_t strtab_count(const struct strtab *t);

#endif
