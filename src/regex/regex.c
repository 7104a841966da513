#define PCRE2_CODE_UNIT_WIDTH 8
#include "regex/regex.h"

#include <pcre2.h>
#include <stdalign.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/buf.h"
#include "regex/re2_cursor.h"
#include "regex/re2_syntax.h"

enum {
    MAX_PATTERN = 1 << 20,
    MAX_NESTING = 4000,        /* of PCRE2's groups: RE2's limit of 1000 and our own brackets fit in */
    MATCH_LIMIT = 4000000,     /* steps from one start, which take some 20 ms */
    HEAP_LIMIT_KB = 64 * 1024, /* of the interpreter's backtracking */
    DFA_WORKSPACE = 1500,      /* ints: some 250 states */
    SCRATCH_SIZE = 768,        /* holds PCRE2's match data for REGEX_MAX_GROUPS */
    LONG_SUBJECT = 1000,       /* beyond this length the limit falls with the length, because there are more starts */
    SLOW = 100000,             /* in ns: a search that takes longer, plus SLOW_BYTE for each byte, */
    SLOW_BYTE = 1000,          /* is better done breadth first */
};

struct regex {
    char *source;
    char *literal; /* if not NULL: the pattern is this plain text, and `code` is NULL */
    size_t literal_len;
    pcre2_code *code;
    pcre2_code *from_start; /* for breadth-first search: the pattern after any text, anchored */
    atomic_bool hard;       /* backtracking has taken long or given up */
    pcre2_match_context *limits;
    unsigned groups; /* how many groups `code` captures */
    bool jit;
};

/* The memory of PCRE2 for one match: the stack of the caller, and malloc for blocks that do not fit there. */
struct scratch {
    size_t used;
    alignas(max_align_t) char room[SCRATCH_SIZE];
};

static void *scratch_alloc(size_t size, void *data)
{
    struct scratch *scratch = data;
    size = (size + alignof(max_align_t) - 1) & ~(alignof(max_align_t) - 1);
    if (size > sizeof scratch->room - scratch->used)
        return malloc(size);
    scratch->used += size;
    return scratch->room + scratch->used - size;
}

static void scratch_free(void *p, void *data)
{
    struct scratch *scratch = data;
    if ((uintptr_t)p - (uintptr_t)scratch->room >= sizeof scratch->room)
        free(p);
}

static void *or_die(void *p)
{
    if (!p)
        err_out_of_memory();
    return p;
}

static pcre2_match_context *make_limits(uint32_t steps)
{
    pcre2_match_context *limits = or_die(pcre2_match_context_create(NULL));
    pcre2_set_match_limit(limits, steps);
    pcre2_set_depth_limit(limits, steps);
    pcre2_set_heap_limit(limits, HEAP_LIMIT_KB);
    return limits;
}

/* ---- compiling ---- */

static int compile_error(int code, const char *pattern, size_t len, struct err *err)
{
    PCRE2_UCHAR said[256];
    switch (code) {
    case PCRE2_ERROR_HEAP_FAILED: err_out_of_memory();
    case PCRE2_ERROR_PATTERN_TOO_LARGE:
    case PCRE2_ERROR_PATTERN_STRING_TOO_LONG:
    case PCRE2_ERROR_PATTERN_TOO_COMPLICATED: return re2_error(err, "expression too large", pattern, len);
    case PCRE2_ERROR_PARENTHESES_NEST_TOO_DEEP:
    case PCRE2_ERROR_QUERY_BARJX_NEST_TOO_DEEP: return re2_error(err, "expression nests too deeply", pattern, len);
    default: break;
    }
    pcre2_get_error_message(code, said, sizeof said);
    return re2_error(err, (const char *)said, pattern, len);
}

/* If this fails there is no breadth-first search. */
static pcre2_code *compile_from_start(const struct buf *text, uint32_t options, pcre2_compile_context *context)
{
    struct buf anchored;
    PCRE2_SIZE offset;
    int ignored;
    buf_init(&anchored);
    buf_puts(&anchored, "\\A(?s:.)*?(?:");
    buf_put(&anchored, text->data, text->len);
    buf_putc(&anchored, ')');
    pcre2_code *code =
        pcre2_compile((PCRE2_SPTR)anchored.data, anchored.len, options | PCRE2_ANCHORED, &ignored, &offset, context);
    buf_release(&anchored);
    return code;
}

