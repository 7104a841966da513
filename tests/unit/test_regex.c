/*
 * Go's regexp, as regex.h promises it: what matches where, and what is refused with which words. Every row was checked
 * against Go.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include <time.h>

#include "regex/regex.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))

/* Pattern and subject with their lengths, because both may hold NULs. */
#define BYTES(s) (s), sizeof(s) - 1

static struct regex *compile(const char *pattern, size_t len)
{
    struct err err;
    struct regex *re = regex_compile(pattern, len, &err);
    if (!re)
        fail_msg("%s", err.msg);
    return re;
}

struct match_row {
    const char *pattern;
    size_t pattern_len;
    const char *subject;
    size_t subject_len;
    int begin, end; /* -1: no match */
};

static const struct match_row match_rows[] = {
    /* literals */
    {BYTES(""), BYTES("abc"), 0, 0},
    {BYTES("main"), BYTES("runtime.main"), 8, 12},
    {BYTES("runtime\\."), BYTES("runtime.main"), 0, 8},
    {BYTES("runtime\\."), BYTES("runtime_main"), -1, -1},
    {BYTES("世"), BYTES("a世b"), 1, 4},
    {BYTES("a\0b"), BYTES("xa\0b"), 1, 4},
    {BYTES("x\\x00|y"), BYTES("ax\0b"), 1, 3},
    {BYTES("\\Qa.b*\\Ec+"), BYTES("a.b*cc"), 0, 6},
    {BYTES("\\Q(*UTF)"), BYTES("(*UTF)"), 0, 6},
    {BYTES("a\\Qb\\E*"), BYTES("abbb"), 0, 4},
    {BYTES("\\101\\x42\\x{43}\\t\\v\\_"), BYTES("ABC\t\v_"), 0, 6},
    {BYTES("a{,2}"), BYTES("a{,2}"), 0, 5},
    {BYTES("a{"), BYTES("a{"), 0, 2},
    {BYTES("]}"), BYTES("]}"), 0, 2},
    /* leftmost, first alternative; greedy and not */
    {BYTES("main|runtime"), BYTES("runtime.main"), 0, 7},
    {BYTES("a|ab"), BYTES("ab"), 0, 1},
    {BYTES("a|"), BYTES("ba"), 0, 0},
    {BYTES("a+?"), BYTES("aaa"), 0, 1},
    {BYTES("(?U)a+"), BYTES("aaa"), 0, 1},
    {BYTES("(?U)a+?"), BYTES("aaa"), 0, 3},
    {BYTES("a{2,3}"), BYTES("aaaa"), 0, 3},
    {BYTES("a(?i)*b"), BYTES("aaB"), 0, 3},
    {BYTES("a*(?i)*"), BYTES("aa"), 0, 2},
    {BYTES("a{0}b"), BYTES("ab"), 1, 2},
    {BYTES("(|a)*b"), BYTES("aab"), 0, 3},
    {BYTES("(?i:x){0}(a|^){0}b"), BYTES("ab"), 1, 2}, /* not anchored, as PCRE2 has (a|^){0}b */
    {BYTES("(ab|a)x*bc"), BYTES("abc"), 0, 3},        /* PCRE2's JIT compiler forgets the way by a */
    {BYTES("(?:a|)s*ab"), BYTES("ab"), 0, 2},
    {BYTES("(?:^|a)+b"), BYTES("ab"), 0, 2},
    /* assertions */
    {BYTES("^a$"), BYTES("a\n"), -1, -1},
    {BYTES("a$"), BYTES("a\n"), -1, -1},
    {BYTES("(?m)^b$"), BYTES("a\nb\nc"), 2, 3},
    {BYTES("(?m)a\\n^$"), BYTES("a\n"), 0, 2},
    {BYTES("(?m)^b"), BYTES("a\rb"), -1, -1},
    {BYTES("\\Aa\\z"), BYTES("a"), 0, 1},
    {BYTES("^*a"), BYTES("ba"), 1, 2},
    {BYTES("\\bb"),
     BYTES("\xc3\xa9"
           "b"),
     2, 3},
    {BYTES("a\\B\xc3\xa9"), BYTES("a\xc3\xa9"), -1, -1},
    /* classes */
    {BYTES("."), BYTES("\n"), -1, -1},
    {BYTES("(?s)."), BYTES("\n"), 0, 1},
    {BYTES("."), BYTES("\r"), 0, 1},
    {BYTES("[^a]"), BYTES("a\n"), 1, 2},
    {BYTES("[]a]+"), BYTES("x]a"), 1, 3},
    {BYTES("[a-]+"), BYTES("b-a"), 1, 3},
    {BYTES("[[:alpha:]_]+"), BYTES("1ab_2"), 1, 4},
    {BYTES("[[:^alpha:]]"), BYTES("ab\xc3\xa9"), 2, 4},
    {BYTES("[[:word:]]+"), BYTES("-a_1"), 1, 4},
    {BYTES("\\s"), BYTES("\v"), -1, -1},
    {BYTES("[[:space:]]"), BYTES("\v"), 0, 1},
    {BYTES("\\d"), BYTES("\xd9\xa3"), -1, -1},
    {BYTES("\\w"), BYTES("\xc3\xa9"), -1, -1},
    {BYTES("[\\W\\d]"), BYTES("a\xc3\xa9"), 1, 3},
    {BYTES("[^\\x00-\\x{10ffff}]"), BYTES("a"), -1, -1},
    {BYTES("\\pN+"), BYTES("a12"), 1, 3},
    {BYTES("\\p{Greek}"), BYTES("a\xce\xb1"), 1, 3},
    {BYTES("\\P{^Greek}"), BYTES("a\xce\xb1"), 1, 3},
    {BYTES("\\p{Greek}"), BYTES("\xe1\xb7\x80"), -1, -1}, /* U+1DC0: only an extension of the script */
    {BYTES("[^\\p{Greek}a]"), BYTES("a\xce\xb1z"), 3, 4},
    {BYTES("\\p{C}"), BYTES("\xcd\xb8"), -1, -1}, /* U+0378 is not assigned */
    {BYTES("\\p{Kawi}"), BYTES("\xf0\x91\xbc\x80"), 0, 4},
    {BYTES("\\x{d800}"), BYTES("a"), -1, -1},
    /* case */
    {BYTES("(?i)RUNTIME"), BYTES("a.Runtime"), 2, 9},
    {BYTES("(?i:a)b"), BYTES("Ab"), 0, 2},
    {BYTES("(?i:a)b"), BYTES("AB"), -1, -1},
    {BYTES("(?i)a(?-i)b"), BYTES("AB"), -1, -1},
    {BYTES("((?i)a|b)c"), BYTES("Bc"), 0, 2},
    {BYTES("((?i)a)b"), BYTES("AB"), -1, -1},
    {BYTES("(?i)k"), BYTES("\xe2\x84\xaa"), 0, 3}, /* the Kelvin sign */
    {BYTES("(?i)[^k]"), BYTES("\xe2\x84\xaa"), -1, -1},
    {BYTES("(?i)\\W"), BYTES("\xe2\x84\xaa"), -1, -1},
    {BYTES("(?i)[\\W1]"),
     BYTES("s\xc5\xbf"
           "1"),
     3, 4},
    {BYTES("(?i)\xce\xa3"), BYTES("\xcf\x82"), 0, 2},
    {BYTES("(?i)\\p{Lu}"), BYTES("a"), 0, 1},
    {BYTES("(?i)\\p{Lu}"), BYTES("\xc5\x89"), -1, -1}, /* U+0149 is upper case only as two runes */
    {BYTES("(?i)[^\\P{Lu}x]"), BYTES("1xa"), 2, 3},
    {BYTES("(?i)\\P{Ll}"), BYTES("A1"), 1, 2},
    /* bytes that are not UTF-8 are U+FFFD, one by one */
    {BYTES("."), BYTES("\xff"), 0, 1},
    {BYTES("[^a]b"),
     BYTES("a\xff"
           "b"),
     1, 3},
    {BYTES("\xef\xbf\xbd"), BYTES("a\xff"), 1, 2},
    {BYTES("^..$"), BYTES("\xe4\xb8"), 0, 2},
    {BYTES("^...$"), BYTES("\xed\xa0\x80"), 0, 3},
    {BYTES("b"),
     BYTES("\xff"
           "b"),
     1, 2},
    {BYTES("b+$"),
     BYTES("\xff\xc3\xa9\xff"
           "bb"),
     4, 6},
    {BYTES("\xc3\xa9"), BYTES("\xe4\xc3\xa9"), 1, 3},
};

