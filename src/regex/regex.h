/*
 * Regular expressions in the syntax that Go users write: RE2, as package regexp/syntax of Go 1.24 reads it. PCRE2 runs them.
 *
 *     struct regex *re = regex_compile("^main\\.", 7, err);
 *     if (re && regex_match(re, name, len)) // or regex_find(), for where it matches
 *         ...
 *     regex_free(re);
 *
 * Our own parser (re2_syntax.h) reads the pattern first, and refuses what RE2 refuses, in Go's words. PCRE2 then compiles it
 * so that it means the same: UTF-8 without Unicode classes (\d \w \s \b are ASCII), "." and "$" as in RE2, unanchored
 * search, leftmost-first. Bytes that are not UTF-8 match as U+FFFD does in Go. Limits on steps, depth and heap keep every
 * pattern from running without end. If backtracking takes too many steps, regex_match() uses an automaton from then on
 * (regex/automaton.h), which takes time in proportion to the subject. What is still too hard is counted: regex_undecided().
 *
 * These things differ from Go:
 *
 * - A pattern is refused if it is longer than 1 MB, if PCRE2 compiles it to more than 64 KB, or if its groups are nested more
 *   than some 500 deep ("expression too large", "expression nests too deeply").
 * - A search that hits a limit finds nothing, and is counted. A regex_match() only does that if the pattern has more than 100,000
 *   instructions, or if it has so many states that none of them is met twice.
 * - A loop over something that can be empty, such as (a*|b)+, ends as in Perl: it matches the same subjects, but its span may
 *   be shorter.
 * - Unicode is of the version that PCRE2 has.
 *
 * A compiled pattern learns from each search, so only one thread at a time may search with it.
 */
#ifndef CPPROF_REGEX_REGEX_H
#define CPPROF_REGEX_REGEX_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

struct regex;

enum { REGEX_MAX_GROUPS = 8 };

/** Where a group matched, as byte offsets into the subject. `begin` is -1 for a group that took no part. */
struct regex_span {
    ptrdiff_t begin, end;
};

/**
 * Compiles the `len` bytes at `pattern`, which are only read.
 * @return a pattern, which the caller frees with regex_free(); or NULL with `err` set in Go's words, as in
 *         "error parsing regexp: missing closing ): `(`"
 */
struct regex *regex_compile(const char *pattern, size_t len, struct err *err);

/** Frees `re`; NULL is allowed. */
void regex_free(struct regex *re);

/** @return the pattern as the user wrote it, followed by a NUL, valid as long as `re` */
const char *regex_source(const struct regex *re);

/**
 * Whether the pattern matches everything because one of its alternatives is empty, as in "foo|". Few people mean that, but a shell
 * makes it of "$A|$B" if B is not set.
 */
bool regex_has_empty_branch(const struct regex *re);

/** @return how many searches ended without an answer, because they were too hard; each of them reported no match */
size_t regex_undecided(const struct regex *re);

/** What a walk over patterns calls for each. `origin` is the option that gave the pattern, such as "-focus". */
typedef void regex_visitor(void *ctx, const char *origin, const struct regex *re);

/** Whether `re` matches anywhere in the `len` bytes at `s`. */
bool regex_match(const struct regex *re, const char *s, size_t len);

/**
 * Finds the first match in the `len` bytes at `s` that begins at or after byte `from`. If that is within a rune, the search
 * begins after the rune. The bytes before `from` still count for ^ and \b. span[0] is set to the whole match and span[1...] to
 * the groups, `n` spans in all (at most REGEX_MAX_GROUPS). The spans of groups that the pattern does not have are -1.
 * @return whether it matched; if not, `span` is untouched
 */
bool regex_find(const struct regex *re, const char *s, size_t len, size_t from, struct regex_span *span, size_t n);

/** @return the name and version of the library, a constant */
const char *regex_library(void);

#endif
