/* Tags of nodes. They are collected by label set, of which there are few, and spelled out at the end. */
#include <stdlib.h>
#include <string.h>

#include "base/vec.h"
#include "graph/builder.h"
#include "measure/units.h"

/* Of the numbers only those under this key show in a graph. */
static const char number_key[] = "bytes";

static bool makes_text_tag(const struct view *v, const struct label *l)
{
    return l->kind == LABEL_TEXT && !str_is(view_str(v, l->key), profile_base_key);
}

static bool makes_number_tag(const struct view *v, const struct label *l)
{
    return l->kind != LABEL_TEXT && str_is(view_str(v, l->key), number_key);
}

void builder_init_tags(struct builder *b)
{
    const struct view *v = b->view;
    bool any = false;
    if (!b->o->tags)
        return;
    bool *tagged = arena_zalloc(b->arena, v->profile->n_label_sets, sizeof *tagged);
    for (size_t i = 0; i < v->profile->n_label_sets; i++) {
        const struct label *l = v->label + v->label_set[i].first;
        for (uint32_t j = 0; j < v->label_set[i].n; j++)
            tagged[i] |= makes_text_tag(v, &l[j]) || makes_number_tag(v, &l[j]);
        any |= tagged[i];
    }
    b->set_tagged = any ? tagged : NULL;
}

struct row_probe {
    const struct tag_rows *t;
    uint32_t node;
    labels_id labels;
};

static bool same_row(const void *ctx, uint32_t number)
{
    const struct row_probe *want = ctx;
    const struct tag_row *r = &want->t->row[number];
    return r->node == want->node && r->labels.i == want->labels.i;
}

struct sums *tag_rows_get(struct tag_rows *t, uint32_t node, labels_id labels)
{
    uint64_t hash = hash_u64(node, labels.i);
    uint32_t at = hash_index_find(&t->index, hash, same_row, &(struct row_probe){t, node, labels});
    if (at == HASH_NONE) {
        at = (uint32_t)t->n;
        hash_index_add(&t->index, hash, at);
        VEC_PUSH(t->row, t->n, t->cap) = (struct tag_row){.node = node, .labels = labels};
    }
    return &t->row[at].sums;
}

void tag_rows_add(struct tag_rows *t, const struct tag_rows *from)
{
    for (size_t i = 0; i < from->n; i++) {
        const struct sums *x = &from->row[i].sums;
        struct sums *to = tag_rows_get(t, from->row[i].node, from->row[i].labels);
        to->cum = number_add(to->cum, x->cum);
        to->cum_div = number_add(to->cum_div, x->cum_div);
        to->flat = number_add(to->flat, x->flat);
        to->flat_div = number_add(to->flat_div, x->flat_div);
    }
}

void tag_rows_release(struct tag_rows *t)
{
    hash_index_release(&t->index);
    free(t->row);
    *t = (struct tag_rows){0};
}

static int compare_str(const void *a, const void *b)
{
    return str_compare(*(const struct str *)a, *(const struct str *)b);
}

/* The texts of a label set as the name of one tag: "key:value", sorted, with a DOT line break between them. */
static str_id joined_name(struct builder *b, struct label_set set)
{
    const struct view *v = b->view;
    struct str *part = arena_new(b->arena, struct str, set.n);
    size_t n = 0;
    struct buf text;
    buf_init(&text);
    for (const struct label *l = v->label + set.first, *end = l + set.n; l < end; l++) {
        if (!makes_text_tag(v, l))
            continue;
        struct str key = view_str(v, l->key), value = view_str(v, l->text);
        buf_clear(&text);
        buf_put(&text, key.p, key.len);
        buf_putc(&text, ':');
        buf_put(&text, value.p, value.len);
        part[n++] = (struct str){arena_copy(b->arena, text.data, text.len), (uint32_t)text.len};
    }
    qsort(part, n, sizeof *part, compare_str);
    buf_clear(&text);
    for (size_t i = 0; i < n; i++) {
        buf_puts(&text, i ? "\\n" : "");
        buf_put(&text, part[i].p, part[i].len);
    }
    str_id name = strtab_intern(b->strings, text.data ? text.data : "", text.len);
    buf_release(&text);
    return name;
}