static void test_matches(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(match_rows); i++) {
        const struct match_row *row = &match_rows[i];
        struct regex *re = compile(row->pattern, row->pattern_len);
        struct regex_span span = {-1, -1};

        assert_string_equal(regex_source(re), row->pattern);
        if (regex_match(re, row->subject, row->subject_len) != (row->begin >= 0))
            fail_msg("row %zu: /%s/ matches wrongly", i, row->pattern);
        if (regex_find(re, row->subject, row->subject_len, 0, &span, 1) != (row->begin >= 0))
            fail_msg("row %zu: /%s/ finds wrongly", i, row->pattern);
        if (span.begin != row->begin || span.end != row->end)
            fail_msg("row %zu: /%s/ found at %td..%td", i, row->pattern, span.begin, span.end);
        regex_free(re);
    }
}

struct refused_row {
    const char *pattern;
    const char *message; /* after "error parsing regexp: " */
};

static const struct refused_row refused_rows[] = {
    {"(", "missing closing ): `(`"},
    {"a(b|c", "missing closing ): `a(b|c`"},
    {"a)b", "unexpected ): `a)b`"},
    {"[z-a]", "invalid character class range: `z-a`"},
    {"[a", "missing closing ]: `[a`"},
    {"x[]", "missing closing ]: `[]`"},
    {"[a-", "missing closing ]: `[a-`"},
    {"[[:foo:]]", "invalid character class range: `[:foo:]`"},
    {"[[:d:]]", "invalid character class range: `[:d:]`"},
    {"*", "missing argument to repetition operator: `*`"},
    {"a|*?b", "missing argument to repetition operator: `*?`"},
    {"(+)", "missing argument to repetition operator: `+`"},
    {"a**", "invalid nested repetition operator: `**`"},
    {"a+?{2}", "invalid nested repetition operator: `+?{2}`"},
    {"a{1001}", "invalid repeat count: `{1001}`"},
    {"a{2,1}", "invalid repeat count: `{2,1}`"},
    {"a{1,999999999999}", "invalid repeat count: `{1,999999999999}`"},
    {"((a{100}){10}){10}", "invalid repeat count: `{10}`"},
    {"\\8", "invalid escape sequence: `\\8`"},
    {"(a)\\1", "invalid escape sequence: `\\1`"},
    {"\\C", "invalid escape sequence: `\\C`"},
    {"\\Z", "invalid escape sequence: `\\Z`"},
    {"\\x{110000}", "invalid escape sequence: `\\x{110000`"},
    {"\\x1", "invalid escape sequence: `\\x1`"},
    {"\\pX", "invalid character class range: `\\pX`"},
    {"\\p{Foo}", "invalid character class range: `\\p{Foo}`"},
    {"\\p{greek}", "invalid character class range: `\\p{greek}`"},
    {"\\p{Gre", "invalid character class range: `\\p{Gre`"},
    {"a\\", "trailing backslash at end of expression: ``"},
    {"(?=a)", "invalid or unsupported Perl syntax: `(?=`"},
    {"(?<", "invalid or unsupported Perl syntax: `(?<`"},
    {"(?", "invalid or unsupported Perl syntax: `(?`"},
    {"(?i-)", "invalid or unsupported Perl syntax: `(?i-)`"},
    {"(?x)", "invalid or unsupported Perl syntax: `(?x`"},
    {"(?>a)", "invalid or unsupported Perl syntax: `(?>`"},
    {"(?<=a)", "invalid named capture: `(?<=a)`"},
    {"(?P<n", "invalid named capture: `(?P<n`"},
    {"(?P<a b>c)", "invalid named capture: `(?P<a b>`"},
    {"(?<>c)", "invalid named capture: `(?<>`"},
    {"(*UTF)a", "missing argument to repetition operator: `*`"},
    {"a\xff"
     "b",
     "invalid UTF-8: `\xff"
     "b`"},
    {"[\xc3]", "invalid UTF-8: `\xc3]`"},
};

