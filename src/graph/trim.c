#include "graph/trim.h"

#include <stdlib.h>
#include <string.h>

#include "graph/builder.h"
#include "graph/order.h"
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

static void clear_dropped(struct edge **list, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        if (list[i] && list[i]->dropped)
            list[i] = NULL;
}

/* Marks the edges before it removes them, because a node may have very many, and lose most of them. */
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
        clear_dropped(g->all[i].in, g->all[i].n_in);
        clear_dropped(g->all[i].out, g->all[i].n_out);
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

/* How many of the sorted nodes make the top. In a picture, tags take room like nodes. */
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
        /* Begins with the lightest edge, and keeps all that are heavier than one that is not residual. */
        for (size_t j = n_in; j > 0 && in[j - 1]->residual; j--)
            if (is_redundant(g, in[j - 1], seen, queue))
                graph_remove_edge(in[j - 1]);
    }
}

/* Removes a node from a call tree. Its children move to its parent, or become roots. */
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

/* Rebuilds the lists of callees, because some were removed and some moved up to a parent. */
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

/*
 * What is built when, decided before the first graph. A graph alone cannot tell which callers of a dropped node belong
 * to which of its callees, so edges, and tags with them, are made from the samples. They cost more than everything
 * else, and most nodes are dropped by their values alone. So the first graph has only values, and details are added as
 * late as possible.
 */
struct trim_plan {
    enum node_order order;
    enum graph_edges edges; /* those of the last graph */
    bool tags;              /* whether it has tags */
    enum {
        DETAILS_NEVER,
        DETAILS_AT_ONCE, /* in the first graph: a call tree knows its callers, so nodes can be removed from it */
        DETAILS_EACH,    /* after each cut: in a picture, the order of the nodes, and the top, depend on them */
        DETAILS_LAST     /* once, for the nodes that stay */
    } details;
};

struct trimmer {
    const struct view *v;
    struct strtab *strings;
    const struct graph_request *request;
    const struct trim_request *trim;
    struct arena *arena;
    struct trim_plan plan;
    struct node_table table; /* of the last graph */
    int rounds;              /* how often its file names have been trimmed */
    const struct tag_plan *tag_plan;
    int64_t node_cutoff, edge_cutoff;
    bool cut; /* whether nodes were dropped */
    struct graph *g;
};

static struct trim_plan make_plan(const struct graph_request *request, const struct trim_request *trim,
                                  bool any_inlined)
{
    struct trim_plan p = {.edges = request->edges, .tags = request->tags};
    p.order = trim->visual ? ORDER_ENTROPY : trim->cum ? ORDER_CUM : ORDER_FLAT;
    if (p.edges == EDGES_OF_INLINED && !any_inlined)
        p.edges = EDGES_NONE;
    p.details = p.edges == EDGES_NONE && !p.tags ? DETAILS_NEVER
                : request->call_tree             ? DETAILS_AT_ONCE
                : trim->visual                   ? DETAILS_EACH
                                                 : DETAILS_LAST;
    return p;
}

static void sort_nodes(struct trimmer *m)
{
    order_nodes(m->g, m->g->node, m->g->n_nodes, m->plan.order);
}

/* Builds the graph of the known nodes; NULL: of all. */
static void build(struct trimmer *m, const struct node *const *known, bool values_known, bool details)
{
    struct graph_part part = {.table = &m->table, .known = known, .values_known = values_known};
    if (values_known)
        part.list_weight = m->g->list_weight;
    if (details) {
        part.edges = m->plan.edges;
        part.tag_least = m->node_cutoff;
        if (m->plan.details == DETAILS_LAST) /* in a picture, light edges affect the order, and are counted */
            part.edge_least = m->edge_cutoff;
        if (m->plan.tags && !m->tag_plan)
            m->tag_plan = tag_plan_new(m->v, m->request->units, m->request->tag_unit, m->strings, m->arena);
        part.tags = m->tag_plan;
    }
    m->g = graph_build_part(m->v, m->strings, m->request, &part, m->arena);
}

static void build_first(struct trimmer *m)
{
    build(m, NULL, false, m->plan.details == DETAILS_AT_ONCE);
    int64_t total = total_flat(m->g);
    m->node_cutoff = cutoff(total, m->trim->node_fraction);
    m->edge_cutoff = cutoff(total, m->trim->edge_fraction);
}

