/*
 * Searches for a pattern, which is the first line, in many names that are made of the other lines. However hard the pattern, the
 * time of all searches together has a bound.
 */
#include "fuzz.h"

#include <time.h>

#include "regex/regex.h"

enum {
    N_NAMES = 500,
    NAME_LEN = 300,
    N_WORDS = 16,
    SECONDS = 15 /* of which a sanitizer needs the most */
};

/* Appends words in an order that is different for each name, up to the length of a name. */
static void make_name(struct buf *name, const struct fuzz_input *word, size_t n_words, uint64_t seed)
{
    buf_clear(name);
    for (size_t i = 0; i < NAME_LEN && name->len < NAME_LEN; i++) {
        seed = seed * 6364136223846793005u + 1442695040888963407u;
        const struct fuzz_input *w = &word[(seed >> 33) % n_words];
        buf_put(name, w->p, w->len < NAME_LEN ? w->len : NAME_LEN);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct fuzz_input in = {(const char *)data, size}, pattern = fuzz_part(&in, '\n'), word[N_WORDS];
    size_t n_words = 0;
    struct buf name;
    struct err err;
    struct regex *re = regex_compile(pattern.p, pattern.len, &err);
    if (!re)
        return 0;
    do
        word[n_words++] = fuzz_part(&in, '\n');
    while (in.len > 0 && n_words < N_WORDS);
    clock_t begin = clock();
    buf_init(&name);
    for (uint64_t i = 0; i < N_NAMES; i++) {
        make_name(&name, word, n_words, i);
        size_t undecided = regex_undecided(re);
        bool found = regex_match(re, buf_cstr(&name), name.len);
        fuzz_expect(!found || regex_undecided(re) == undecided, "what matches is decided");
    }
    fuzz_expect((clock() - begin) / CLOCKS_PER_SEC < SECONDS, "all searches together take little time");
    buf_release(&name);
    regex_free(re);
    return 0;
}