static int compile_pcre2(struct regex *re, const struct re2 *re2, int *code)
{
    const struct buf *text = &re2->pcre2;
    uint32_t options = PCRE2_UTF | PCRE2_NO_UTF_CHECK | PCRE2_DOLLAR_ENDONLY | PCRE2_ALT_CIRCUMFLEX;
    PCRE2_SIZE offset;
    size_t jit_size = 0;
    pcre2_compile_context *context = or_die(pcre2_compile_context_create(NULL));

    /*
     * The JIT compiler of PCRE2 10.42 remembers where a repetition has failed, and forgets that it can also be reached from
     * further left: it does not find (ab|a)x*bc in "abc". Without this optimization it does.
     */
    if (re2->inner_branches)
        options |= PCRE2_NO_START_OPTIMIZE;
    pcre2_set_newline(context, PCRE2_NEWLINE_LF);
    pcre2_set_compile_extra_options(context, PCRE2_EXTRA_ALLOW_SURROGATE_ESCAPES);
    pcre2_set_parens_nest_limit(context, MAX_NESTING);
    re->code = pcre2_compile((PCRE2_SPTR)(text->len ? text->data : ""), text->len, options, code, &offset, context);
    if (re->code)
        re->from_start = compile_from_start(text, options, context);
    pcre2_compile_context_free(context);
    if (!re->code)
        return -1;

    /* If there is no JIT compiler, or it refuses this pattern, the interpreter matches. */
    if (!pcre2_jit_compile(re->code, PCRE2_JIT_COMPLETE))
        re->jit = !pcre2_pattern_info(re->code, PCRE2_INFO_JITSIZE, &jit_size) && jit_size;
    re->limits = make_limits(MATCH_LIMIT);
    return 0;
}

static char *copy_bytes(const char *s, size_t len)
{
    char *copy = or_die(malloc(len + 1));
    if (len)
        memcpy(copy, s, len);
    copy[len] = '\0';
    return copy;
}

struct regex *regex_compile(const char *pattern, size_t len, struct err *err)
{
    struct regex *re = NULL;
    struct re2 re2;
    int code = 0;

    if (len > MAX_PATTERN) {
        err_set(err, "error parsing regexp: expression too large: %zu bytes", len);
        return NULL;
    }
    if (!re2_translate(&re2, pattern, len, REGEX_MAX_GROUPS - 1, err)) {
        re = or_die(calloc(1, sizeof *re));
        re->source = copy_bytes(pattern, len);
        re->groups = re2.groups < REGEX_MAX_GROUPS ? re2.groups : REGEX_MAX_GROUPS - 1;
        if (re2.is_literal) {
            re->literal = copy_bytes(re2.literal.data, re2.literal.len);
            re->literal_len = re2.literal.len;
        } else if (compile_pcre2(re, &re2, &code)) {
            compile_error(code, pattern, len, err);
            regex_free(re);
            re = NULL;
        }
    }
    re2_release(&re2);
    return re;
}

void regex_free(struct regex *re)
{
    if (!re)
        return;
    pcre2_code_free(re->code);
    pcre2_code_free(re->from_start);
    pcre2_match_context_free(re->limits);
    free(re->literal);
    free(re->source);
    free(re);
}

const char *regex_source(const struct regex *re)
{
    return re->source;
}

/* ---- subjects ---- */

static bool is_ascii(const char *s, size_t len)
{
    uint64_t word, seen = 0;
    size_t i = 0;
    for (; i + sizeof word <= len; i += sizeof word) {
        memcpy(&word, s + i, sizeof word);
        seen |= word;
    }
    for (; i < len; i++)
        seen |= (uint64_t)(unsigned char)s[i] << 56 | (unsigned char)s[i];
    return !(seen & 0x8080808080808080u);
}

static bool is_utf8(const char *s, size_t len)
{
    const char *end = s + len;
    for (uint32_t c; s < end;) {
        size_t n = rune_read(s, end, &c);
        if (n == 1 && c == 0xfffd)
            return false;
        s += n;
    }
    return true;
}

