/* The automaton of a pattern finds what PCRE2 finds, in time that has a bound. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/rune.h"
#include "regex/automaton.h"
#include "regex/re2_syntax.h"
#include "regex/regex.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))

/* NULL if the pattern is refused or too large. */
static struct automaton *compile(const char *pattern, size_t len)
{
    struct re2 re2;
    struct err err;
    struct automaton *a = NULL;
    struct re2_program program = {0};
    if (!re2_translate(&re2, pattern, len, 0, &program, &err) && !program.too_large)
        a = automaton_new(&program);
    re2_release(&re2);
    re2_program_release(&program);
    return a;
}

struct row {
    const char *pattern, *subject;
    bool matches;
};

static void test_rows(void **state)
{
    static const struct row rows[] = {
        {"", "", true},
        {"", "a", true},
        {"abc", "xxabc", true},
        {"abc", "xxab", false},
        {"a|", "b", true},
        {"^a|b$|^$", "xb", true},
        {"^a|b$|^$", "xa", false},
        {"^a|b$|^$", "", true},
        {"^(a|bc|d*e)$", "dde", true},
        {"^(a|bc|d*e)$", "bcdde", false},
        {"^(|a|)b", "ab", true},
        {"^x{3}$", "xxx", true},
        {"^x{3}$", "xx", false},
        {"^x{3}$", "xxxx", false},
        {"^x{2,3}$", "x", false},
        {"^x{2,3}$", "xx", true},
        {"^x{2,3}$", "xxxx", false},
        {"^(xy){0,2}$", "", true},
        {"^(xy){0,2}$", "xyxy", true},
        {"^(xy){0,2}$", "xyxyxy", false},
        {"^x{2,}$", "x", false},
        {"^x{2,}$", "xxxxx", true},
        {"^x{0}y$", "y", true},
        {"^x{0}y$", "xy", false},
        {"^(a+b?)*c$", "aabac", true},
        {"^(a+b?)*c$", "aabbac", false},
        {"\\bfoo\\b", "a foo.", true},
        {"\\bfoo\\b", "afoo", false},
        {"\\Bo\\B", "foo", true},
        {"\\Bo\\B", "go", false},
        {"(?m)^b$", "a\nb\nc", true},
        {"^b$", "a\nb\nc", false},
        {"a.b", "a\nb", false},
        {"(?s)a.b", "a\nb", true},
        {"(?i)straße", "STRAßE", true},
        {"(?i)k", "\xe2\x84\xaa", true}, /* the sign of Kelvin */
        {"[^a-z]", "abc", false},
        {"\\p{Greek}+$", "abγδ", true},
        {"\\P{Greek}", "γδ", false},
        {"(?i)[^\\PL]", "1", false},
        {"^.$", "\xff", true},
        {"\xef\xbf\xbd", "\xff", true},
        {"(?i)a(?-i)b", "AB", false},
        {"(?i)a(?-i)b", "Ab", true},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct automaton *a = compile(rows[i].pattern, strlen(rows[i].pattern));
        for (int again = 0; again < 2; again++)
            if (automaton_search(a, rows[i].subject, strlen(rows[i].subject)) !=
                (rows[i].matches ? ANSWER_YES : ANSWER_NO))
                fail_msg("%s in %s", rows[i].pattern, rows[i].subject);
        automaton_free(a);
    }
}

static unsigned next_random(uint64_t *seed, unsigned below)
{
    *seed = *seed * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)(*seed >> 33) % below;
}

/* Appends random pieces, some of which are more than a letter. */
static void put_random(struct buf *b, uint64_t *seed, const char *const *piece, size_t n_pieces)
{
    for (unsigned n = next_random(seed, 12); n > 0; n--)
        buf_puts(b, piece[next_random(seed, (unsigned)n_pieces)]);
}

/* Random patterns on random subjects: both searches give the same answer. */
static void test_same_as_pcre2(void **state)
{
    static const char *const pattern_piece[] = {"a",    "b",   "c",   "(",    "(?:", "(?i)", "(?m:", "(?s:", ")",
                                                ")",    ")",   "|",   "|",    "*",   "+",    "?",    "{2}",  "{0,2}",
                                                "{1,}", "{0}", "*?",  "^",    "$",   "\\b",  "\\B",  ".",    "[ab]",
                                                "[^a]", "\\w", "\\W", "\\pL", "é",   "\\A",  "\\z",  "(?U)"};
    static const char *const subject_piece[] = {"a", "b", "c", "A", "B", "\n", " ", "é", "É", "\xff", "γ", "_"};
    uint64_t seed = 1;
    size_t n_searched = 0, n_matched = 0;
    struct buf pattern, subject;
    struct err err;
    (void)state;
    buf_init(&pattern);
    buf_init(&subject);
    for (int i = 0; i < 60000; i++) {
        buf_clear(&pattern);
        put_random(&pattern, &seed, pattern_piece, COUNT(pattern_piece));
        struct regex *re = regex_compile(pattern.data, pattern.len, &err);
        if (!re)
            continue;
        struct automaton *a = compile(pattern.data, pattern.len);
        for (int k = 0; k < 5; k++) {
            buf_clear(&subject);
            put_random(&subject, &seed, subject_piece, COUNT(subject_piece));
            bool matches = regex_match(re, subject.data, subject.len);
            if (automaton_search(a, buf_cstr(&subject), subject.len) != (matches ? ANSWER_YES : ANSWER_NO))
                fail_msg("%s in %s: %d", buf_cstr(&pattern), buf_cstr(&subject), matches);
            n_searched++;
            n_matched += matches;
        }
        automaton_free(a);
        regex_free(re);
    }
    assert_true(n_matched > 10000 && n_searched - n_matched > 10000);
    buf_release(&pattern);
    buf_release(&subject);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),
        cmocka_unit_test(test_same_as_pcre2),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
