/*
 * The parser works like Go's, operator by operator, because Go's messages show where its parser was. It builds no tree: an
 * expression is translated as it is read. The parser keeps only where its text begins, because a repetition may follow, and
 * its height, size and copies, because Go limits them.
 */
#include "regex/re2_syntax.h"

#include <stdlib.h>
#include <string.h>

#include "base/vec.h"
#include "regex/re2_class.h"
#include "regex/re2_cursor.h"
#include "regex/re2_node.h"

enum {
    MAX_REPEAT = 1000,            /* of one count, and of the product of nested ones */
    MAX_HEIGHT = 1000,            /* the height of the expression as a tree */
    MAX_SIZE = (128 << 20) / 40,  /* in Go's instructions: 128 MB of them */
    TOO_LONG_A_COUNT = 100000000, /* digits after this are not even read */
};

enum re2_flag { FOLD_CASE = 1, DOT_NEWLINE = 2, MULTI_LINE = 4, SWAP_GREED = 8 };

/* Where a part of the pattern begins: its text for PCRE2, and its code, if a program is wanted. */
struct place {
    size_t text, code;
};

/* An open group. The lowest one is the whole pattern. */
struct frame {
    struct place opened_at;
    size_t branch_at;          /* where the code of the current branch begins */
    size_t n_ended;            /* how many branches have ended before it */
    unsigned flags_before;     /* the flags to restore at its end */
    bool captures;             /* whether it captures in Go */
    bool pcre2_folds_before;   /* PCRE2's (?i) when it opened */
    struct re2_tally branches; /* complete branches */
    struct re2_tally parts;    /* the parts of the current branch, without `top` */
    struct re2_node top;       /* the last part, to which a repetition applies */
    bool has_top;
    bool top_needs_brackets; /* a quantifier right after the text of `top` would not apply to all of it */
    struct place top_at;
};

struct parser {
    struct re2_cursor in;
    const char *begin;
    struct re2 *re;
    struct re2_program *program; /* NULL: none is wanted */
    unsigned max_groups;
    unsigned flags;
    bool pcre2_folds;        /* whether PCRE2's (?i) is on at this place of its text */
    const char *last_repeat; /* the repetition that was read last, or NULL if something else was */
    struct frame *frames;
    size_t n_frames, cap_frames;
    struct re2_class class; /* kept for its memory */
};

/* ---- the parts of a pattern ---- */

static int check_limits(struct parser *p, const struct re2_node *node)
{
    if (node->size > MAX_SIZE)
        return re2_cursor_fail(&p->in, "expression too large", p->begin, p->in.end);
    if (node->height > MAX_HEIGHT)
        return re2_cursor_fail(&p->in, "expression nests too deeply", p->begin, p->in.end);
    return 0;
}

static struct frame *inner_frame(struct parser *p)
{
    return &p->frames[p->n_frames - 1];
}

static struct place here(const struct parser *p)
{
    return (struct place){p->re->pcre2.len, p->program ? p->program->n : 0};
}

/* Makes `node`, which begins at `at`, the last part of the current branch. */
static int push(struct parser *p, struct re2_node node, struct place at)
{
    struct frame *f = inner_frame(p);
    if (f->has_top)
        re2_tally_add(&f->parts, f->top, NODE_CONCAT);
    f->top = node;
    f->has_top = true;
    f->top_needs_brackets = false;
    f->top_at = at;
    return check_limits(p, &node);
}

/* Ends the branch that is being read. */
static int end_branch(struct parser *p)
{
    struct frame *f = inner_frame(p);
    p->re->empty_branch |= !f->has_top && f->parts.n == 0;
    if (f->has_top)
        re2_tally_add(&f->parts, f->top, NODE_CONCAT);
    f->has_top = false;
    struct re2_node node = re2_tally_node(&f->parts, NODE_CONCAT);
    f->parts = (struct re2_tally){0};
    re2_tally_add(&f->branches, node, NODE_ALTERNATE);
    return check_limits(p, &node);
}

/* ---- what is written ---- */

static void add_code(struct parser *p, enum re2_op op, uint32_t arg)
{
    if (p->program)
        re2_program_add(p->program, op, (int32_t)arg);
}

