/*
 * A place in a pattern, and how Go reads on from there: runes, escapes, messages. Part of re2_syntax.
 *
 * Functions that fail return -1 with `err` set in Go's words.
 */
#ifndef CPPROF_BASE_RE2_CURSOR_H
#define CPPROF_BASE_RE2_CURSOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"

enum { RE2_MAX_RUNE = 0x10ffff };

struct re2_cursor {
    const char *at, *end; /* borrowed from whoever has the pattern */
    struct err *err;
};

/** Sets `err` to "error parsing regexp: WHAT: `TEXT`", the form of all of Go's messages. @return -1. */
int re2_error(struct err *err, const char *what, const char *text, size_t len);

/**
 * Reads the rune at `s`, which must be before `end`, as Go's utf8.DecodeRune does.
 * @return its length; 1 with `rune` = U+FFFD where the bytes are not UTF-8 (a real U+FFFD has length 3).
 */
size_t re2_rune(const char *s, const char *end, uint32_t *rune);

/** Appends the rune in UTF-8. */
void re2_put_rune(struct buf *b, uint32_t c);

/** ASCII letters and digits. */
bool re2_is_alnum(uint32_t c);

/** Like re2_error with the text between two places. @return -1. */
int re2_cursor_fail(struct re2_cursor *in, const char *what, const char *from, const char *to);

/** Reads the next rune and steps behind it; at the end, U+FFFD and no step, on which Go's messages rely. @return 0 or -1. */
int re2_cursor_next(struct re2_cursor *in, uint32_t *c);

/** Refuses the bytes from `s` to `end` unless they are UTF-8. @return 0 or -1. */
int re2_cursor_check(struct re2_cursor *in, const char *s, const char *end);

/** True when the next bytes are `text`. */
bool re2_cursor_at(const struct re2_cursor *in, const char *text);

/** Reads an escape that stands for one rune, from its backslash on. @return 0 or -1. */
int re2_cursor_escape(struct re2_cursor *in, uint32_t *rune);

#endif
