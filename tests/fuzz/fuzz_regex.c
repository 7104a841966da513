/* Searches for a pattern, which is the first line, in the rest. */
#include "fuzz.h"

#include "regex/automaton.h"
#include "regex/re2_syntax.h"
#include "regex/regex.h"

/* The automaton, which most searches do not need, gives the same answer. */
static void check_automaton(struct fuzz_input pattern, struct fuzz_input subject, bool matches)
{
    struct re2 re2;
    struct err err;
    struct re2_program program = {0};
    int refused = re2_translate(&re2, pattern.p, pattern.len, 0, &program, &err);
    fuzz_expect(!refused, "what has been compiled can be compiled again");
    re2_release(&re2);
    if (!program.too_large) {
        struct automaton *a = automaton_new(&program);
        for (int again = 0; again < 2; again++) {
            enum answer answer = automaton_search(a, subject.p, subject.len);
            fuzz_expect(answer == ANSWER_GIVEN_UP || (answer == ANSWER_YES) == matches, "both searches agree");
        }
        automaton_free(a);
    }
    re2_program_release(&program);
}

static void check_span(struct regex_span span, struct regex_span whole)
{
    if (span.begin < 0)
        return;
    fuzz_expect(span.begin <= span.end, "a span does not end before it begins");
    fuzz_expect(span.begin >= whole.begin && span.end <= whole.end, "a group is part of the match");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct fuzz_input in = {(const char *)data, size}, pattern = fuzz_part(&in, '\n');
    struct regex_span span[REGEX_MAX_GROUPS];
    struct err err;
    struct regex *re = regex_compile(pattern.p, pattern.len, &err);
    if (!re) {
        fuzz_expect(*err.msg, "a refusal has a reason");
        return 0;
    }
    bool matches = regex_match(re, in.p, in.len);
    if (regex_undecided(re) == 0)
        check_automaton(pattern, in, matches);
    size_t from = 0, n = 0;
    while (n++ < 16 && from <= in.len && regex_find(re, in.p, in.len, from, span, REGEX_MAX_GROUPS)) {
        fuzz_expect(matches, "what can be found matches");
        fuzz_expect(span[0].begin >= (ptrdiff_t)from && span[0].end <= (ptrdiff_t)in.len, "a match is in its place");
        for (int i = 0; i < REGEX_MAX_GROUPS; i++)
            check_span(span[i], span[0]);
        from = (size_t)span[0].end + (span[0].end == span[0].begin);
    }
    regex_free(re);
    return 0;
}