/* A copy of the subject in which U+FFFD replaces each byte that is not UTF-8, as Go reads it. */
static void mend_utf8(const char *s, size_t len, struct buf *copy)
{
    const char *end = s + len;
    for (uint32_t c; s < end;) {
        size_t n = rune_read(s, end, &c);
        if (n == 1 && c == 0xfffd)
            buf_puts(copy, "\xef\xbf\xbd");
        else
            buf_put(copy, s, n);
        s += n;
    }
}

/*
 * Steps through the subject until `*at` bytes of it or `*mended` bytes of its copy are passed, and sets both to that position.
 * A position within a rune counts as the end of that rune.
 */
static void walk_mended(const char *s, size_t len, size_t *at, size_t *mended)
{
    size_t i = 0, j = 0;
    while (i < len && i < *at && j < *mended) {
        uint32_t c;
        size_t n = rune_read(s + i, s + len, &c);
        i += n;
        j += n == 1 && c == 0xfffd ? 3 : n;
    }
    *at = i;
    *mended = j;
}

/* ---- matching ---- */

/*
 * Whether there is a match, for patterns on which backtracking gave up, such as (.*.?.*)*x. PCRE2's other algorithm tries all ways
 * at once, but finds no groups. Its time grows with the length of the subject and with the square of the number of ways that
 * are tried at once, so that number has a bound. Returns as pcre2_match() does.
 */
static int match_breadth_first(const struct regex *re, const char *s, size_t len, pcre2_match_data *data)
{
    int workspace[DFA_WORKSPACE];
    const uint32_t options = PCRE2_NO_UTF_CHECK | PCRE2_DFA_SHORTEST;
    if (!re->from_start)
        return PCRE2_ERROR_MATCHLIMIT;
    int rc =
        pcre2_dfa_match(re->from_start, (PCRE2_SPTR)s, len, 0, options, data, re->limits, workspace, DFA_WORKSPACE);
    if (rc == PCRE2_ERROR_NOMEMORY)
        err_out_of_memory();
    return rc;
}

/* Returns as pcre2_match() does: negative if there is no match, and if the search ran into a limit. */
static int match_backtracking(const struct regex *re, pcre2_match_context *limits, const char *s, size_t len,
                              size_t from, pcre2_match_data *data)
{
    PCRE2_SPTR subject = (PCRE2_SPTR)s;
    int rc = PCRE2_ERROR_JIT_STACKLIMIT;
    if (re->jit)
        rc = pcre2_jit_match(re->code, subject, len, from, 0, data, limits);
    if (rc == PCRE2_ERROR_JIT_STACKLIMIT)
        rc = pcre2_match(re->code, subject, len, from, PCRE2_NO_UTF_CHECK | PCRE2_NO_JIT, data, limits);
    if (rc == PCRE2_ERROR_NOMEMORY)
        err_out_of_memory();
    return rc;
}

static int64_t now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static bool is_answer(int rc)
{
    return rc >= 0 || rc == PCRE2_ERROR_NOMATCH;
}

/*
 * Whether there is a match. Backtracks as long as that is fast, and searches breadth first from then on. Both find the same, so it
 * does not matter when the change comes.
 */
static bool match_either_way(const struct regex *re, const char *s, size_t len, pcre2_match_data *data)
{
    atomic_bool *hard = (atomic_bool *)&re->hard;
    int rc = PCRE2_ERROR_MATCHLIMIT;
    if (atomic_load_explicit(hard, memory_order_relaxed))
        rc = match_breadth_first(re, s, len, data);
    if (is_answer(rc))
        return rc >= 0;
    int64_t begin = now();
    pcre2_match_context *lower =
        len > LONG_SUBJECT ? make_limits((uint32_t)(1 + (uint64_t)MATCH_LIMIT * LONG_SUBJECT / 10 / len)) : NULL;
    rc = match_backtracking(re, lower ? lower : re->limits, s, len, 0, data);
    pcre2_match_context_free(lower);
    if (!is_answer(rc) || now() - begin > SLOW + SLOW_BYTE * (int64_t)len)
        atomic_store_explicit(hard, true, memory_order_relaxed);
    if (!is_answer(rc))
        rc = match_breadth_first(re, s, len, data);
    return rc >= 0;
}

