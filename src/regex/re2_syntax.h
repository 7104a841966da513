/*
 * Translates a pattern from the syntax of Go's regexp/syntax to that of PCRE2, so that it means the same there. The syntax is
 * what regexp.Compile takes (the flags Perl), as of Go 1.24.
 *
 * The pattern for PCRE2 is pure ASCII and explicit: every literal that is not alphanumeric is \x{..}, the classes \d \s \w
 * and [:name:] are spelled as ranges, and groups have no names. So nothing that the user writes can reach a feature of
 * PCRE2 that RE2 does not have. Compile it with PCRE2_UTF | PCRE2_DOLLAR_ENDONLY | PCRE2_ALT_CIRCUMFLEX, newline LF,
 * surrogate escapes allowed, no Unicode classes, and no other option.
 *
 * The parser keeps its stack on the heap, so no pattern can overflow that of the program.
 */
#ifndef CPPROF_REGEX_RE2_SYNTAX_H
#define CPPROF_REGEX_RE2_SYNTAX_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"
#include "regex/re2_program.h"

/** A translated pattern. Whatever re2_translate() returns, the caller releases it with re2_release(). */
struct re2 {
    struct buf pcre2;    /* the pattern for PCRE2 */
    struct buf literal;  /* if is_literal: the bytes that the pattern stands for, in UTF-8 */
    bool is_literal;     /* the pattern is plain text, so a search for these bytes finds the same */
    bool inner_branches; /* a group of `pcre2` has alternatives */
    bool empty_branch;   /* an alternative is empty, as in a| and (a|) and () */
    unsigned groups;     /* how many groups the pattern has; those past the limit are counted but do not capture */
};

/**
 * Translates the `len` bytes at `pattern` into `re`. Only the first `max_groups` groups capture in the PCRE2 pattern,
 * because groups that nobody reads cost time.
 * @param program  empty; becomes the same pattern as a program, for the caller to release, whatever is returned. NULL: none is
 *                 wanted
 * @return 0; or -1 with `err` set in Go's words, as in "error parsing regexp: unexpected ): `a)b`"
 */
int re2_translate(struct re2 *re, const char *pattern, size_t len, unsigned max_groups, struct re2_program *program,
                  struct err *err);

/** Frees what re2_translate() made, whatever it returned. */
void re2_release(struct re2 *re);

#endif
