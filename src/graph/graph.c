#include "graph/builder.h"

#include <stdlib.h>
#include <string.h>

#include "base/vec.h"
#include "measure/number.h"

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

static void clear_edge(struct edge **list, uint32_t n, const struct edge *e)
{
    for (uint32_t i = 0; i < n; i++)
        if (list[i] == e)
            list[i] = NULL;
}

void graph_remove_edge(struct edge *e)
{
    clear_edge(e->src->out, e->src->n_out, e);
    clear_edge(e->dest->in, e->dest->n_in, e);
}

bool builder_weigh(const struct builder *b, size_t sample, struct weight *w)
{
    const int64_t *value = b->view->profile->value + sample * b->view->profile->n_types;
    w->w = value[b->request->value];
    w->div = b->request->mean ? value[0] : 0;
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
    *n = b->n_edges + edge_table_edges(&b->edge_table, b->part->edge_least, b->exempt, node, edge + b->n_edges);
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

bool builder_lists(const struct builder *b, int64_t flat, int64_t cum)
{
    bool is_negative = flat < 0 || (flat == 0 && cum < 0);
    return (flat != 0 || cum != 0) && !(b->request->drop_negative && is_negative);
}

static struct graph *finish_graph(struct builder *b)
{
    struct graph *g = arena_new(b->arena, struct graph, 1);
    *g = (struct graph){.arena = b->arena, .strings = b->strings, .n_all = b->n_nodes};
    g->all = arena_new(b->arena, struct node, b->n_nodes);
    for (size_t i = 0; i < b->n_nodes; i++) {
        const struct sums *t = &b->sums[i];
        g->all[i] = (struct node){.info = b->part->table->info[b->info[i]],
                                  .flat = t->flat,
                                  .flat_div = t->flat_div,
                                  .cum = t->cum,
                                  .cum_div = t->cum_div,
                                  .place = b->info[i],
                                  .number = (uint32_t)i};
    }
    connect(b, g->all);
    if (b->part->tags)
        builder_finish_tags(b, g->all);
    g->node = arena_new(b->arena, struct node *, b->n_nodes);
    for (size_t i = 0; i < b->n_nodes; i++)
        if (builder_lists(b, g->all[i].flat, g->all[i].cum))
            g->node[g->n_nodes++] = &g->all[i];
    g->is_tree = b->request->call_tree;
    g->list_weight = b->list_weight;
    return g;
}

struct graph *graph_build_part(const struct view *v, struct strtab *strings, const struct graph_request *request,
                               const struct graph_part *part, struct arena *arena)
{
    struct builder b = {.view = v, .request = request, .part = part, .strings = strings, .arena = arena};
    if (request->call_tree) {
        builder_add_paths(&b);
    } else {
        builder_add_samples(&b);
        if (part->tags)
            builder_add_tags(&b);
    }
    struct graph *g = finish_graph(&b);
    free(b.tag);
    free(b.info);
    free(b.sums);
    free(b.edge);
    return g;
}

struct graph *graph_build_on_table(const struct view *v, struct strtab *strings, const struct graph_request *request,
                                   const struct node_table *table, struct arena *arena)
{
    struct graph_part whole = {.table = table, .edges = request->edges};
    if (whole.edges == EDGES_OF_INLINED && !table->any_inlined)
        whole.edges = EDGES_NONE;
    if (request->tags)
        whole.tags = tag_plan_new(v, request->units, request->tag_unit, strings, arena);
    return graph_build_part(v, strings, request, &whole, arena);
}

struct graph *graph_build(const struct view *v, struct strtab *strings, const struct graph_request *request,
                          struct arena *arena)
{
    struct node_table table;
    node_table_init(&table, v, strings, request->names, 1, request->objects);
    struct graph *g = graph_build_on_table(v, strings, request, &table, arena);
    node_table_release(&table);
    return g;
}