static bool find_literal(const struct regex *re, const char *s, size_t len, size_t from, struct regex_span *span,
                         size_t n)
{
    const char *at = memmem(s + from, len - from, re->literal, re->literal_len); // NOLINT: there is one
    if (!at)
        return false;
    for (size_t i = 1; i < n; i++)
        span[i] = (struct regex_span){-1, -1};
    if (n)
        span[0] = (struct regex_span){at - s, at - s + (ptrdiff_t)re->literal_len};
    return true;
}

static bool find_pcre2(const struct regex *re, const char *s, size_t len, size_t from, struct regex_span *span,
                       size_t n)
{
    struct scratch scratch;
    scratch.used = 0;
    pcre2_general_context *memory = or_die(pcre2_general_context_create(scratch_alloc, scratch_free, &scratch));
    pcre2_match_data *data = or_die(pcre2_match_data_create(n ? (uint32_t)n : 1, memory));
    bool found = n || from ? match_backtracking(re, re->limits, s, len, from, data) >= 0
                           : match_either_way(re, s, len, data);

    const PCRE2_SIZE *pair = pcre2_get_ovector_pointer(data);
    for (size_t i = 0; found && i < n; i++) {
        /* PCRE2_UNSET, for a group that took no part, becomes -1. */
        if (i <= re->groups)
            span[i] = (struct regex_span){(ptrdiff_t)pair[2 * i], (ptrdiff_t)pair[2 * i + 1]};
        else
            span[i] = (struct regex_span){-1, -1};
    }
    pcre2_match_data_free(data);
    pcre2_general_context_free(memory);
    return found;
}

/* Finds the first match in a UTF-8 subject, from a position between two runes, and fills `n` spans. */
static bool find_valid(const struct regex *re, const char *s, size_t len, size_t from, struct regex_span *span,
                       size_t n)
{
    return re->literal ? find_literal(re, s, len, from, span, n) : find_pcre2(re, s, len, from, span, n);
}

static bool find_mended(const struct regex *re, const char *s, size_t len, size_t from, struct regex_span *span,
                        size_t n)
{
    struct buf copy;
    size_t from_mended = SIZE_MAX;

    buf_init(&copy);
    mend_utf8(s, len, &copy);
    walk_mended(s, len, &from, &from_mended);
    bool found = find_valid(re, copy.data, copy.len, from_mended, span, n);
    buf_release(&copy);
    for (size_t i = 0; found && i < n; i++) {
        ptrdiff_t *side[] = {&span[i].begin, &span[i].end};
        for (size_t k = 0; k < 2; k++) {
            size_t at = SIZE_MAX, mended = (size_t)*side[k];
            if (*side[k] < 0)
                continue;
            walk_mended(s, len, &at, &mended);
            *side[k] = (ptrdiff_t)at;
        }
    }
    return found;
}

bool regex_find(const struct regex *re, const char *s, size_t len, size_t from, struct regex_span *span, size_t n)
{
    if (from > len)
        return false;
    if (n > REGEX_MAX_GROUPS)
        n = REGEX_MAX_GROUPS;
    if (!len)
        s = "";
    if (re->literal_len) /* text of whole runes is only found at the beginning of a rune, in any subject */
        return find_literal(re, s, len, from, span, n);
    if (!is_ascii(s, len) && !is_utf8(s, len))
        return find_mended(re, s, len, from, span, n);
    while (from < len && ((unsigned char)s[from] & 0xc0) == 0x80)
        from++;
    return find_valid(re, s, len, from, span, n);
}

bool regex_match(const struct regex *re, const char *s, size_t len)
{
    if (re->literal)
        return find_literal(re, len ? s : "", len, 0, NULL, 0);
    return regex_find(re, s, len, 0, NULL, 0);
}

const char *regex_library(void)
{
    static char text[64] = "pcre2 ";
    size_t at = strlen("pcre2 ");
    if (pcre2_config(PCRE2_CONFIG_VERSION, NULL) <= (int)(sizeof text - at))
        pcre2_config(PCRE2_CONFIG_VERSION, text + at);
    return text;
}
