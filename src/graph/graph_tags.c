/*
 * Tags of nodes, one kind of tag after the other. The samples of a kind are added up by node. Most of the sums are too
 * small to be shown, and are dropped before the next kind. So memory depends on the tags that stay, not on the number of
 * labels.
 */
#include <stdlib.h>

#include "base/vec.h"
#include "graph/builder.h"
#include "graph/kept_frames.h"
#include "graph/visited.h"

/* The sums of a node for the current kind. */
struct tally {
    struct sums sums;
    struct visited by_kind, by_entry; /* an entry is a sample of the kind, by its place in the plan */
    uint32_t first;                   /* sample */
};

struct share {
    const struct builder *b;
    uint32_t from, to;   /* kinds */
    struct tally *tally; /* by node */
    uint32_t *touched;   /* nodes of the current kind */
    size_t n_touched;
    struct kept_frames kept;
    struct tag_row *row;
    size_t n, cap;
};

static void add_to_tally(struct share *s, uint32_t kind, uint32_t entry, const struct weight *w, uint32_t node)
{
    struct tally *t = &s->tally[node];
    if (first_visit(&t->by_kind, kind)) {
        t->sums = (struct sums){0};
        t->by_entry = (struct visited){0};
        t->first = s->b->part->tags->sample[entry];
        s->touched[s->n_touched++] = node;
    }
    if (first_visit(&t->by_entry, entry))
        add_cum(&t->sums, w);
}

static void pass_sample(struct share *s, uint32_t kind, uint32_t entry, const struct weight *w)
{
    const struct builder *b = s->b;
    uint32_t leaf = kept_frames_write(&s->kept, &b->walk, b->view, b->part->tags->sample[entry]);
    for (size_t i = 0; i < s->kept.n; i++)
        add_to_tally(s, kind, entry, w, s->kept.frame[i] & WALK_NODE);
    if (leaf != WALK_GONE)
        add_flat(&s->tally[leaf & WALK_NODE].sums, w);
}

static void pass_share(void *arg, size_t i)
{
    struct share *s = (struct share *)arg + i;
    const struct builder *b = s->b;
    const struct tag_plan *p = b->part->tags;
    int64_t least = b->part->tag_least;
    for (uint32_t kind = s->from; kind < s->to; kind++) {
        s->n_touched = 0;
        for (uint32_t entry = p->start[kind]; entry < p->start[kind + 1]; entry++) {
            struct weight w;
            if (builder_weigh(b, p->sample[entry], &w))
                pass_sample(s, kind, entry, &w);
        }
        for (size_t j = 0; j < s->n_touched; j++) {
            const struct tally *t = &s->tally[s->touched[j]];
            if (number_abs(t->sums.flat) >= least || number_abs(t->sums.cum) >= least)
                VEC_PUSH(s->row, s->n, s->cap) =
                    (struct tag_row){.node = s->touched[j], .kind = kind, .first = t->first, .sums = t->sums};
        }
    }
}

static void share_init(struct share *s, const struct builder *b)
{
    *s = (struct share){.b = b};
    s->tally = arena_new(b->arena, struct tally, b->n_nodes);
    s->touched = arena_new(b->arena, uint32_t, b->n_nodes);
}

void builder_add_tags(struct builder *b)
{
    const struct tag_plan *p = b->part->tags;
    uint32_t n_samples = p->start[p->n_kinds];
    size_t n = builder_shares(n_samples), cap = 0;
    struct share *share = arena_new(b->arena, struct share, n);
    uint32_t kind = 0;
    for (size_t i = 0; i < n; i++) { /* kinds with about equally many samples */
        share_init(&share[i], b);
        share[i].from = kind;
        while (kind < p->n_kinds && (i + 1 == n || p->start[kind] < (uint64_t)n_samples * (i + 1) / n))
            kind++;
        share[i].to = kind;
    }
    thread_each(n, pass_share, share);
    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; j < share[i].n; j++)
            VEC_PUSH(b->tag, b->n_tags, cap) = share[i].row[j];
        kept_frames_release(&share[i].kept);
        free(share[i].row);
    }
}

/* The number that a tag shows. Its first sample has it, perhaps among others. */
static const struct label *number_of(const struct tag_plan *p, const struct view *v, const struct tag_row *r)
{
    uint32_t at = p->of_set[v->profile->sample_label[r->first].i].first;
    while (p->list[at] != r->kind)
        at++;
    return p->number[at];
}

void builder_finish_tags(struct builder *b, struct node *node)
{
    const struct tag_plan *p = b->part->tags;
    struct tag **last = arena_new(b->arena, struct tag *, b->n_nodes);
    struct tag *tag = arena_new(b->arena, struct tag, b->n_tags);
    for (size_t i = 0; i < b->n_tags; i++) {
        const struct tag_row *r = &b->tag[i];
        const struct tag_kind *kind = &p->kind[r->kind];
        tag[i] = (struct tag){.name = kind->name,
                              .labels = kind->labels,
                              .is_number = kind->is_number,
                              .flat = r->sums.flat,
                              .flat_div = r->sums.flat_div,
                              .cum = r->sums.cum,
                              .cum_div = r->sums.cum_div};
        if (kind->is_number) {
            const struct label *l = number_of(p, b->view, r);
            tag[i].value = l->number;
            tag[i].unit = label_units_get(b->request->units, l->key);
        }
        if (last[r->node])
            last[r->node]->next = &tag[i];
        else
            node[r->node].tags = &tag[i];
        last[r->node] = &tag[i];
    }
}
