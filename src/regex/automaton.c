#include "regex/automaton.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/hash.h"
#include "base/rune.h"
#include "base/vec.h"
#include "regex/rune_set.h"

enum {
    MOST_STATES = 8192,      /* kept at the same time: 4 MB of tables */
    MOST_PLACES = 1 << 20,   /* in all states that are kept: 4 MB */
    RECENT_STEPS = 4096,     /* over runes beyond ASCII */
    ALL_WORK = 200000000,    /* instructions visited in all searches together, which takes about a second */
    ONE_WORK = ALL_WORK / 5, /* in one search */
};

/* What stands on one side of a place in the subject. Only this matters to an assertion. */
enum side { SIDE_NOTHING, SIDE_NEWLINE, SIDE_WORD, SIDE_OTHER };

/* What a step leads to, if it is not a state. */
enum { STEP_UNKNOWN = -1, STEP_MATCH = -2, STEP_GIVEN_UP = -3 };

enum { END_OF_SUBJECT = 0x80, N_COLUMNS };

/* A set of places in the program, after the runes that have been read. */
struct state {
    uint32_t first, n;       /* in `place`: in ascending order, before jumps, splits and assertions are followed */
    enum side before;        /* the kind of the rune that was read last */
    int32_t next[N_COLUMNS]; /* by ASCII rune, and at the end: the number of a state, or a STEP_ */
};

/* A step over a rune that has no column. */
struct step {
    uint64_t key; /* state and rune, plus 1 */
    int32_t next;
};

struct automaton {
    struct re2_program program;
    struct rune_set *set;
    bool *set_known; /* whether set[i] has been made */

    struct state *state;
    size_t n_states, cap_states;
    uint32_t *place;
    size_t n_places, cap_places;
    struct hash_index index; /* of the states */
    struct step *recent;
    uint64_t epoch; /* how often all states were forgotten */

    /* Of the step that is being made. */
    uint32_t *seen; /* by place: when it was reached last */
    uint32_t now;
    uint32_t *stack;
    uint64_t *reached; /* a bit for each place where the next state stands; all are 0 between two steps */
    size_t low, high;  /* these bits are in reached[low] ... reached[high] */
    uint32_t *target;  /* the same places as numbers */

    uint64_t work, work_at_begin;
};

static void *zalloc(size_t n, size_t size)
{
    void *p = calloc(n ? n : 1, size);
    if (!p)
        err_out_of_memory();
    return p;
}

/* ---- states ---- */

struct state_key {
    const struct automaton *a;
    const uint32_t *place;
    size_t n;
    enum side before;
};

static bool is_same_state(const void *key, uint32_t number)
{
    const struct state_key *k = key;
    const struct state *s = &k->a->state[number];
    return s->before == k->before && s->n == k->n && !memcmp(k->a->place + s->first, k->place, k->n * sizeof *k->place);
}

static void forget_states(struct automaton *a)
{
    a->n_states = a->n_places = 0;
    a->epoch++;
    hash_index_release(&a->index);
    memset(a->recent, 0, RECENT_STEPS * sizeof *a->recent);
}

/* @return the number of the state that stands at these places, in ascending order, after a rune of the kind `before` */
static int32_t intern_state(struct automaton *a, const uint32_t *place, size_t n, enum side before)
{
    const struct state_key key = {a, place, n, before};
    uint64_t hash = hash_u64(hash_bytes(place, n * sizeof *place), before);
    uint32_t at = hash_index_intern(&a->index, hash, is_same_state, &key, a->n_states);
    if (at < a->n_states)
        return (int32_t)at;
    struct state *s = &VEC_PUSH(a->state, a->n_states, a->cap_states);
    *s = (struct state){.first = (uint32_t)a->n_places, .n = (uint32_t)n, .before = before};
    for (size_t i = 0; i < N_COLUMNS; i++)
        s->next[i] = STEP_UNKNOWN;
    a->work += N_COLUMNS / 2;
    a->place = vec_reserve(a->place, &a->cap_places, a->n_places + n + 1, sizeof *a->place);
    memcpy(a->place + a->n_places, place, n * sizeof *place);
    a->n_places += n;
    return (int32_t)at;
}

