/*
 * Which edges a report needs, before any is made. Edges cost more than everything else, so a pass that wants those of a few
 * nodes is much shorter.
 */
#include <stdlib.h>

#include "base/vec.h"
#include "graph/builder.h"
#include "regex/regex.h"

/* Marks the nodes that match, by the names that reports print. */
static void mark_matching(const struct builder *b, const struct regex *re, uint32_t *marks)
{
    struct buf name;
    buf_init(&name);
    for (size_t i = 0; i < b->n_nodes; i++) {
        buf_clear(&name);
        node_info_print(&name, b->strings, &b->part->table->info[b->info[i]]);
        marks[i] = regex_match(re, name.data, name.len) ? WALK_FROM | WALK_TO : 0;
    }
    buf_release(&name);
}

/*
 * The inlined calls from one node to another, which follow each other in lists of locations. If frames that are not kept come
 * before a list's first kept one, its caller is in another location, and here NOBODY.
 */
struct inlined_call {
    uint32_t caller, callee;
    double weight; /* the magnitudes of all samples that pass one */
};

enum { NOBODY = UINT32_MAX };

struct inlined_calls {
    struct inlined_call *call;
    size_t n, cap;
    struct hash_index index;
};

struct call_probe {
    const struct inlined_calls *calls;
    uint32_t caller, callee;
};

static bool is_call(const void *ctx, uint32_t number)
{
    const struct call_probe *want = ctx;
    const struct inlined_call *c = &want->calls->call[number];
    return c->caller == want->caller && c->callee == want->callee;
}

static void add_call(struct inlined_calls *c, uint32_t caller, uint32_t callee, double weight)
{
    uint32_t at =
        hash_index_intern(&c->index, hash_u64(caller, callee), is_call, &(struct call_probe){c, caller, callee}, c->n);
    if (at == c->n)
        VEC_PUSH(c->call, c->n, c->cap) = (struct inlined_call){.caller = caller, .callee = callee};
    c->call[at].weight += weight;
}

static void find_calls(struct inlined_calls *c, const struct builder *b)
{
    const struct walk_table *t = &b->walk;
    const double *weight = b->part->list_weight;
    for (size_t i = 0; i < t->list_len; i += t->list[i] + 1) {
        uint32_t caller = NOBODY;
        for (size_t f = i + 1; f <= i + t->list[i]; f++) {
            uint32_t node = t->list[f] & WALK_NODE;
            if (t->list[f] == WALK_GONE)
                continue;
            if (f > i + 1 && node != caller)
                add_call(c, caller, node, weight[i]);
            caller = node;
        }
    }
}

/* Marks the nodes that may have an incoming inlined edge heavy enough to stay. */
static void mark_inlined(const struct builder *b, uint32_t *marks)
{
    const double rounding = 1.000001;
    struct inlined_calls calls = {0};
    double *by_nobody = arena_new(b->arena, double, b->n_nodes);
    find_calls(&calls, b);
    for (size_t i = 0; i < calls.n; i++)
        if (calls.call[i].caller == NOBODY)
            by_nobody[calls.call[i].callee] = calls.call[i].weight;
    for (size_t i = 0; i < calls.n; i++) {
        const struct inlined_call *c = &calls.call[i];
        double most = by_nobody[c->callee] + (c->caller == NOBODY ? 0 : c->weight);
        if (most * rounding >= (double)b->part->edge_least)
            marks[c->callee] = WALK_TO;
    }
    hash_index_release(&calls.index);
    free(calls.call);
}

const uint32_t *builder_mark_edges(const struct builder *b)
{
    const struct regex *at = b->request->edges_at;
    bool inlined = b->part->edges == EDGES_OF_INLINED && b->part->values_known;
    if (!at && !inlined)
        return NULL;
    uint32_t *marks = arena_new(b->arena, uint32_t, b->n_nodes);
    if (at)
        mark_matching(b, at, marks);
    else
        mark_inlined(b, marks);
    return marks;
}
