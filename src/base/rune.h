/*
 * The characters of UTF-8, called runes as in Go.
 *
 *     for (const char *s = text; s < end;) {
 *         s += rune_read(s, end, &c);
 *         rune_is_hidden(c) ? rune_put_hidden(out, c) : rune_put(out, c);
 *     }
 */
#ifndef CPPROF_BASE_RUNE_H
#define CPPROF_BASE_RUNE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

enum { RUNE_MAX = 0x10ffff };

/**
 * Reads the rune at `s`, which must be before `end`, as Go's utf8.DecodeRune does.
 * @return its length in bytes; or 1 with `rune` = U+FFFD if the bytes are not UTF-8 (a real U+FFFD has length 3)
 */
size_t rune_read(const char *s, const char *end, uint32_t *rune);

/** Appends the rune in UTF-8. */
void rune_put(struct buf *b, uint32_t c);

/**
 * Whether the rune is invisible but changes how the text around it looks: a control character, a mark or override of the
 * direction of text, or a line separator.
 */
bool rune_is_hidden(uint32_t c);

/** Appends a hidden rune in visible form: \x1b, \u202e. */
void rune_put_hidden(struct buf *b, uint32_t c);

#endif
