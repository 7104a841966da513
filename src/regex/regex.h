/*
 * Regular expressions in the syntax that Go users write (RE2, as package regexp/syntax of Go 1.24 reads it), run by
 * PCRE2.
 *
 * The pattern is first read by our own parser of the RE2 syntax (re2_syntax.h), which refuses what RE2 refuses with the
 * words that Go uses, and is then compiled by PCRE2 so that it means the same: UTF-8 without Unicode classes (\d \w \s
 * \b are ASCII), "." and "$" as in RE2, unanchored search, leftmost-first. Bytes that are not UTF-8 match as U+FFFD
 * does in Go. Match, depth and heap limits keep any pattern from running without end; where backtracking gives up or is
 * slow, regex_match goes on with breadth-first search, which takes time in proportion to the subject.
 *
 * Where it is not Go: a pattern of more than 1 MB, one that PCRE2 compiles to more than 64 KB, and one with groups more
 * than some 500 deep is refused ("expression too large", "expression nests too deeply"). A search of
 * regex_find that hits a limit finds nothing, and one of regex_match if the pattern has more than some 250 ways to go on.
 * A loop over something that can be empty, as (a*|b)+, ends as in Perl: whether it matches is the same, what it spans
 * may be shorter. Unicode is of the version that PCRE2 has.
 *
 * A compiled pattern is constant: any number of threads may match with it.
 */
#ifndef CPPROF_REGEX_REGEX_H
#define CPPROF_REGEX_REGEX_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

struct regex;

enum { REGEX_MAX_GROUPS = 8 };

/** Where a group matched, as byte offsets into the subject; begin is -1 for a group that took no part. */
struct regex_span {
    ptrdiff_t begin, end;
};

/**
 * Compiles the `len` bytes at `pattern`, which are only read.
 * @return a pattern that the caller frees with regex_free; or NULL with `err` set in Go's words, as in
 *         "error parsing regexp: missing closing ): `(`".
 */
struct regex *regex_compile(const char *pattern, size_t len, struct err *err);

/** Frees `re`; NULL is allowed. */
void regex_free(struct regex *re);

/** The pattern as the user wrote it, with a NUL behind it; valid as long as `re`. */
const char *regex_source(const struct regex *re);

/** True when `re` matches anywhere in the `len` bytes at `s`. */
bool regex_match(const struct regex *re, const char *s, size_t len);

/**
 * Finds the first match in the `len` bytes at `s` that begins at or after byte `from` (within a rune: behind the rune).
 * What is before `from` still counts for ^ and \b. Fills `span[0]` with the whole match and span[1...] with the groups,
 * up to `n` spans in all (at most REGEX_MAX_GROUPS); spans of groups that the pattern does not have are -1.
 * @return whether it matched; `span` is untouched when not.
 */
bool regex_find(const struct regex *re, const char *s, size_t len, size_t from, struct regex_span *span, size_t n);

/** The name and version of the library. */
const char *regex_library(void);

#endif
