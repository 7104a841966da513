#include "graph/trim.h"

#include <stdlib.h>
#include <string.h>

#include "graph/order.h"
#include "graph/tag_plan.h"
#include "measure/number.h"

enum { MAX_TAGS_SHOWN = 4 };

static int64_t cutoff(int64_t total, double fraction)
{
    return number_abs(number_from_double((double)total * fraction));
}

static int64_t total_flat(const struct graph *g)
{
    int64_t sum = 0;
    for (size_t i = 0; i < g->n_nodes; i++)
        sum = number_add(sum, g->node[i]->flat);
    return sum;
}

static void trim_tags(struct graph *g, int64_t least)
{
    for (size_t i = 0; i < g->n_nodes; i++)
        for (struct tag **t = &g->node[i]->tags; *t;)
            if (number_abs((*t)->flat) >= least || number_abs((*t)->cum) >= least)
                t = &(*t)->next;
            else
                *t = (*t)->next;
}

static void forget_dropped(struct edge **list, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        if (list[i] && list[i]->dropped)
            list[i] = NULL;
}

/* Marks first and forgets then: a node may have very many edges, and lose most of them. */
static size_t trim_edges(struct graph *g, int64_t least)
{
    size_t dropped = 0;
    for (size_t i = 0; i < g->n_nodes; i++)
        for (uint32_t j = 0; j < g->node[i]->n_in; j++) {
            struct edge *e = g->node[i]->in[j];
            if (e && number_abs(e->weight) < least) {
                e->dropped = true;
                dropped++;
            }
        }
    for (size_t i = 0; dropped && i < g->n_all; i++) {
        forget_dropped(g->all[i].in, g->all[i].n_in);
        forget_dropped(g->all[i].out, g->all[i].n_out);
    }
    return dropped;
}

static size_t tags_with_flat(const struct node *n)
{
    size_t count = 0;
    for (const struct tag *t = n->tags; t; t = t->next)
        count += t->flat != 0;
    return count < MAX_TAGS_SHOWN ? count : MAX_TAGS_SHOWN;
}

/* How many of the sorted nodes make the top. In a picture tags take room as nodes do. */
static size_t top_count(const struct graph *g, size_t most, bool visual)
{
    size_t count = 0;
    for (size_t i = 0; visual && i < g->n_nodes; i++) {
        count += tags_with_flat(g->node[i]) + 1;
        if (count >= most) {
            most = i + 1;
            break;
        }
    }
    return most < g->n_nodes ? most : g->n_nodes;
}

/* Whether a path other than the edge itself leads from its source to its destination. */
static bool is_redundant(const struct graph *g, const struct edge *e, bool *seen, struct node **queue)
{
    size_t head = 0, tail = 0;
    bool found = false;
    memset(seen, 0, g->n_all * sizeof *seen);
    seen[e->dest->number] = true;
    queue[tail++] = e->dest;
    while (head < tail && !found) {
        const struct node *n = queue[head++];
        for (uint32_t i = 0; i < n->n_in && !found; i++) {
            const struct edge *in = n->in[i];
            if (!in || in == e || seen[in->src->number])
                continue;
            found = in->src == e->src;
            seen[in->src->number] = true;
            queue[tail++] = in->src;
        }
    }
    return found;
}

static void remove_redundant_edges(struct graph *g)
{
    bool *seen = arena_zalloc(g->arena, g->n_all, sizeof *seen);
    struct node **queue = arena_new(g->arena, struct node *, g->n_all);
    for (size_t i = g->n_nodes; i > 0; i--) {
        struct node *n = g->node[i - 1];
        struct edge **in = arena_new(g->arena, struct edge *, n->n_in);
        if (n->n_in)
            memcpy(in, n->in, n->n_in * sizeof *in);
        size_t n_in = order_edges(g, in, n->n_in);
        /* From the lightest on; nothing heavier than an edge that is not residual goes. */
        for (size_t j = n_in; j > 0 && in[j - 1]->residual; j--)
            if (is_redundant(g, in[j - 1], seen, queue))
                graph_remove_edge(in[j - 1]);
    }
}