/* By info of the table: the node that stays, or NULL. Until a node is dropped, unlisted ones stay, too. */
static const struct node **known_nodes(const struct trimmer *m)
{
    const struct graph *g = m->g;
    const struct node **known = arena_new(m->arena, const struct node *, m->table.n);
    for (size_t i = 0; m->cut && i < g->n_nodes; i++)
        known[g->node[i]->place] = g->node[i];
    for (size_t i = 0; !m->cut && i < g->n_all; i++)
        known[g->all[i].place] = &g->all[i];
    return known;
}

/*
 * A quirk that only serves to match the reference, which trims file names again with each graph. This nearly always
 * changes nothing. If it does, only nodes whose names stay the same are found again, and their values may differ.
 */
static void trim_names_again(struct trimmer *m)
{
    m->rounds++;
    if (!m->table.trims_further)
        return;
    struct node_table old = m->table;
    const struct node **of_old = known_nodes(m), **known;
    node_table_init(&m->table, m->v, m->strings, m->request->names, m->rounds, m->request->objects);
    known = arena_new(m->arena, const struct node *, m->table.n);
    for (size_t i = 0; i < m->table.n; i++) {
        uint32_t at = node_table_find(&old, &m->table.info[i]);
        known[i] = at == HASH_NONE ? NULL : of_old[at];
    }
    node_table_release(&old);
    build(m, known, false, false);
}

static void keep_in_tree(struct trimmer *m, struct node **node, size_t n)
{
    bool *keep = arena_zalloc(m->arena, m->g->n_all, sizeof *keep);
    for (size_t i = 0; i < n; i++)
        keep[node[i]->number] = true;
    trim_tree(m->g, keep);
}

/* Keeps only the `n` nodes at `node`. */
static void keep_nodes(struct trimmer *m, struct node **node, size_t n)
{
    m->cut = true;
    if (m->request->call_tree) {
        keep_in_tree(m, node, n);
        return;
    }
    m->g->node = node;
    m->g->n_nodes = n;
    trim_names_again(m);
}

/* Builds the graph of the remaining nodes again, with edges and tags. */
static void add_details(struct trimmer *m)
{
    build(m, known_nodes(m), true, true);
}

/* Drops the nodes below the cutoff. @return how many it dropped. */
static size_t drop_light_nodes(struct trimmer *m)
{
    struct node **kept = arena_new(m->arena, struct node *, m->g->n_nodes);
    size_t n = 0, all = m->g->n_nodes;
    if (m->node_cutoff <= 0)
        return 0;
    for (size_t i = 0; i < all; i++)
        if (number_abs(m->g->node[i]->cum) >= m->node_cutoff)
            kept[n++] = m->g->node[i];
    if (n != all)
        keep_nodes(m, kept, n);
    return all - n;
}

static void trim_details(struct trimmer *m, size_t *dropped_edges)
{
    trim_tags(m->g, m->node_cutoff);
    *dropped_edges = trim_edges(m->g, m->edge_cutoff);
}

/* Keeps the top of the sorted nodes. It first drops light edges and tags, because they affect what the top is. */
static void keep_top(struct trimmer *m)
{
    size_t ignored;
    if (m->trim->node_count <= 0)
        return;
    trim_details(m, &ignored);
    size_t n = top_count(m->g, (size_t)m->trim->node_count, m->trim->visual);
    if (n == m->g->n_nodes)
        return;
    keep_nodes(m, m->g->node, n);
    if (m->plan.details == DETAILS_EACH)
        add_details(m);
    sort_nodes(m);
}

struct trimmed trim_graph(const struct view *v, struct strtab *strings, const struct graph_request *request,
                          const struct trim_request *trim, struct arena *arena)
{
    struct trimmer m = {.v = v, .strings = strings, .request = request, .trim = trim, .arena = arena, .rounds = 1};
    struct trimmed out = {0};
    node_table_init(&m.table, v, strings, request->names, m.rounds, request->objects);
    m.plan = make_plan(request, trim, m.table.any_inlined);

    build_first(&m);
    out.dropped_nodes = drop_light_nodes(&m);
    if (m.plan.details == DETAILS_EACH)
        add_details(&m);
    out.n_before_top = m.g->n_nodes;
    sort_nodes(&m);
    keep_top(&m);
    if (m.plan.details == DETAILS_LAST) {
        add_details(&m);
        sort_nodes(&m);
    }
    trim_details(&m, &out.dropped_edges);
    if (trim->visual)
        remove_redundant_edges(m.g);

    out.graph = m.g;
    node_table_release(&m.table);
    return out;
}
