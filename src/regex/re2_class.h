/*
 * One character class of a pattern: read as Go reads it, written for PCRE2. Part of re2_syntax.
 *
 *     re2_class_init(&c);
 *     re2_class_clear(&c, fold);                                 // before each class
 *     if (re2_class_read(&c, &in, &negated) == 0)
 *         re2_class_write(&c, negated, &pcre2);
 *     re2_class_release(&c);
 *
 * Most classes become one [...] of PCRE2. Go can negate a part of a class that PCRE2 cannot negate within brackets: a set
 * of several Unicode properties, or anything that is negated after case folding. Such a part becomes an alternative next to
 * the brackets.
 */
#ifndef CPPROF_REGEX_RE2_CLASS_H
#define CPPROF_REGEX_RE2_CLASS_H

#include <stdbool.h>

#include "base/buf.h"
#include "regex/re2_cursor.h"

struct re2_class {
    bool fold;         /* PCRE2's (?i) will be on where the text stands */
    struct buf set;    /* the contents of the brackets */
    struct buf beside; /* alternatives to the brackets, each written "|..." and one rune wide */
};

/** Makes an empty class. Allocates nothing. */
void re2_class_init(struct re2_class *c);

/** Frees the memory. */
void re2_class_release(struct re2_class *c);

/** Empties the class but keeps its memory. `fold` says that case is ignored, so PCRE2's (?i) will be on where it is written. */
void re2_class_clear(struct re2_class *c, bool fold);

/** Reads [...] into the empty class, which must then be written with `*negated`. @return 0; or -1 if Go refuses it */
int re2_class_read(struct re2_class *c, struct re2_cursor *in, bool *negated);

/**
 * Reads \d, \pN, \p{Greek} and the like into the empty class, which must then be written with `*negated`.
 * @return 1; 0 without moving if no such escape is here; or -1 if Go refuses it
 */
int re2_class_read_escape(struct re2_class *c, struct re2_cursor *in, bool *negated);

/** Appends the class, or its complement if `negated`, to `out` as one item, which a quantifier may follow. */
void re2_class_write(const struct re2_class *c, bool negated, struct buf *out);

#endif