/* Takes a node out of a call tree; its children go to its parent, or become roots. */
static void bypass(struct node *n)
{
    struct edge *up = NULL;
    for (uint32_t i = 0; i < n->n_in; i++)
        up = n->in[i] ? n->in[i] : up;
    for (uint32_t i = 0; i < n->n_out; i++) {
        struct edge *e = n->out[i];
        if (!e)
            continue;
        if (!up) {
            graph_remove_edge(e);
            continue;
        }
        e->src = up->src;
        e->residual = true;
        e->inlined = up->inlined && e->inlined;
    }
    if (up)
        graph_remove_edge(up);
}

/* The parent's list of callees once more, as some were taken out and some moved up to it. */
static void relink_callees(struct graph *g)
{
    uint32_t *count = arena_new(g->arena, uint32_t, g->n_all);
    for (size_t i = 0; i < g->n_all; i++)
        for (uint32_t j = 0; j < g->all[i].n_in; j++)
            if (g->all[i].in[j])
                count[g->all[i].in[j]->src->number]++;
    for (size_t i = 0; i < g->n_all; i++) {
        g->all[i].out = arena_new(g->arena, struct edge *, count[i]);
        g->all[i].n_out = 0;
    }
    for (size_t i = 0; i < g->n_all; i++)
        for (uint32_t j = 0; j < g->all[i].n_in; j++) {
            struct edge *e = g->all[i].in[j];
            if (e)
                e->src->out[e->src->n_out++] = e;
        }
}

/* Keeps the nodes of a call tree for which keep[number] holds. Parents come before their children in `all`. */
static void trim_tree(struct graph *g, const bool *keep)
{
    struct node **kept = arena_new(g->arena, struct node *, g->n_nodes);
    bool *listed = arena_zalloc(g->arena, g->n_all, sizeof *listed);
    size_t n_kept = 0;
    for (size_t i = 0; i < g->n_nodes; i++) {
        listed[g->node[i]->number] = true;
        if (keep[g->node[i]->number])
            kept[n_kept++] = g->node[i];
    }
    for (size_t i = 0; i < g->n_all; i++)
        if (listed[i] && !keep[i])
            bypass(&g->all[i]);
    g->node = kept;
    g->n_nodes = n_kept;
    relink_callees(g);
}

struct trimmer {
    const struct view *v;
    struct strtab *strings;
    struct graph_options *o;
    struct arena *arena;
    enum graph_edges edges; /* that are wanted in the end */
    bool tags;
    bool edges_weigh;        /* in the order of the nodes: so that they are needed before the last graph, too */
    bool cut;                /* whether nodes went */
    struct node_table table; /* of the last graph */
    struct graph *g;
};

static void build(struct trimmer *t, enum graph_edges edges, const struct node_set *kept, bool values_known)
{
    t->o->kept = kept;
    t->o->values_known = values_known;
    t->o->edges = edges;
    t->o->tags = t->tags && edges != EDGES_NONE;
    if (t->o->tags && !t->o->tag_plan)
        t->o->tag_plan = tag_plan_new(t->v, t->o->units, t->o->tag_unit, t->strings, t->arena);
    t->g = graph_build(t->v, t->strings, t->o, t->arena);
}

/* The reference trims file names once more with each graph. Nearly always that changes nothing. */
static bool trim_names(struct trimmer *t)
{
    t->o->rounds++;
    if (!t->table.trims_further)
        return false;
    node_table_release(&t->table);
    node_table_init(&t->table, t->v, t->strings, t->o->names, t->o->rounds, t->o->objects);
    return true;
}

static void keep_in_tree(struct trimmer *t, struct node **node, size_t n)
{
    bool *keep = arena_zalloc(t->arena, t->g->n_all, sizeof *keep);
    for (size_t i = 0; i < n; i++)
        keep[node[i]->number] = true;
    trim_tree(t->g, keep);
}

