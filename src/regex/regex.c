#define PCRE2_CODE_UNIT_WIDTH 8
#include "regex/regex.h"

#include <pcre2.h>
#include <stdalign.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "regex/automaton.h"
#include "regex/re2_cursor.h"
#include "regex/re2_syntax.h"

enum {
    MAX_PATTERN = 1 << 20,
    MAX_NESTING = 4000,        /* of PCRE2's groups: RE2's limit of 1000 and our own brackets fit in */
    FIND_STEPS = 4000000,      /* of backtracking from one start, which take some 20 ms */
    MATCH_STEPS = 20000,       /* of backtracking from all starts together: less than 0.1 ms */
    LEAST_STEPS = 50,          /* but so many from each start */
    HEAP_LIMIT_KB = 64 * 1024, /* of the interpreter's backtracking */
    SCRATCH_SIZE = 768,        /* holds PCRE2's match data for REGEX_MAX_GROUPS */
};

/* What earlier searches have shown about a pattern. */
struct experience {
    bool hard;                   /* backtracking has given up, and will not be tried again */
    struct automaton *automaton; /* searches instead; NULL: not hard, or too large for an automaton */
    size_t n_undecided;
};

struct regex {
    char *source;
    size_t source_len;
    char *literal; /* if not NULL: the pattern is this plain text, and `code` is NULL */
    size_t literal_len;
    pcre2_code *code;
    pcre2_match_context *limits;
    unsigned groups; /* how many groups `code` captures */
    bool jit;
    bool empty_branch;             /* an alternative is empty */
    struct experience *experience; /* changes although the pattern is const */
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

static pcre2_match_context *make_limits(void)
{
    pcre2_match_context *limits = or_die(pcre2_match_context_create(NULL));
    pcre2_set_heap_limit(limits, HEAP_LIMIT_KB);
    return limits;
}

static void limit_steps(pcre2_match_context *limits, uint32_t steps)
{
    pcre2_set_match_limit(limits, steps);
    pcre2_set_depth_limit(limits, steps);
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
    pcre2_compile_context_free(context);
    if (!re->code)
        return -1;

    /* If there is no JIT compiler, or it refuses this pattern, the interpreter matches. */
    if (!pcre2_jit_compile(re->code, PCRE2_JIT_COMPLETE))
        re->jit = !pcre2_pattern_info(re->code, PCRE2_INFO_JITSIZE, &jit_size) && jit_size;
    re->limits = make_limits();
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

/* A method name of Go that was copied from a report is not a valid regular expression. Explains how to write one. */
static void advise_on_method(const char *pattern, size_t len, struct err *err)
{
    if (len && memmem(pattern, len, ".(*", 3))
        err_add(err, "to find this method, write a dot for each of \"(*)\"");
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
    if (!re2_translate(&re2, pattern, len, REGEX_MAX_GROUPS - 1, NULL, err)) {
        re = or_die(calloc(1, sizeof *re));
        re->experience = or_die(calloc(1, sizeof *re->experience));
        re->source = copy_bytes(pattern, len);
        re->source_len = len;
        re->empty_branch = re2.empty_branch;
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
    if (!re)
        advise_on_method(pattern, len, err);
    return re;
}

void regex_free(struct regex *re)
{
    if (!re)
        return;
    pcre2_code_free(re->code);
    pcre2_match_context_free(re->limits);
    automaton_free(re->experience->automaton);
    free(re->experience);
    free(re->literal);
    free(re->source);
    free(re);
}

const char *regex_source(const struct regex *re)
{
    return re->source;
}

bool regex_has_empty_branch(const struct regex *re)
{
    return re->empty_branch && regex_match(re, "", 0);
}

size_t regex_undecided(const struct regex *re)
{
    return re->experience->n_undecided;
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

/* Returns as pcre2_match() does: negative if there is no match, and if the search ran into a limit. */
static int match_backtracking(const struct regex *re, uint32_t steps, const char *s, size_t len, size_t from,
                              pcre2_match_data *data)
{
    limit_steps(re->limits, steps);
    PCRE2_SPTR subject = (PCRE2_SPTR)s;
    int rc = PCRE2_ERROR_JIT_STACKLIMIT;
    if (re->jit)
        rc = pcre2_jit_match(re->code, subject, len, from, 0, data, re->limits);
    if (rc == PCRE2_ERROR_JIT_STACKLIMIT)
        rc = pcre2_match(re->code, subject, len, from, PCRE2_NO_UTF_CHECK | PCRE2_NO_JIT, data, re->limits);
    if (rc == PCRE2_ERROR_NOMEMORY)
        err_out_of_memory();
    return rc;
}

static bool is_answer(int rc)
{
    return rc >= 0 || rc == PCRE2_ERROR_NOMATCH;
}

/* The pattern as an automaton. @return NULL: it is too large for that */
static struct automaton *make_automaton(const struct regex *re)
{
    struct re2 re2;
    struct err ignored;
    struct automaton *a = NULL;
    struct re2_program program = {0};
    int failed = re2_translate(&re2, re->source, re->source_len, 0, &program, &ignored);
    re2_release(&re2);
    if (!failed && !program.too_large)
        a = automaton_new(&program);
    re2_program_release(&program);
    return a;
}

static uint32_t match_steps(size_t len)
{
    return len < MATCH_STEPS / LEAST_STEPS ? MATCH_STEPS / (uint32_t)(len + 1) : LEAST_STEPS;
}

/*
 * Whether there is a match. Backtracking is the fastest way for most patterns. Once it has taken too many steps, the automaton
 * takes over. Both find the same.
 */
static bool match(const struct regex *re, const char *s, size_t len, pcre2_match_data *data)
{
    struct experience *e = re->experience;
    if (!e->hard) {
        int rc = match_backtracking(re, match_steps(len), s, len, 0, data);
        if (is_answer(rc))
            return rc >= 0;
        e->hard = true;
        e->automaton = make_automaton(re);
    }
    enum answer answer = e->automaton ? automaton_search(e->automaton, s, len) : ANSWER_GIVEN_UP;
    e->n_undecided += answer == ANSWER_GIVEN_UP;
    return answer == ANSWER_YES;
}

static bool find(const struct regex *re, const char *s, size_t len, size_t from, pcre2_match_data *data)
{
    int rc = match_backtracking(re, FIND_STEPS, s, len, from, data);
    re->experience->n_undecided += !is_answer(rc);
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
    bool found = n || from ? find(re, s, len, from, data) : match(re, s, len, data);

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