/* Adds what the text from `at` says, which is one rune wide. */
static void add_set(struct parser *p, struct place at)
{
    const struct buf *text = &p->re->pcre2;
    if (p->program)
        re2_program_add_set(p->program, text->data + at.text, text->len - at.text, p->pcre2_folds);
}

/* Turns PCRE2's (?i) on or off for the rest of this group. */
static void set_folding(struct parser *p)
{
    bool fold = p->flags & FOLD_CASE;
    if (p->pcre2_folds != fold)
        buf_puts(&p->re->pcre2, fold ? "(?i)" : "(?-i)");
    p->pcre2_folds = fold;
}

static int push_literal(struct parser *p, uint32_t c)
{
    bool fold = p->flags & FOLD_CASE, has_case = re2_is_alnum(c) || c >= 0x80;

    if (has_case)
        set_folding(p);
    struct place at = here(p);
    if (re2_is_alnum(c))
        buf_putc(&p->re->pcre2, (char)c);
    else
        buf_printf(&p->re->pcre2, "\\x{%x}", c);
    if (fold && has_case)
        add_set(p, at);
    else
        add_code(p, RE2_RUNE, c);

    /* U+FFFD also matches a byte that is not UTF-8, and a surrogate matches nothing. A plain search can do neither. */
    if (fold || c == 0xfffd || (c >= 0xd800 && c < 0xe000))
        p->re->is_literal = false;
    else
        rune_put(&p->re->literal, c);
    struct re2_node node = {.kind = fold ? NODE_FOLDED_LITERAL : NODE_LITERAL, .height = 1, .copies = 1, .size = 1};
    return push(p, node, at);
}

/* Writes an operator without operand. PCRE2 does not accept every assertion before a quantifier, so it gets brackets. */
static int push_operator(struct parser *p, const char *text, enum re2_op op)
{
    struct place at = here(p);
    buf_puts(&p->re->pcre2, text);
    add_code(p, op, 0);
    p->re->is_literal = false;
    int failed = push(p, (struct re2_node){.height = 1, .copies = 1, .size = 1}, at);
    inner_frame(p)->top_needs_brackets = op != RE2_ANY && op != RE2_NOT_NEWLINE;
    return failed;
}

static int push_class(struct parser *p, bool negated)
{
    set_folding(p);
    struct place at = here(p);
    re2_class_write(&p->class, negated, &p->re->pcre2);
    add_set(p, at);
    p->re->inner_branches |= p->class.beside.len > 0;
    p->re->is_literal = false;
    return push(p, (struct re2_node){.height = 1, .copies = 1, .size = 1}, at);
}

/* ---- groups ---- */

static void open_frame(struct parser *p)
{
    p->frames = vec_reserve(p->frames, &p->cap_frames, p->n_frames + 1, sizeof *p->frames);
    p->frames[p->n_frames++] =
        (struct frame){.opened_at = here(p), .flags_before = p->flags, .pcre2_folds_before = p->pcre2_folds};
    inner_frame(p)->branch_at = here(p).code;
}

static void open_group(struct parser *p, bool captures)
{
    open_frame(p);
    inner_frame(p)->captures = captures;
    p->re->is_literal = false;
    if (captures)
        p->re->groups++;
    buf_puts(&p->re->pcre2, captures && p->re->groups <= p->max_groups ? "(" : "(?:");
}

/* The code of the branch that is being read ends, and that of another one begins. */
static void branch_code(struct parser *p)
{
    struct frame *f = inner_frame(p);
    if (!p->program)
        return;
    re2_program_branch(p->program, f->branch_at);
    f->branch_at = p->program->n;
    f->n_ended++;
}

static void join_code(struct parser *p)
{
    const struct frame *f = inner_frame(p);
    if (p->program)
        re2_program_join(p->program, f->opened_at.code, f->n_ended);
}

static int read_bar(struct parser *p)
{
    p->in.at++;
    p->re->is_literal = false;
    p->re->inner_branches |= p->n_frames > 1;
    buf_putc(&p->re->pcre2, '|');
    branch_code(p);
    return end_branch(p);
}

