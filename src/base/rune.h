/*
 * The characters of UTF-8.
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
 * @return its length; 1 with `rune` = U+FFFD where the bytes are not UTF-8 (a real U+FFFD has length 3).
 */
size_t rune_read(const char *s, const char *end, uint32_t *rune);

/** Appends the rune in UTF-8. */
void rune_put(struct buf *b, uint32_t c);

/**
 * Whether the rune is not seen but changes what is: control characters, marks and overrides of the direction of text,
 * separators of lines.
 */
bool rune_is_hidden(uint32_t c);

/** Appends such a rune in a form that is seen: \x1b, \u202e. */
void rune_put_hidden(struct buf *b, uint32_t c);

#endif
