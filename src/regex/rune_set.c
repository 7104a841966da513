#define PCRE2_CODE_UNIT_WIDTH 8
#include "regex/rune_set.h"

#include <pcre2.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/rune.h"

static bool ask(const struct rune_set *s, uint32_t rune)
{
    struct buf subject;
    buf_init(&subject);
    rune_put(&subject, rune);
    int rc = pcre2_match(s->code, (PCRE2_SPTR)subject.data, subject.len, 0, PCRE2_NO_UTF_CHECK, s->match_data, NULL);
    buf_release(&subject);
    return rc >= 0;
}

void rune_set_init(struct rune_set *s, const char *text)
{
    int code;
    PCRE2_SIZE offset;
    pcre2_compile_context *context = pcre2_compile_context_create(NULL);
    if (!context)
        err_out_of_memory();
    pcre2_set_compile_extra_options(context, PCRE2_EXTRA_ALLOW_SURROGATE_ESCAPES);
    memset(s, 0, sizeof *s);
    s->code =
        pcre2_compile((PCRE2_SPTR)text, PCRE2_ZERO_TERMINATED, PCRE2_UTF | PCRE2_ANCHORED, &code, &offset, context);
    pcre2_compile_context_free(context);
    if (!s->code)
        return;
    s->match_data = pcre2_match_data_create(1, NULL);
    if (!s->match_data)
        err_out_of_memory();
    for (uint32_t c = 0; c < 0x80; c++)
        s->ascii[c / 64] |= (uint64_t)ask(s, c) << c % 64;
    for (uint32_t i = 0; i < RUNE_SET_RECENT; i++)
        s->recent[i] = 2 * (i + 1 + 0x80); /* a rune that belongs elsewhere */
}

void rune_set_release(struct rune_set *s)
{
    pcre2_match_data_free(s->match_data);
    pcre2_code_free(s->code);
}

bool rune_set_has(struct rune_set *s, uint32_t rune)
{
    if (rune < 0x80)
        return s->ascii[rune / 64] >> rune % 64 & 1;
    if (!s->code)
        return false;
    uint32_t *known = &s->recent[rune % RUNE_SET_RECENT];
    if (*known / 2 != rune)
        *known = 2 * rune + ask(s, rune);
    return *known & 1;
}