/* What is wanted when tags are looked up by node and name. */
struct tag_maker {
    struct builder *b;
    struct hash_index index;
    struct tag_ref {
        uint32_t node;
        struct tag *tag;
    } * ref;
    size_t n, cap;
    struct tag **last; /* by node: where the next tag is linked in */
};

struct tag_probe {
    const struct tag_maker *m;
    uint32_t node;
    const struct tag *tag;
};

static bool same_tag(const void *ctx, uint32_t number)
{
    const struct tag_probe *want = ctx;
    const struct tag_ref *r = &want->m->ref[number];
    return r->node == want->node && r->tag->is_number == want->tag->is_number && r->tag->name.i == want->tag->name.i &&
           r->tag->labels.i == want->tag->labels.i;
}

static void add_to_tag(struct tag_maker *m, struct node *node, const struct tag *like, const struct tag_row *r)
{
    uint64_t hash = hash_u64(hash_u64(r->node, like->is_number), (uint64_t)like->name.i << 32 | like->labels.i);
    uint32_t at = hash_index_find(&m->index, hash, same_tag, &(struct tag_probe){m, r->node, like});
    if (at == HASH_NONE) {
        struct tag *t = arena_new(m->b->arena, struct tag, 1);
        *t = *like;
        if (m->last[r->node])
            m->last[r->node]->next = t;
        else
            node[r->node].tags = t;
        m->last[r->node] = t;
        at = (uint32_t)m->n;
        hash_index_add(&m->index, hash, at);
        VEC_PUSH(m->ref, m->n, m->cap) = (struct tag_ref){r->node, t};
    }
    struct tag *t = m->ref[at].tag;
    t->flat = number_add(t->flat, r->sums.flat);
    t->flat_div = number_add(t->flat_div, r->sums.flat_div);
    t->cum = number_add(t->cum, r->sums.cum);
    t->cum_div = number_add(t->cum_div, r->sums.cum_div);
}

static str_id number_name(struct builder *b, int64_t number, str_id unit)
{
    struct buf text;
    buf_init(&text);
    measure_label(&text, number, strtab_get(b->strings, unit), b->o->tag_unit);
    str_id name = strtab_intern(b->strings, text.data, text.len);
    buf_release(&text);
    return name;
}

void builder_finish_tags(struct builder *b, struct node *node)
{
    const struct view *v = b->view;
    struct tag_maker m = {.b = b};
    if (!b->tags.n)
        return;
    m.last = arena_new(b->arena, struct tag *, b->n_nodes);
    str_id *joined = arena_new(b->arena, str_id, v->profile->n_label_sets);
    bool *known = arena_zalloc(b->arena, v->profile->n_label_sets, sizeof *known);
    for (size_t i = 0; i < b->tags.n; i++) {
        const struct tag_row *r = &b->tags.row[i];
        struct label_set set = v->label_set[r->labels.i];
        if (!known[r->labels.i]) {
            known[r->labels.i] = true;
            joined[r->labels.i] = joined_name(b, set);
        }
        str_id name = joined[r->labels.i];
        if (name.i)
            add_to_tag(&m, node, &(struct tag){.name = name}, r);
        for (const struct label *l = v->label + set.first, *end = l + set.n; l < end; l++) {
            if (!makes_number_tag(v, l))
                continue;
            str_id unit = label_units_get(b->o->units, l->key);
            add_to_tag(&m, node,
                       &(struct tag){.name = number_name(b, l->number, unit),
                                     .labels = name,
                                     .unit = unit,
                                     .value = l->number,
                                     .is_number = true},
                       r);
        }
    }
    hash_index_release(&m.index);
    free(m.ref);
}