static int read_right_paren(struct parser *p)
{
    if (end_branch(p))
        return -1;
    struct frame f = *inner_frame(p);
    struct re2_node node = re2_tally_node(&f.branches, NODE_ALTERNATE);
    if (check_limits(p, &node))
        return -1;
    if (p->n_frames == 1)
        return re2_cursor_fail(&p->in, "unexpected )", p->begin, p->in.end);

    join_code(p);
    p->in.at++;
    p->n_frames--;
    buf_putc(&p->re->pcre2, ')');
    p->flags = f.flags_before;
    p->pcre2_folds = f.pcre2_folds_before;
    if (f.captures)
        node = (struct re2_node){.height = node.height + 1, .copies = node.copies, .size = node.size + 2};
    return push(p, node, f.opened_at);
}

static bool is_group_name(const char *s, const char *end)
{
    if (s == end)
        return false;
    for (; s < end; s++) {
        if (*s != '_' && !re2_is_alnum((unsigned char)*s))
            return false;
    }
    return true;
}

/* Reads (?P<name> or (?<name>. `name` is where the name begins. */
static int read_named_group(struct parser *p, const char *name)
{
    const char *close = memchr(p->in.at, '>', (size_t)(p->in.end - p->in.at));
    if (!close) {
        if (re2_cursor_check(&p->in, p->in.at, p->in.end))
            return -1;
        return re2_cursor_fail(&p->in, "invalid named capture", p->in.at, p->in.end);
    }
    if (re2_cursor_check(&p->in, name, close))
        return -1;
    if (!is_group_name(name, close))
        return re2_cursor_fail(&p->in, "invalid named capture", p->in.at, close + 1);
    open_group(p, true);
    p->in.at = close + 1;
    return 0;
}

static unsigned flag_of(uint32_t c)
{
    switch (c) {
    case 'i': return FOLD_CASE;
    case 'm': return MULTI_LINE;
    case 's': return DOT_NEWLINE;
    case 'U': return SWAP_GREED;
    default: return 0;
    }
}

/* Reads what begins with "(?": a named group, a group that does not capture, a change of flags, or both of the latter. */
static int read_perl_group(struct parser *p)
{
    const char *from = p->in.at;
    if (p->in.end - from > 4 && re2_cursor_at(&p->in, "(?P<"))
        return read_named_group(p, from + 4);
    if (p->in.end - from > 3 && re2_cursor_at(&p->in, "(?<"))
        return read_named_group(p, from + 3);

    unsigned flags = p->flags;
    bool negative = false, flag_seen = false;
    p->in.at += 2;
    while (p->in.at < p->in.end) {
        uint32_t c;
        if (re2_cursor_next(&p->in, &c))
            return -1;
        unsigned flag = flag_of(c);
        if (flag) {
            flags = negative ? flags & ~flag : flags | flag;
            flag_seen = true;
        } else if (c == '-' && !negative) {
            negative = true;
            flag_seen = false;
        } else if ((c == ':' || c == ')') && (!negative || flag_seen)) {
            if (c == ':')
                open_group(p, false);
            p->flags = flags;
            return 0;
        } else {
            break;
        }
    }
    return re2_cursor_fail(&p->in, "invalid or unsupported Perl syntax", from, p->in.at);
}

/* ---- repetition ---- */

struct repeat {
    char op;      /* '*', '+', '?' or '{' */
    int min, max; /* max is -1 if there is no maximum */
};

/* Reads a decimal number without leading zeros at *s, or -1 if it is too large, and moves past it. @return whether there is one */
static bool read_count(const char **s, const char *end, int *count)
{
    const char *c = *s;
    if (c == end || *c < '0' || *c > '9')
        return false;
    if (end - c >= 2 && *c == '0' && c[1] >= '0' && c[1] <= '9')
        return false;
    *count = 0;
    for (; c < end && *c >= '0' && *c <= '9'; c++) {
        if (*count >= TOO_LONG_A_COUNT)
            *count = -1;
        if (*count >= 0)
            *count = *count * 10 + (*c - '0');
    }
    *s = c;
    return true;
}

