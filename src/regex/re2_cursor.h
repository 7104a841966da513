/*
 * A place in a pattern, and how Go reads on from there: runes, escapes, messages. Part of re2_syntax.
 *
 * Functions that fail return -1 with `err` set in Go's words.
 */
#ifndef CPPROF_REGEX_RE2_CURSOR_H
#define CPPROF_REGEX_RE2_CURSOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/rune.h"

struct re2_cursor {
    const char *at, *end; /* borrowed from whoever has the pattern */
    struct err *err;
};

/** Sets `err` to "error parsing regexp: WHAT: `TEXT`", the form of all of Go's messages. @return -1. */
int re2_error(struct err *err, const char *what, const char *text, size_t len);

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