static void test_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(refused_rows); i++) {
        static const char prefix[] = "error parsing regexp: ";
        const struct refused_row *row = &refused_rows[i];
        struct err err = {""};
        assert_null(regex_compile(row->pattern, strlen(row->pattern), &err));
        assert_memory_equal(err.msg, prefix, sizeof prefix - 1);
        assert_string_equal(err.msg + sizeof prefix - 1, row->message);
    }
}

/* `n` times `before`, then `middle`, then `n` times `after`; the caller frees it. */
static char *nested(size_t n, const char *before, const char *middle, const char *after)
{
    size_t b = strlen(before), a = strlen(after), at = 0;
    char *s = malloc(n * (a + b) + strlen(middle) + 1);
    assert_non_null(s);
    for (size_t i = 0; i < n; i++, at += b)
        memcpy(s + at, before, b);
    strcpy(s + at, middle);
    at += strlen(middle);
    for (size_t i = 0; i < n; i++, at += a)
        memcpy(s + at, after, a);
    s[at] = '\0';
    return s;
}

static void test_limits(void **state)
{
    static const struct {
        size_t n;
        const char *before, *middle, *after, *refusal; /* NULL: compiles */
    } rows[] = {
        {400, "(", "a", ")", NULL},
        {1001, "(", "a", ")", "expression nests too deeply"},
        {200000, "(?:", "a", ")", "expression nests too deeply"},
        {100000, "(", "a", "", "missing closing )"},
        {1000, "(?i)(?-i)", "a", "", NULL},
        {5000, "[a-c]", "", "", "expression too large"},
        {3400, "x{1000}", "", "", "expression too large"},
        {500000, "a", "", "", NULL},
        {1100000, "a", "", "", "expression too large"},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct err err = {""};
        char *pattern = nested(rows[i].n, rows[i].before, rows[i].middle, rows[i].after);
        struct regex *re = regex_compile(pattern, strlen(pattern), &err);
        if (!re != !!rows[i].refusal || (!re && !strstr(err.msg, rows[i].refusal)))
            fail_msg("row %zu: %.80s", i, err.msg);
        regex_free(re);
        free(pattern);
    }
}