/* Reads {n}, {n,} or {n,m} and moves past it. @return false, without moving, if the brace is a literal */
static bool read_counts(struct parser *p, struct repeat *r)
{
    const char *s = p->in.at + 1;
    if (!read_count(&s, p->in.end, &r->min) || s == p->in.end)
        return false;
    r->max = r->min;
    if (*s == ',') {
        s++;
        r->max = -1;
        if (s < p->in.end && *s != '}') {
            if (!read_count(&s, p->in.end, &r->max))
                return false;
            if (r->max < 0)
                r->min = -1;
        }
    }
    if (s == p->in.end || *s != '}')
        return false;
    p->in.at = s + 1;
    return true;
}

/* Puts `before` and `after` around the text of the last part. */
static void bracket_top(struct parser *p, const char *before, const char *after)
{
    struct buf *b = &p->re->pcre2;
    size_t at = inner_frame(p)->top_at.text, n = b->len - at, extra = strlen(before);
    char *text = buf_reserve(b, extra) - n;
    memmove(text + extra, text, n);
    memcpy(text, before, extra);
    b->len += extra;
    buf_puts(b, after);
}

static void write_quantifier(struct buf *b, const struct repeat *r, bool lazy)
{
    if (r->op != '{')
        buf_putc(b, r->op);
    else if (r->max == r->min)
        buf_printf(b, "{%d}", r->min);
    else if (r->max < 0)
        buf_printf(b, "{%d,}", r->min);
    else
        buf_printf(b, "{%d,%d}", r->min, r->max);
    if (lazy)
        buf_putc(b, '?');
}

/* Repeats the last part. The operator begins at `from` and has been read up to p->in.at. */
static int repeat_top(struct parser *p, const char *from, const struct repeat *r)
{
    bool lazy = p->flags & SWAP_GREED;
    if (re2_cursor_at(&p->in, "?")) {
        p->in.at++;
        lazy = !lazy;
    }
    if (p->last_repeat)
        return re2_cursor_fail(&p->in, "invalid nested repetition operator", p->last_repeat, p->in.at);
    struct frame *f = inner_frame(p);
    if (!f->has_top)
        return re2_cursor_fail(&p->in, "missing argument to repetition operator", from, p->in.at);

    f->top = re2_node_repeat(&f->top, r->op == '{', r->min, r->max);
    if (check_limits(p, &f->top))
        return -1;
    if (r->op == '{' && (r->min >= 2 || r->max >= 2) && f->top.copies > MAX_REPEAT)
        return re2_cursor_fail(&p->in, "invalid repeat count", from, p->in.at);

    p->re->is_literal = false;
    if (p->program)
        re2_program_repeat(p->program, f->top_at.code, r->min, r->max);
    if (r->op == '{' && r->max == 0) {
        /* Not {0}, because PCRE2 takes (|^){0}b for an anchored pattern. The groups in it must still count. */
        bracket_top(p, "(?:(?!)", "|)");
        p->re->inner_branches = true;
        f->top_needs_brackets = false;
        return 0;
    }
    if (f->top_needs_brackets)
        bracket_top(p, "(?:", ")");
    write_quantifier(&p->re->pcre2, r, lazy);
    f->top_needs_brackets = true;
    return 0;
}

static int read_repeat(struct parser *p, const char **repeat)
{
    const char *from = p->in.at;
    struct repeat r = {.op = *from, .min = *from == '+', .max = *from == '?' ? 1 : -1};

    if (r.op != '{') {
        p->in.at++;
    } else if (!read_counts(p, &r)) {
        p->in.at++;
        return push_literal(p, '{');
    } else if (r.min < 0 || r.min > MAX_REPEAT || r.max > MAX_REPEAT || (r.max >= 0 && r.min > r.max)) {
        return re2_cursor_fail(&p->in, "invalid repeat count", from, p->in.at);
    }
    *repeat = from;
    return repeat_top(p, from, &r);
}

/* ---- the rest ---- */

/* Reads \Q...\E, or \Q to the end: all of it is literal. */
static int read_quoted(struct parser *p)
{
    const char *end = p->in.end, *close = memmem(p->in.at + 2, (size_t)(end - p->in.at - 2), "\\E", 2);
    uint32_t c;

    p->in.at += 2;
    p->in.end = close ? close : end;
    while (p->in.at < p->in.end) {
        if (re2_cursor_next(&p->in, &c) || push_literal(p, c))
            return -1;
    }
    p->in.end = end;
    p->in.at = close ? close + 2 : end;
    return 0;
}

