/*
 * Bytes with a length: the strings of profiles, which may hold any byte, and of everything that is made of them.
 */
#ifndef CPPROF_BASE_STR_H
#define CPPROF_BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Bytes that someone else owns; behind the bytes of a table's string stands a NUL, which `len` does not count. */
struct str {
    const char *p;
    uint32_t len;
};

/** A string constant as a struct str. */
#define STR(constant) ((struct str){"" constant, sizeof(constant) - 1})

/** The bytes of a C string, which is borrowed. */
struct str str_of(const char *s);

/** How many characters of UTF-8 there are: Go's formats count columns so. */
size_t str_characters(struct str s);

/** Bytewise order: < 0, 0, > 0. */
int str_compare(struct str a, struct str b);

/** Whether `s` is the string constant `c`. */
bool str_is(struct str s, const char *c);

bool str_has_prefix(struct str s, const char *prefix);

#endif