static void test_groups(void **state)
{
    struct regex *re = compile(BYTES("(?P<a>x)|(?<b>y)(z)?((((((.))))))"));
    struct regex_span span[REGEX_MAX_GROUPS + 1];
    (void)state;

    memset(span, 7, sizeof span);
    assert_false(regex_find(re, "q", 1, 0, span, REGEX_MAX_GROUPS));
    assert_int_equal(span[0].begin, 0x0707070707070707);

    assert_true(regex_find(re,
                           "\xff"
                           "yw",
                           3, 0, span, COUNT(span)));
    static const ptrdiff_t expected[][2] = {{1, 3}, {-1, -1}, {1, 2}, {-1, -1}, {2, 3}, {2, 3}, {2, 3}, {2, 3}};
    for (size_t i = 0; i < COUNT(expected); i++) {
        assert_int_equal(span[i].begin, expected[i][0]);
        assert_int_equal(span[i].end, expected[i][1]);
    }
    assert_int_equal(span[REGEX_MAX_GROUPS].begin, 0x0707070707070707);
    regex_free(re);

    /* Groups that the pattern does not have. */
    static const char *const patterns[] = {"x", "x+"};
    for (size_t i = 0; i < COUNT(patterns); i++) {
        re = compile(patterns[i], strlen(patterns[i]));
        assert_true(regex_find(re, "x", 1, 0, span, REGEX_MAX_GROUPS));
        assert_int_equal(span[1].begin, -1);
        assert_int_equal(span[REGEX_MAX_GROUPS - 1].end, -1);
        regex_free(re);
    }
}

