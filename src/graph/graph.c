#include "graph/builder.h"

#include <stdlib.h>
#include <string.h>

#include "base/vec.h"
#include "measure/number.h"

enum { NO_NODE = UINT32_MAX };

static int64_t mean(int64_t sum, int64_t div)
{
    return div ? number_div(sum, div) : sum;
}

int64_t node_flat(const struct node *n)
{
    return mean(n->flat, n->flat_div);
}

int64_t node_cum(const struct node *n)
{
    return mean(n->cum, n->cum_div);
}

int64_t edge_weight(const struct edge *e)
{
    return mean(e->weight, e->weight_div);
}

int64_t tag_flat(const struct tag *t)
{
    return mean(t->flat, t->flat_div);
}

int64_t tag_cum(const struct tag *t)
{
    return mean(t->cum, t->cum_div);
}

struct str graph_str(const struct graph *g, str_id id)
{
    return strtab_get(g->strings, id);
}

struct str graph_node_name(const struct graph *g, struct node *n)
{
    if (!n->printable) {
        struct buf b;
        buf_init(&b);
        node_info_print(&b, g->strings, &n->info);
        n->printable = arena_copy(g->arena, b.data, b.len);
        n->printable_len = (uint32_t)b.len;
        buf_release(&b);
    }
    return (struct str){n->printable, n->printable_len};
}

static void forget(struct edge **list, uint32_t n, const struct edge *e)
{
    for (uint32_t i = 0; i < n; i++)
        if (list[i] == e)
            list[i] = NULL;
}

void graph_remove_edge(struct edge *e)
{
    forget(e->src->out, e->src->n_out, e);
    forget(e->dest->in, e->dest->n_in, e);
}

struct node_set {
    const struct node **node;
    size_t n;
    uint32_t *slot; /* open addressing: place in `node`, or NO_NODE */
    size_t mask;
};

struct node_set *node_set_new(const struct graph *g, struct node *const *node, size_t n)
{
    struct node_set *s = arena_new(g->arena, struct node_set, 1);
    size_t room = 64;
    while (room < 2 * n)
        room *= 2;
    s->node = arena_new(g->arena, const struct node *, n);
    s->slot = arena_alloc(g->arena, room * sizeof *s->slot);
    memset(s->slot, 0xff, room * sizeof *s->slot);
    s->mask = room - 1;
    for (size_t i = 0; i < n; i++) {
        if (node_set_find(s, &node[i]->info))
            continue;
        size_t at = node_info_hash(&node[i]->info) & s->mask;
        while (s->slot[at] != NO_NODE)
            at = (at + 1) & s->mask;
        s->slot[at] = (uint32_t)s->n;
        s->node[s->n++] = node[i];
    }
    return s;
}

const struct node *node_set_find(const struct node_set *s, const struct node_info *info)
{
    for (size_t at = node_info_hash(info) & s->mask; s->slot[at] != NO_NODE; at = (at + 1) & s->mask)
        if (node_info_equal(&s->node[s->slot[at]]->info, info))
            return s->node[s->slot[at]];
    return NULL;
}

bool builder_weigh(const struct builder *b, size_t sample, struct weight *w)
{
    const int64_t *value = b->view->profile->value + sample * b->view->profile->n_types;
    w->w = value[b->o->value];
    w->div = b->o->mean ? value[0] : 0;
    return w->w != 0 || w->div != 0;
}

uint32_t builder_add_node(struct builder *b, uint32_t info)
{
    b->info = vec_reserve(b->info, &b->cap_info, b->n_nodes + 1, sizeof *b->info);
    b->sums = vec_reserve(b->sums, &b->cap_sums, b->n_nodes + 1, sizeof *b->sums);
    b->info[b->n_nodes] = info;
    b->sums[b->n_nodes] = (struct sums){0};
    return (uint32_t)b->n_nodes++;
}

