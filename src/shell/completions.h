/*
 * The candidates for completing a word, and how they are shown.
 *
 *     completions_init(&c);
 *     completions_set_word(&c, line, start, pattern);
 *     completions_offer(&c, name);                    // each name; or completions_add()
 *     if (!completions_completion(&c, &text))         // what to insert, or else the list to show
 *         completions_list(&c, width, &text);
 *     completions_release(&c);
 *
 * The one law: candidates are plain texts, as in the profile or on the disk. Only inserted or listed text is escaped: as a
 * pattern, or so that no control byte of a name reaches the terminal.
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
    size_t start;    /* where the word that a candidate replaces begins in the line */
    struct str word; /* that word as plain text, in the arena */
    bool pattern;    /* insert a candidate as a regular expression that matches it */
    bool more;       /* insert a blank after a whole candidate, unless it ends in "=" or "/" */
    size_t n;        /* how many candidates there are; those beyond COMPLETIONS_KEPT are only counted */
    const char *text[COMPLETIONS_KEPT];
    size_t common; /* the length of their common beginning, in bytes; never ends within a character */
};

/** Makes an empty set. */
void completions_init(struct completions *c);

/** Frees the candidates. */
void completions_release(struct completions *c);

/** Sets the word that the candidates replace, which begins at line[start]. With `pattern`, its escapes are removed. */
void completions_set_word(struct completions *c, const char *line, size_t start, bool pattern);

/** Adds a copy of the text if it begins with the word and is not among the candidates that are kept. */
void completions_offer(struct completions *c, const char *text);

/** Adds a copy of the text, whatever it begins with. */
void completions_add(struct completions *c, const char *text);

/** Appends the text that replaces the word. @return false if nothing can be added to the word: several candidates fit, or none */
bool completions_completion(const struct completions *c, struct buf *out);

/** Appends the candidates, sorted, in columns for a terminal of this width; or their number, if there are too many. */
void completions_list(struct completions *c, size_t width, struct buf *out);

#endif
