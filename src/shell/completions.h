/*
 * What a half-typed word may become: a set of candidates, and how it is shown.
 *
 * The one law: candidates are plain texts, as they stand in the profile or on the disk. Only what is inserted or listed is made
 * fit for it: patterns are escaped, and no control byte of a name reaches the terminal.
 */
#ifndef CPPROF_SHELL_COMPLETIONS_H
#define CPPROF_SHELL_COMPLETIONS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/strtab.h"

enum { COMPLETIONS_KEPT = 100 };

struct completions {
    struct arena arena;
    size_t start;    /* where in the line the word begins whose place a candidate takes */
    struct str word; /* that word as a plain text, in the arena */
    bool pattern;    /* a candidate is inserted as a regular expression that matches it */
    bool more;       /* a blank goes behind a candidate that is inserted whole, unless it ends in "=" or "/" */
    size_t n;        /* how many there are; beyond COMPLETIONS_KEPT they are only counted */
    const char *text[COMPLETIONS_KEPT];
    size_t common; /* how many bytes all of them begin with; never a part of a character */
};

void completions_init(struct completions *c);
void completions_release(struct completions *c);

/** Says which word the candidates replace. With `pattern`, escapes are taken out of it. */
void completions_set_word(struct completions *c, const char *line, size_t start, bool pattern);

/** Adds the text if it begins with the word and is not one of those that are kept. */
void completions_offer(struct completions *c, const char *text);

/** Adds the text whatever it begins with. It is copied. */
void completions_add(struct completions *c, const char *text);

/** Appends what the word is to be replaced with. @return false where nothing can be added to it: several fit, or none. */
bool completions_completion(const struct completions *c, struct buf *out);

/** Appends them sorted, in columns for a terminal of this width; or, where they are too many, their number. */
void completions_list(struct completions *c, size_t width, struct buf *out);

#endif
