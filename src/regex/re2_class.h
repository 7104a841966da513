/*
 * One character class of a pattern: read as Go reads it, written for PCRE2. Part of re2_syntax.
 *
 * Most classes become one [...] of PCRE2. Where Go negates a part of a class that PCRE2 cannot negate within brackets
 * (a set of several Unicode properties, or anything negated after case folding) that part becomes an alternative beside
 * it.
 */
#ifndef CPPROF_REGEX_RE2_CLASS_H
#define CPPROF_REGEX_RE2_CLASS_H

#include <stdbool.h>

#include "base/buf.h"
#include "regex/re2_cursor.h"

struct re2_class {
    bool fold;         /* the text will stand where PCRE2's (?i) is on */
    struct buf set;    /* what goes within the brackets */
    struct buf beside; /* alternatives, each as "|..." and one rune wide */
};

void re2_class_init(struct re2_class *c);
void re2_class_release(struct re2_class *c);

/** Empties the class. `fold`: case is ignored, PCRE2's (?i) will be on where the class is written. */
void re2_class_clear(struct re2_class *c, bool fold);

/** Reads [...] into the empty class, which must then be written with `*negated`. @return 0; or -1: refused. */
int re2_class_read(struct re2_class *c, struct re2_cursor *in, bool *negated);

/**
 * Reads \d, \pN, \p{Greek} and the like into the empty class, which must then be written with `*negated`.
 * @return 1; 0 if there is no such thing here, without a step; -1: refused.
 */
int re2_class_read_escape(struct re2_class *c, struct re2_cursor *in, bool *negated);

/** Appends the class, or what is not in it, to `out`: one item, to which a quantifier can be added. */
void re2_class_write(const struct re2_class *c, bool negated, struct buf *out);

#endif
