/*
 * Bytes with a length: the strings of profiles, which may hold any byte, and the texts that are made of them.
 *
 *     struct str s = STR("main.go");
 *     if (str_is(s, "main.go") && str_has_prefix(s, "main"))
 *         buf_put_str(&out, s);
 */
#ifndef CPPROF_BASE_STR_H
#define CPPROF_BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Bytes that somebody else owns. A string of a table (strtab.h) is followed by a NUL, which `len` does not count. */
struct str {
    const char *p;
    uint32_t len;
};

/** A string constant as a struct str. */
#define STR(constant) ((struct str){"" constant, sizeof(constant) - 1})

/** @return the bytes of a C string, which is borrowed */
struct str str_of(const char *s);

/** @return the number of UTF-8 characters, which is how Go's formats count columns */
size_t str_characters(struct str s);

/** @return the bytes of `s` from `from` up to `to`, which must be within it */
static inline struct str str_slice(struct str s, size_t from, size_t to)
{
    return (struct str){s.p + from, (uint32_t)(to - from)};
}

/** Compares bytewise. @return < 0, 0 or > 0 */
int str_compare(struct str a, struct str b);

/** Whether `s` is the string constant `c`. */
bool str_is(struct str s, const char *c);

/** Whether `s` begins with `prefix`. */
bool str_has_prefix(struct str s, const char *prefix);

#endif