/* Goes on with the `n` nodes at `node` only. */
static void keep_nodes(struct trimmer *t, struct node **node, size_t n)
{
    t->cut = true;
    if (t->o->call_tree) {
        keep_in_tree(t, node, n);
        return;
    }
    bool renamed = trim_names(t);
    if (t->edges_weigh || renamed) {
        build(t, t->edges_weigh ? t->edges : EDGES_NONE, node_set_new(t->g, node, n), !renamed);
    } else { /* without edges the nodes that stay do not change */
        t->g->node = node;
        t->g->n_nodes = n;
    }
}

/* Adds the edges, between all nodes as long as none went. */
static void add_edges(struct trimmer *t)
{
    struct node **all = arena_new(t->arena, struct node *, t->g->n_all);
    for (size_t i = 0; i < t->g->n_all; i++)
        all[i] = &t->g->all[i];
    build(t, t->edges, t->cut ? node_set_new(t->g, t->g->node, t->g->n_nodes) : node_set_new(t->g, all, t->g->n_all),
          true);
}

static size_t drop_light_nodes(struct trimmer *t, int64_t least)
{
    struct node **kept = arena_new(t->arena, struct node *, t->g->n_nodes);
    size_t n = 0, all = t->g->n_nodes;
    for (size_t i = 0; i < all; i++)
        if (number_abs(t->g->node[i]->cum) >= least)
            kept[n++] = t->g->node[i];
    if (n != all)
        keep_nodes(t, kept, n);
    return all - n;
}

/* The first graph, without edges: most nodes go because of their values, and edges are made for those that stay. */
static void build_first(struct trimmer *t)
{
    t->o->rounds = 1;
    t->o->table = &t->table;
    node_table_init(&t->table, t->v, t->strings, t->o->names, t->o->rounds, t->o->objects);
    if (t->edges == EDGES_OF_INLINED && !t->table.any_inlined)
        t->edges = EDGES_NONE;
    t->edges_weigh &= t->edges != EDGES_NONE;
    build(t, t->o->call_tree ? t->edges : EDGES_NONE, NULL, false);
}

struct trimmed trim_graph(const struct view *v, struct strtab *strings, struct graph_options *o,
                          const struct trim_options *t, struct arena *arena)
{
    struct trimmer m = {.v = v, .strings = strings, .o = o, .arena = arena, .edges = o->edges, .tags = o->tags};
    struct trimmed out = {0};
    enum node_order order = t->visual ? ORDER_ENTROPY : t->cum ? ORDER_CUM : ORDER_FLAT;
    m.edges_weigh = t->visual;
    build_first(&m);
    int64_t total = total_flat(m.g), node_cutoff = cutoff(total, t->node_fraction),
            edge_cutoff = cutoff(total, t->edge_fraction);
    o->tag_least = node_cutoff;
    if (!t->visual) /* in a picture light edges weigh in the order of the nodes, and are counted */
        o->edge_least = edge_cutoff;
    if (node_cutoff > 0)
        out.dropped_nodes = drop_light_nodes(&m, node_cutoff);
    if (m.edges_weigh && !o->call_tree && !m.cut)
        add_edges(&m);
    out.n_before_top = m.g->n_nodes;

    order_nodes(m.g, m.g->node, m.g->n_nodes, order);
    if (t->node_count > 0) {
        trim_tags(m.g, node_cutoff); /* before the top is taken: tags and edges weigh in that */
        trim_edges(m.g, edge_cutoff);
        size_t n = top_count(m.g, (size_t)t->node_count, t->visual);
        if (n != m.g->n_nodes) {
            keep_nodes(&m, m.g->node, n);
            order_nodes(m.g, m.g->node, m.g->n_nodes, order);
        }
    }
    if (m.edges != EDGES_NONE && !m.edges_weigh && !o->call_tree) {
        add_edges(&m);
        order_nodes(m.g, m.g->node, m.g->n_nodes, order);
    }
    trim_tags(m.g, node_cutoff);
    out.dropped_edges = trim_edges(m.g, edge_cutoff);
    if (t->visual)
        remove_redundant_edges(m.g);
    out.graph = m.g;
    o->table = NULL;
    node_table_release(&m.table);
    return out;
}