/* ---- one step ---- */

static enum side side_of(uint32_t rune)
{
    if (rune == '\n')
        return SIDE_NEWLINE;
    bool word = (rune >= '0' && rune <= '9') || ((rune | 0x20) >= 'a' && (rune | 0x20) <= 'z') || rune == '_';
    return word ? SIDE_WORD : SIDE_OTHER;
}

static bool holds(enum re2_op assertion, enum side before, enum side after)
{
    switch (assertion) {
    case RE2_BEGIN: return before == SIDE_NOTHING;
    case RE2_END: return after == SIDE_NOTHING;
    case RE2_LINE_BEGIN: return before == SIDE_NOTHING || before == SIDE_NEWLINE;
    case RE2_LINE_END: return after == SIDE_NOTHING || after == SIDE_NEWLINE;
    case RE2_WORD_EDGE: return (before == SIDE_WORD) != (after == SIDE_WORD);
    case RE2_NO_WORD_EDGE: return (before == SIDE_WORD) == (after == SIDE_WORD);
    default: return false;
    }
}

static bool set_has(struct automaton *a, size_t i, uint32_t rune)
{
    if (!a->set_known[i]) {
        rune_set_init(&a->set[i], a->program.set_text.data + a->program.set[i]);
        a->set_known[i] = true;
        a->work += 0x80;
    }
    return rune_set_has(&a->set[i], rune);
}

static bool accepts(struct automaton *a, struct re2_instruction in, uint32_t rune)
{
    switch (in.op) {
    case RE2_RUNE: return rune == (uint32_t)in.arg;
    case RE2_ANY: return true;
    case RE2_NOT_NEWLINE: return rune != '\n';
    case RE2_SET: return set_has(a, (size_t)in.arg, rune);
    default: return false;
    }
}

/* Pushes a place that is still to be visited, unless this step has been there. @return the new height of the stack */
static size_t push_place(struct automaton *a, size_t n, uint32_t place)
{
    if (a->seen[place] != a->now) {
        a->seen[place] = a->now;
        a->stack[n++] = place;
    }
    return n;
}

static void reach(struct automaton *a, uint32_t place)
{
    size_t word = place / 64;
    a->reached[word] |= (uint64_t)1 << place % 64;
    a->low = word < a->low ? word : a->low;
    a->high = word > a->high ? word : a->high;
}

/* Lists the places that were reached, in ascending order. @return how many there are */
static size_t take_reached(struct automaton *a)
{
    size_t n = 0;
    for (size_t word = a->low; word <= a->high; word++) {
        for (uint64_t bits = a->reached[word]; bits; bits &= bits - 1)
            a->target[n++] = (uint32_t)(word * 64) + (uint32_t)__builtin_ctzll(bits);
        a->reached[word] = 0;
    }
    a->work += n;
    a->low = SIZE_MAX;
    a->high = 0;
    return n;
}

/* Follows all ways from a place. @return whether one leads to the end of the program */
static bool follow(struct automaton *a, uint32_t from, enum side before, enum side after, uint32_t rune)
{
    size_t n = push_place(a, 0, from);
    while (n > 0) {
        uint32_t at = a->stack[--n];
        if (at == a->program.n)
            return true;
        struct re2_instruction in = a->program.code[at];
        a->work++;
        if (in.op == RE2_SPLIT || in.op == RE2_JUMP)
            n = push_place(a, n, (uint32_t)((int32_t)at + in.arg));
        if (in.op == RE2_SPLIT || holds(in.op, before, after))
            n = push_place(a, n, at + 1);
        else if (after != SIDE_NOTHING && accepts(a, in, rune))
            reach(a, at + 1);
    }
    return false;
}

/*
 * Computes the successor of a state at a rune, or at the end of the subject. A match may start anywhere, so the start of the
 * program belongs to every state. It is not listed.
 */
