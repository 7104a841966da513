/*
 * The stacks are entered into a tree of runs by all processors at the same time.
 *
 * A run is a header, the place of its caller, and then its frames. It never changes once others can see it. Where a stack leaves
 * the tree, all of its further frames become one new run. So a node is found as the next frame of its caller's run, or in a
 * table of the first frames of runs, by caller and frame. One sample makes at most one run, so the table is made large enough at
 * once. A run is entered by one compare-and-swap: whoever comes second goes on in the run of the other.
 *
 * Following a stack means a few cache misses, each of which has to wait for the one before. So several samples are followed in
 * turns.
 *
 * In the end, nodes are numbered in the order in which the samples reach them, as if one processor had entered one after the other.
 */
#include "graph/call_tree.h"

#include <stdatomic.h>
#include <stdlib.h>

#include "base/err.h"
#include "base/hash.h"
#include "base/large.h"
#include "base/thread.h"
#include "base/vec.h"
#include "graph/builder.h"
#include "graph/kept_frames.h"
#include "measure/number.h"

/* Bits of a frame in a run, beside those of the walk. */
enum { IS_FIRST = (uint32_t)1 << 31, IS_LAST = (uint32_t)1 << 30 };

enum { LANES = 16 }; /* how many samples are followed in turns */

struct maker {
    const struct walk_table *walk;
    const struct view *view;
    const bool *take;
    _Atomic uint64_t *slot; /* the place of the first frame of a run, and part of its hash in the upper half; 0: free */
    size_t mask;
    uint64_t seed, hash_bits;
    _Atomic uint32_t *word; /* runs; place 0 stands for the root above all */
    uint32_t *leaf;         /* by sample of the view: the place of its last frame; 0: it has none */
};

/* A sample on its way from the root to its leaf. */
struct lane {
    struct kept_frames stack;
    size_t sample; /* of the view */
    size_t next;   /* the frame of `stack` that is looked for, or was found at `at` */
    uint32_t at;   /* the place of the frame before it, or its own if it was found */
    uint32_t seen; /* the place of the first frame of a run whose hash is the same */
    uint64_t hash;
    size_t slot;
    enum { DONE, LOOKED_UP, SEEN } stage;
};

/* Aligned, so that no two threads write to the same cache line. */
struct share {
    _Alignas(128) struct maker *m;
    size_t from, to; /* samples of the view */
    uint64_t room;   /* the most places that it needs */
    uint32_t at;     /* the next free place */
    size_t n_nodes;  /* that it has made */
    struct lane lane[LANES];
};

/* ---- Entering stacks ---- */

static bool is_taken(const struct maker *m, size_t k)
{
    return !m->take || m->take[k];
}

/* Begins to look for the next frame as the first of a run. */
static void look_up(const struct maker *m, struct lane *l)
{
    uint64_t key = (uint64_t)l->at << 32 | (l->stack.frame[l->next] & WALK_NODE);
    l->hash = hash_mix(key ^ m->seed, HASH_FACTOR) & m->hash_bits;
    l->slot = l->hash & m->mask;
    __builtin_prefetch((const void *)&m->slot[l->slot]);
    l->stage = LOOKED_UP;
}

/* Whether the run that was seen is the one that is looked for. */
static bool is_it(const struct maker *m, const struct lane *l)
{
    const _Atomic uint32_t *word = m->word + l->seen;
    uint32_t frame = atomic_load_explicit(word, memory_order_relaxed);
    return atomic_load_explicit(word - 1, memory_order_relaxed) == l->at &&
           ((frame ^ l->stack.frame[l->next]) & WALK_NODE) == 0;
}

/* Writes the rest of the stack as a run, which nobody sees yet. @return the place of its first frame */
static uint32_t write_run(const struct share *s, const struct lane *l)
{
    _Atomic uint32_t *to = s->m->word + s->at;
    size_t n = l->stack.n - l->next;
    atomic_store_explicit(to++, l->at, memory_order_relaxed);
    for (size_t i = 0; i < n; i++) {
        uint32_t bits = (i == 0 ? IS_FIRST : 0) | (i == n - 1 ? IS_LAST : 0);
        atomic_store_explicit(to++, (l->stack.frame[l->next + i] & (WALK_NODE | WALK_INLINED)) | bits,
                              memory_order_relaxed);
    }
    return s->at + 1;
}

static void finish(const struct maker *m, struct lane *l, uint32_t leaf)
{
    m->leaf[l->sample] = leaf;
    l->stage = DONE;
}

/* The run was entered, so it stays. */
static void keep_run(struct share *s, struct lane *l, uint32_t first)
{
    size_t n = l->stack.n - l->next;
    s->at = first + (uint32_t)n;
    s->n_nodes += n;
    finish(s->m, l, s->at - 1);
}

