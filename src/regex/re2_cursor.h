/*
 * A position in a pattern, and how Go reads on from there: runes, escapes, messages. Part of re2_syntax.
 *
 *     struct re2_cursor in = {pattern, pattern + len, err};
 *     while (in.at < in.end)
 *         if (re2_cursor_at(&in, "\\") ? re2_cursor_escape(&in, &c) : re2_cursor_next(&in, &c))
 *             return -1;
 *
 * A function that fails returns -1 and sets `err` in Go's words.
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
    const char *at, *end; /* borrowed from the owner of the pattern */
    struct err *err;
};

/** Sets `err` to "error parsing regexp: WHAT: `TEXT`", which is the form of all of Go's messages. @return -1 always */
int re2_error(struct err *err, const char *what, const char *text, size_t len);

/** Whether the rune is an ASCII letter or digit. */
bool re2_is_alnum(uint32_t c);

/** Like re2_error(), with the text between two positions. @return -1 always */
int re2_cursor_fail(struct re2_cursor *in, const char *what, const char *from, const char *to);

/**
 * Reads the next rune and moves past it. At the end it gives U+FFFD and does not move, because Go's messages depend on that.
 * @return 0; or -1 if the bytes are not UTF-8
 */
int re2_cursor_next(struct re2_cursor *in, uint32_t *c);

/** Checks that the bytes from `s` to `end` are UTF-8. @return 0; or -1 if they are not */
int re2_cursor_check(struct re2_cursor *in, const char *s, const char *end);

/** Whether the next bytes are `text`. */
bool re2_cursor_at(const struct re2_cursor *in, const char *text);

/** Reads an escape that stands for one rune, beginning at its backslash. @return 0; or -1 if Go refuses it */
int re2_cursor_escape(struct re2_cursor *in, uint32_t *rune);

#endif