static void test_find_from(void **state)
{
    static const struct {
        const char *pattern, *subject;
        size_t from;
        ptrdiff_t begin, end;
    } rows[] = {
        {"a", "aba", 1, 2, 3},
        {"a+", "aba", 3, -1, -1},
        {"a", "aba", 4, -1, -1},
        {"", "ab", 2, 2, 2},
        {"^a", "aa", 1, -1, -1},
        {"\\ba", "aa", 1, -1, -1},
        {"",
         "\xc3\xa9"
         "a",
         1, 2, 2},
        {".",
         "\xc3\xa9"
         "a",
         1, 2, 3},
        {".",
         "\xff\xc3\xa9"
         "a",
         2, 3, 4},
        {"a",
         "\xff\xff"
         "aa",
         3, 3, 4},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct regex *re = compile(rows[i].pattern, strlen(rows[i].pattern));
        struct regex_span span = {-1, -1};
        bool found = regex_find(re, rows[i].subject, strlen(rows[i].subject), rows[i].from, &span, 1);
        if (found != (rows[i].begin >= 0) || span.begin != rows[i].begin || span.end != rows[i].end)
            fail_msg("row %zu: %d at %td..%td", i, found, span.begin, span.end);
        regex_free(re);
    }
}

/* A pattern that would take for ever is matched another way or gives up; a long subject that is harmless does not. */
static void test_hard_work(void **state)
{
    struct regex *re = compile(BYTES("(a*)*[bc]"));
    char *many = nested(200000, "a", "c", "");
    (void)state;

    assert_false(regex_match(re, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", 60));
    regex_free(re);
    re = compile(BYTES("(.*.?.*)*x"));
    assert_true(regex_match(re, "abcdefghijklmnopxabcdefghijklmnopqrstu", 38));
    assert_false(regex_match(re, many, 200000));
    regex_free(re);
    re = compile(BYTES("^(?:a|b)*c$"));
    assert_true(regex_match(re, many, strlen(many)));
    regex_free(re);
    free(many);
}

/* What takes long to backtrack costs time in proportion to the subjects, however many and long they are. */
static void test_hard_work_of_many(void **state)
{
    static const char *const patterns[] = {"(a|aa)+$", "(.*.*.*)*[=;]", "([a-z]+)+!?$", "(?i)(A+)+[^a-z0-9]"};
    char *many = nested(100000, "a", "0", "");
    (void)state;
    for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++) {
        struct regex *re = compile(patterns[i], strlen(patterns[i]));
        time_t begin = time(NULL);
        for (int k = 0; k < 5000; k++)
            assert_false(regex_match(re, many + 100000 - 34, 35));
        assert_false(regex_match(re, many, strlen(many)));
        assert_int_equal(regex_match(re, many, 100000), i == 0 || i == 2);
        assert_int_equal(regex_match(re, "xaa=", 4), i == 1 || i == 3);
        assert_int_equal(regex_match(re, "xaa", 3), i == 0 || i == 2);
        if (time(NULL) - begin > 20)
            fail_msg("%s takes %d s", patterns[i], (int)(time(NULL) - begin));
        regex_free(re);
    }
    free(many);
}

static void test_nothing(void **state)
{
    struct regex *re = compile(NULL, 0);
    (void)state;
    assert_true(regex_match(re, NULL, 0));
    regex_free(re);
    re = compile(BYTES("a*$"));
    assert_true(regex_match(re, NULL, 0));
    regex_free(re);
    regex_free(NULL);
}

/* An alternative that is empty by mistake is told from patterns that match everything on purpose. */
static void test_empty_branch(void **state)
{
    static const struct {
        const char *pattern;
        bool has;
    } rows[] = {
        {"", true},    {"foo|", true}, {"|foo", true},   {"a||b", true},  {"(foo|)", true}, {"()", true},
        {".*", false}, {"a?", false},  {"(|x)y", false}, {"^$|a", false}, {"a|b", false},   {"(a|b)*", false},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct regex *re = compile(rows[i].pattern, strlen(rows[i].pattern));
        if (regex_has_empty_branch(re) != rows[i].has)
            fail_msg("%s", rows[i].pattern);
        regex_free(re);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_matches),
        cmocka_unit_test(test_refused),
        cmocka_unit_test(test_limits),
        cmocka_unit_test(test_groups),
        cmocka_unit_test(test_find_from),
        cmocka_unit_test(test_hard_work),
        cmocka_unit_test(test_hard_work_of_many),
        cmocka_unit_test(test_nothing),
        cmocka_unit_test(test_empty_branch),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