/* Looks for a run with the hash, from the slot on, or enters the rest of the stack as one. */
static void find_or_enter(struct share *s, struct lane *l)
{
    const struct maker *m = s->m;
    uint64_t tag = l->hash >> 32;
    for (;; l->slot = (l->slot + 1) & m->mask) {
        _Atomic uint64_t *slot = &m->slot[l->slot];
        uint64_t there = atomic_load_explicit(slot, memory_order_acquire);
        if (there == 0) {
            uint32_t first = write_run(s, l);
            if (atomic_compare_exchange_strong_explicit(slot, &there, tag << 32 | first, memory_order_acq_rel,
                                                        memory_order_acquire)) {
                keep_run(s, l, first);
                return;
            }
        }
        if (there >> 32 == tag) {
            l->seen = (uint32_t)there;
            __builtin_prefetch((const void *)&m->word[l->seen]);
            l->stage = SEEN;
            return;
        }
    }
}

/* A node is inlined if its frame is inlined in all stacks. */
static void join_inlined(const struct maker *m, uint32_t at, uint32_t word, uint32_t frame)
{
    if (word & ~frame & WALK_INLINED)
        atomic_fetch_and_explicit(&m->word[at], ~(uint32_t)WALK_INLINED, memory_order_relaxed);
}

/* Follows the run as far as the stack does. */
static void follow(const struct maker *m, struct lane *l)
{
    const uint32_t *frame = l->stack.frame;
    uint32_t word = atomic_load_explicit(&m->word[l->at], memory_order_relaxed);
    for (;;) {
        join_inlined(m, l->at, word, frame[l->next]);
        if (++l->next == l->stack.n) {
            finish(m, l, l->at);
            return;
        }
        if (word & IS_LAST)
            break;
        word = atomic_load_explicit(&m->word[l->at + 1], memory_order_relaxed);
        if ((word ^ frame[l->next]) & WALK_NODE)
            break;
        l->at++;
    }
    look_up(m, l);
}

/* Goes on in the run that was seen, if it is the right one. */
static void look_at_seen(const struct maker *m, struct lane *l)
{
    if (is_it(m, l)) {
        l->at = l->seen;
        follow(m, l);
    } else {
        l->slot = (l->slot + 1) & m->mask;
        l->stage = LOOKED_UP;
    }
}

/* Follows the samples of the first `n` lanes to their leaves. */
static void enter_lanes(struct share *s, size_t n)
{
    bool any = true;
    while (any) {
        any = false;
        for (size_t i = 0; i < n; i++) {
            struct lane *l = &s->lane[i];
            if (l->stage == LOOKED_UP)
                find_or_enter(s, l);
            else if (l->stage == SEEN)
                look_at_seen(s->m, l);
            any |= l->stage != DONE;
        }
    }
}

static void begin_lane(const struct maker *m, struct lane *l, size_t k)
{
    l->sample = k;
    l->next = l->at = 0;
    kept_frames_write(&l->stack, m->walk, m->view, view_sample(m->view, k));
    if (l->stack.n)
        look_up(m, l);
    else
        finish(m, l, 0);
}

static void enter_share(void *arg, size_t i)
{
    struct share *s = (struct share *)arg + i;
    size_t n = 0;
    for (size_t k = s->from; k < s->to; k++) {
        s->m->leaf[k] = 0;
        if (!is_taken(s->m, k))
            continue;
        begin_lane(s->m, &s->lane[n++], k);
        if (n == LANES) {
            enter_lanes(s, n);
            n = 0;
        }
    }
    enter_lanes(s, n);
    for (size_t j = 0; j < LANES; j++)
        kept_frames_release(&s->lane[j].stack);
}

/* ---- Room ---- */

static uint32_t frames_of(const struct walk_table *t, loc_id l)
{
    uint32_t frame = t->location[l.i];
    return frame < WALK_NO_NODE ? 1 : frame >= WALK_HIDDEN ? 0 : t->list[frame - WALK_NO_NODE];
}

/* Each sample may make a run of all its frames, with a header. */
static void count_share(void *arg, size_t i)
{
    struct share *s = (struct share *)arg + i;
    const struct view *v = s->m->view;
    const struct frames stack = *v->stack;
    for (size_t k = s->from; k < s->to; k++) {
        size_t sample = view_sample(v, k);
        s->room += 1;
        for (uint64_t j = v->begin[sample]; j < v->end[sample]; j++)
            s->room += frames_of(s->m->walk, frames_get(&stack, j));
    }
}

static void make_room(struct maker *m, struct share *share, size_t n_shares)
{
    uint64_t places = 1;
    size_t n_slots = 64, n_samples = m->view->n_samples;
    thread_each(n_shares, count_share, share);
    for (size_t i = 0; i < n_shares; i++) {
        if (places + share[i].room > UINT32_MAX)
            err_out_of_memory();
        share[i].at = (uint32_t)places;
        places += share[i].room;
    }
    while (n_slots < n_samples + n_samples / 2)
        n_slots *= 2;
    m->mask = n_slots - 1;
    m->slot = large_zalloc(n_slots * sizeof *m->slot);
    size_t size = places * sizeof *m->word;
    m->word = large_alloc(&size); /* takes memory only where runs are */
}

