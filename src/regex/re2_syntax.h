/*
 * Reads a pattern in the syntax of Go's regexp/syntax (flags Perl, that is what regexp.Compile takes; as of Go 1.24)
 * and writes it down again for PCRE2, so that it means the same there.
 *
 * The text for PCRE2 is pure ASCII and says everything outright: every literal that is not alphanumeric is \x{..}, the
 * classes \d \s \w and [:name:] are spelled as ranges, names of groups are gone. So nothing that the user writes can
 * reach a feature of PCRE2 that RE2 does not have. It is meant for PCRE2_UTF | PCRE2_DOLLAR_ENDONLY |
 * PCRE2_ALT_CIRCUMFLEX with newline LF, surrogate escapes allowed, no Unicode classes, and no other option.
 *
 * The parser keeps its own stack on the heap, so no pattern can overflow the stack.
 */
#ifndef CPPROF_REGEX_RE2_SYNTAX_H
#define CPPROF_REGEX_RE2_SYNTAX_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"

/** One pattern, translated. Made by re2_translate, which always leaves something to re2_release. */
struct re2 {
    struct buf pcre2;    /* the pattern for PCRE2 */
    struct buf literal;  /* when is_literal: the bytes that the pattern stands for, in UTF-8 */
    bool is_literal;     /* the pattern is plain text: a search for these bytes finds what it finds */
    bool inner_branches; /* a group of `pcre2` has alternatives */
    unsigned groups; /* how many groups the pattern captures; those past the limit are counted, but do not capture */
};

/**
 * Translates the `len` bytes at `pattern` into `re`. Only the first `max_groups` groups capture in the PCRE2 pattern,
 * so that what nobody reads costs nothing.
 * @return 0; or -1 with `err` set to Go's words, as in "error parsing regexp: unexpected ): `a)b`".
 */
int re2_translate(struct re2 *re, const char *pattern, size_t len, unsigned max_groups, struct err *err);

/** Frees what re2_translate has made, whatever it returned. */
void re2_release(struct re2 *re);

#endif
