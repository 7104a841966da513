/*
 * A set of runes in PCRE2's syntax, which remembers its recent answers. It lets the automaton judge runes exactly as PCRE2 does,
 * with PCRE2's case folding and Unicode properties.
 *
 *     rune_set_init(&s, "(?i)[a-z]");
 *     if (rune_set_has(&s, 'K'))
 *         ...
 *     rune_set_release(&s);
 */
#ifndef CPPROF_REGEX_RUNE_SET_H
#define CPPROF_REGEX_RUNE_SET_H

#include <stdbool.h>
#include <stdint.h>

enum { RUNE_SET_RECENT = 64 };

struct rune_set {
    void *code, *match_data;          /* PCRE2's; NULL if the set could not be compiled, and then it is empty */
    uint64_t ascii[2];                /* a bit for each member below 0x80 */
    uint32_t recent[RUNE_SET_RECENT]; /* runes that were asked for: twice the rune, plus 1 for a member */
};

/** Makes the set that `text` describes: the translation of one class or literal by re2_syntax, which is one rune wide. */
void rune_set_init(struct rune_set *s, const char *text);

/** Frees the set. */
void rune_set_release(struct rune_set *s);

/** Whether the set has the rune. */
bool rune_set_has(struct rune_set *s, uint32_t rune);

#endif