static int32_t make_step(struct automaton *a, const struct state *s, uint32_t rune, enum side after)
{
    bool match;
    if (++a->now == 0) { /* after four billion steps */
        memset(a->seen, 0, (a->program.n + 1) * sizeof *a->seen);
        a->now = 1;
    }
    match = follow(a, 0, s->before, after, rune);
    for (uint32_t i = 0; i < s->n && !match; i++)
        match = follow(a, a->place[s->first + i], s->before, after, rune);
    size_t n = take_reached(a);
    if (match)
        return STEP_MATCH;
    if (a->n_states >= MOST_STATES || a->n_places + n > MOST_PLACES)
        forget_states(a);
    return intern_state(a, a->target, n, after);
}

static bool may_work(const struct automaton *a)
{
    return a->work < ALL_WORK && a->work - a->work_at_begin < ONE_WORK;
}

static int32_t step_ascii(struct automaton *a, int32_t from, uint32_t column)
{
    int32_t next = a->state[from].next[column];
    if (next != STEP_UNKNOWN)
        return next;
    if (!may_work(a))
        return STEP_GIVEN_UP;
    uint64_t epoch = a->epoch;
    next = make_step(a, &a->state[from], column, column == END_OF_SUBJECT ? SIDE_NOTHING : side_of(column));
    if (a->epoch == epoch) /* `from` has not been forgotten */
        a->state[from].next[column] = next;
    return next;
}

static int32_t step_beyond_ascii(struct automaton *a, int32_t from, uint32_t rune)
{
    uint64_t key = ((uint64_t)from << 32 | rune) + 1;
    struct step *step = &a->recent[hash_mix(key, HASH_FACTOR) % RECENT_STEPS];
    if (step->key == key)
        return step->next;
    if (!may_work(a))
        return STEP_GIVEN_UP;
    uint64_t epoch = a->epoch;
    int32_t next = make_step(a, &a->state[from], rune, SIDE_OTHER);
    if (a->epoch == epoch)
        *step = (struct step){key, next};
    return next;
}

/* ---- all together ---- */

struct automaton *automaton_new(struct re2_program *program)
{
    struct automaton *a = zalloc(1, sizeof *a);
    a->program = *program;
    *program = (struct re2_program){0};
    size_t n = a->program.n + 1;
    a->set = zalloc(a->program.n_sets, sizeof *a->set);
    a->set_known = zalloc(a->program.n_sets, sizeof *a->set_known);
    a->recent = zalloc(RECENT_STEPS, sizeof *a->recent);
    a->seen = zalloc(n, sizeof *a->seen);
    a->stack = zalloc(n, sizeof *a->stack);
    a->reached = zalloc(n / 64 + 1, sizeof *a->reached);
    a->low = SIZE_MAX;
    a->target = zalloc(n, sizeof *a->target);
    return a;
}

void automaton_free(struct automaton *a)
{
    if (!a)
        return;
    for (size_t i = 0; i < a->program.n_sets; i++)
        if (a->set_known[i])
            rune_set_release(&a->set[i]);
    re2_program_release(&a->program);
    hash_index_release(&a->index);
    free(a->set);
    free(a->set_known);
    free(a->state);
    free(a->place);
    free(a->recent);
    free(a->seen);
    free(a->stack);
    free(a->reached);
    free(a->target);
    free(a);
}

enum answer automaton_search(struct automaton *a, const char *s, size_t len)
{
    const char *end = s + len;
    int32_t at = intern_state(a, a->target, 0, SIDE_NOTHING);
    a->work_at_begin = a->work;
    while (s < end && at >= 0) {
        unsigned char c = (unsigned char)*s;
        uint32_t rune = c;
        s += c < 0x80 ? 1 : rune_read(s, end, &rune);
        at = c < 0x80 ? step_ascii(a, at, rune) : step_beyond_ascii(a, at, rune);
    }
    if (at >= 0)
        at = step_ascii(a, at, END_OF_SUBJECT);
    return at == STEP_MATCH ? ANSWER_YES : at == STEP_GIVEN_UP ? ANSWER_GIVEN_UP : ANSWER_NO;
}