/* The edges, in the order in which they were made. */
static struct edge *make_edges(const struct builder *b, struct node *node, size_t *n)
{
    struct edge *edge = arena_alloc(b->arena, (b->n_edges + b->edge_table.n) * sizeof *edge);
    for (size_t i = 0; i < b->n_edges; i++) {
        const struct edge_row *r = &b->edge[i];
        edge[i] = (struct edge){.src = &node[r->src],
                                .dest = &node[r->dest],
                                .weight = r->weight,
                                .weight_div = r->weight_div,
                                .inlined = r->inlined};
    }
    *n = b->n_edges + edge_table_edges(&b->edge_table, b->o->edge_least, node, edge + b->n_edges);
    return edge;
}

/* Gives every node its incoming and outgoing edges. */
static void connect(struct builder *b, struct node *node)
{
    size_t n;
    struct edge *edge = make_edges(b, node, &n);
    edge_table_release(&b->edge_table);
    struct edge **slot = arena_alloc(b->arena, 2 * n * sizeof *slot);
    for (size_t i = 0; i < n; i++) {
        edge[i].src->n_out++;
        edge[i].dest->n_in++;
    }
    for (size_t i = 0; i < b->n_nodes; i++) {
        node[i].out = slot;
        node[i].in = slot + node[i].n_out;
        slot += node[i].n_out + node[i].n_in;
        node[i].n_out = node[i].n_in = 0;
    }
    for (size_t i = 0; i < n; i++) {
        struct node *src = edge[i].src, *dest = edge[i].dest;
        src->out[src->n_out++] = &edge[i];
        dest->in[dest->n_in++] = &edge[i];
    }
}

static bool is_negative(const struct node *n)
{
    return n->flat < 0 || (n->flat == 0 && n->cum < 0);
}

static struct graph *finish(struct builder *b)
{
    struct graph *g = arena_new(b->arena, struct graph, 1);
    *g = (struct graph){.arena = b->arena, .strings = b->strings, .n_all = b->n_nodes};
    g->all = arena_new(b->arena, struct node, b->n_nodes);
    for (size_t i = 0; i < b->n_nodes; i++) {
        const struct sums *t = &b->sums[i];
        g->all[i] = (struct node){.info = b->table->info[b->info[i]],
                                  .flat = t->flat,
                                  .flat_div = t->flat_div,
                                  .cum = t->cum,
                                  .cum_div = t->cum_div,
                                  .inlined = t->inlined,
                                  .place = b->info[i],
                                  .number = (uint32_t)i};
    }
    connect(b, g->all);
    if (b->plan)
        builder_finish_tags(b, g->all);
    g->node = arena_new(b->arena, struct node *, b->n_nodes);
    for (size_t i = 0; i < b->n_nodes; i++) {
        struct node *n = &g->all[i];
        if ((n->cum != 0 || n->flat != 0) && !(b->o->drop_negative && is_negative(n)))
            g->node[g->n_nodes++] = n;
    }
    g->is_tree = b->o->call_tree;
    return g;
}

struct graph *graph_build(const struct view *v, struct strtab *strings, const struct graph_options *o,
                          struct arena *arena)
{
    struct node_table own = {0};
    struct builder b = {.view = v, .o = o, .strings = strings, .arena = arena, .table = o->table};
    if (!b.table) {
        node_table_init(&own, v, strings, o->names, o->rounds, o->objects);
        b.table = &own;
    }
    b.edges = o->edges == EDGES_ALL || (o->edges == EDGES_OF_INLINED && b.table->any_inlined);
    if (o->tags)
        b.plan = o->tag_plan ? o->tag_plan : tag_plan_new(v, o->units, o->tag_unit, strings, arena);
    if (o->call_tree)
        builder_add_paths(&b);
    else
        builder_add_samples(&b);
    if (b.plan && !o->call_tree)
        builder_add_tags(&b);
    struct graph *g = finish(&b);
    node_table_release(&own);
    free(b.tag);
    free(b.info);
    free(b.sums);
    free(b.edge);
    return g;
}