/* ---- Numbers ---- */

/* Gives numbers to the nodes of the runs, whose places then have them. */
struct numbering {
    struct call_tree *t;
    uint32_t *word;
    uint64_t *numbered; /* bits, by place */
    uint32_t *path;     /* places that have no number yet, from a leaf on up */
    size_t cap_path;
};

static bool has_number(const struct numbering *n, uint32_t place)
{
    return n->numbered[place / 64] >> place % 64 & 1;
}

static uint32_t caller_of(const struct numbering *n, uint32_t place)
{
    return n->word[place] & IS_FIRST ? n->word[place - 1] : place - 1;
}

/* @return the number of the node at this place. Its callers without one get theirs first. */
static uint32_t number_of(struct numbering *n, uint32_t place)
{
    struct call_tree *t = n->t;
    size_t depth = 0;
    if (has_number(n, place))
        return n->word[place];
    for (; place && !has_number(n, place); place = caller_of(n, place))
        VEC_PUSH(n->path, depth, n->cap_path) = place;
    t->run[t->n_runs++] = (struct call_tree_run){(uint32_t)t->n, place ? n->word[place] : CALL_TREE_NONE};
    while (depth-- > 0) {
        place = n->path[depth];
        t->frame[t->n] = n->word[place] & (WALK_NODE | WALK_INLINED);
        n->word[place] = (uint32_t)t->n++;
        n->numbered[place / 64] |= (uint64_t)1 << place % 64;
    }
    return (uint32_t)t->n - 1;
}

static void number_all(struct call_tree *t, uint32_t *word, size_t n_places, size_t n_samples)
{
    enum { AHEAD = 16 };
    struct numbering n = {.t = t, .word = word, .numbered = large_zalloc((n_places / 64 + 1) * sizeof *n.numbered)};
    for (size_t k = 0; k < n_samples; k++) {
        if (k + AHEAD < n_samples)
            __builtin_prefetch(&word[t->leaf[k + AHEAD]]);
        t->leaf[k] = t->leaf[k] ? number_of(&n, t->leaf[k]) : CALL_TREE_NONE;
    }
    free(n.numbered);
    free(n.path);
}

void call_tree_build_with(struct call_tree *t, const struct walk_table *walk, const struct view *v, const bool *take,
                          uint64_t hash_bits, struct arena *arena)
{
    size_t n_samples = v->n_samples, n_shares = builder_shares(n_samples), n_nodes = 0;
    struct share share[THREAD_MOST] = {{0}};
    *t = (struct call_tree){.leaf = arena_alloc(arena, n_samples * sizeof *t->leaf)};
    struct maker m = {
        .walk = walk, .view = v, .take = take, .seed = hash_u64(0, 0), .hash_bits = hash_bits, .leaf = t->leaf};
    for (size_t i = 0; i < n_shares; i++)
        share[i] = (struct share){.m = &m, .from = n_samples * i / n_shares, .to = n_samples * (i + 1) / n_shares};
    make_room(&m, share, n_shares);
    size_t n_places = share[n_shares - 1].at + share[n_shares - 1].room;
    thread_each(n_shares, enter_share, share);
    free(m.slot);
    for (size_t i = 0; i < n_shares; i++)
        n_nodes += share[i].n_nodes;
    t->frame = arena_alloc(arena, n_nodes * sizeof *t->frame);
    t->run = arena_alloc(arena, n_samples * sizeof *t->run);
    number_all(t, (uint32_t *)m.word, n_places, n_samples);
    free((void *)m.word);
}

void call_tree_build(struct call_tree *t, const struct walk_table *walk, const struct view *v, const bool *take,
                     struct arena *arena)
{
    call_tree_build_with(t, walk, v, take, UINT64_MAX, arena);
}

void call_tree_sum(const struct call_tree *t, int64_t *value)
{
    for (size_t r = t->n_runs; r-- > 0;) {
        uint32_t first = t->run[r].first, parent = t->run[r].parent;
        for (uint32_t i = call_tree_run_end(t, r) - 1; i > first; i--)
            value[i - 1] = number_add(value[i - 1], value[i]);
        if (parent != CALL_TREE_NONE)
            value[parent] = number_add(value[parent], value[first]);
    }
}

void call_tree_parents(const struct call_tree *t, uint32_t *parent)
{
    for (size_t r = 0; r < t->n_runs; r++) {
        uint32_t first = t->run[r].first, end = call_tree_run_end(t, r);
        parent[first] = t->run[r].parent;
        for (uint32_t i = first + 1; i < end; i++)
            parent[i] = i - 1;
    }
}