static int read_class(struct parser *p)
{
    bool negated;
    re2_class_clear(&p->class, p->flags & FOLD_CASE);
    return re2_class_read(&p->class, &p->in, &negated) ? -1 : push_class(p, negated);
}

static int read_backslash(struct parser *p)
{
    char next = p->in.end - p->in.at >= 2 ? p->in.at[1] : 0;
    switch (next) {
    case 'A': p->in.at += 2; return push_operator(p, "\\A", RE2_BEGIN);
    case 'b': p->in.at += 2; return push_operator(p, "\\b", RE2_WORD_EDGE);
    case 'B': p->in.at += 2; return push_operator(p, "\\B", RE2_NO_WORD_EDGE);
    case 'z': p->in.at += 2; return push_operator(p, "\\z", RE2_END);
    case 'C': return re2_cursor_fail(&p->in, "invalid escape sequence", p->in.at, p->in.at + 2);
    case 'Q': return read_quoted(p);
    default: break;
    }
    bool negated;
    re2_class_clear(&p->class, p->flags & FOLD_CASE);
    int found = re2_class_read_escape(&p->class, &p->in, &negated);
    if (found)
        return found < 0 ? -1 : push_class(p, negated);
    uint32_t c;
    return re2_cursor_escape(&p->in, &c) ? -1 : push_literal(p, c);
}

/* Reads one operator, literal or class. */
static int read_one(struct parser *p)
{
    const char *repeat = NULL;
    bool multi_line = p->flags & MULTI_LINE;
    int failed;
    uint32_t c;

    switch (*p->in.at) {
    case '(':
        if (re2_cursor_at(&p->in, "(?")) {
            failed = read_perl_group(p);
        } else {
            open_group(p, true);
            p->in.at++;
            failed = 0;
        }
        break;
    case '|': failed = read_bar(p); break;
    case ')': failed = read_right_paren(p); break;
    case '^':
        p->in.at++;
        failed = multi_line ? push_operator(p, "(?m:^)", RE2_LINE_BEGIN) : push_operator(p, "\\A", RE2_BEGIN);
        break;
    case '$':
        p->in.at++;
        failed = multi_line ? push_operator(p, "(?m:$)", RE2_LINE_END) : push_operator(p, "\\z", RE2_END);
        break;
    case '.':
        p->in.at++;
        failed = p->flags & DOT_NEWLINE ? push_operator(p, "(?s:.)", RE2_ANY)
                                        : push_operator(p, "\\N", RE2_NOT_NEWLINE);
        break;
    case '[': failed = read_class(p); break;
    case '*':
    case '+':
    case '?':
    case '{': failed = read_repeat(p, &repeat); break;
    case '\\': failed = read_backslash(p); break;
    default: failed = re2_cursor_next(&p->in, &c) || push_literal(p, c) ? -1 : 0; break;
    }
    p->last_repeat = repeat;
    return failed;
}

static int read_all(struct parser *p)
{
    open_frame(p);
    while (p->in.at < p->in.end) {
        if (read_one(p))
            return -1;
    }
    if (end_branch(p))
        return -1;
    if (p->n_frames > 1)
        return re2_cursor_fail(&p->in, "missing closing )", p->begin, p->in.end);
    join_code(p);
    struct re2_node node = re2_tally_node(&inner_frame(p)->branches, NODE_ALTERNATE);
    return check_limits(p, &node);
}

int re2_translate(struct re2 *re, const char *pattern, size_t len, unsigned max_groups, struct re2_program *program,
                  struct err *err)
{
    const char *begin = len ? pattern : "";
    struct parser p = {.in = {.at = begin, .end = begin + len, .err = err},
                       .begin = begin,
                       .re = re,
                       .program = program,
                       .max_groups = max_groups};
    *re = (struct re2){.is_literal = true};
    re2_class_init(&p.class);
    int failed = read_all(&p);
    re2_class_release(&p.class);
    free(p.frames);
    return failed;
}

void re2_release(struct re2 *re)
{
    buf_release(&re->pcre2);
    buf_release(&re->literal);
}
