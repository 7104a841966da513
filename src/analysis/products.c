#include "analysis/products.h"

#include "measure/number.h"
#include "profile/packages.h"

/* ---- Views ---- */

static bool same_granularity(const struct granularity *a, const struct granularity *b)
{
    return a->function == b->function && a->filename == b->filename && a->line == b->line && a->column == b->column &&
           a->address == b->address && a->inlines == b->inlines && a->packages == b->packages;
}

struct level_view *products_view(struct analysis *a, enum level level)
{
    struct granularity g = query_granularity(a->query, level);
    for (struct level_view *v = a->products->views; v; v = v->next)
        if (same_granularity(&v->granularity, &g))
            return v;
    struct level_view *v = arena_new(&a->arena, struct level_view, 1);
    v->granularity = g;
    view_init_from(&v->view, &a->view, &a->arena);
    v->view.granularity = g;
    if (g.packages)
        packages_apply(&v->view);
    strtab_init(&v->strings, &v->view.strings);
    v->next = a->products->views;
    a->products->views = v;
    return v;
}

const struct view *analysis_view(struct analysis *a, enum level level)
{
    return &products_view(a, level)->view;
}

/* ---- Call graphs ---- */

static bool same_request(const struct callgraph_request *a, const struct callgraph_request *b)
{
    return a->level == b->level && a->whole == b->whole && a->untrimmed == b->untrimmed &&
           a->default_nodes == b->default_nodes && a->picture == b->picture && a->call_tree == b->call_tree &&
           a->integers == b->integers && a->objects == b->objects && a->edges == b->edges && a->edges_at == b->edges_at;
}

/* The least magnitude of a value that a node shows; 0 if all are 0. */
static int64_t least_value(const struct graph *g)
{
    int64_t least = 0;
    for (size_t i = 0; i < g->n_nodes; i++) {
        int64_t x = number_abs(node_flat(g->node[i]));
        if (x == 0)
            x = number_abs(node_cum(g->node[i]));
        if (x > 0 && (least == 0 || x < least))
            least = x;
    }
    return least;
}

/* Chooses one unit for all values of a graph, so that they can be compared at a glance. */
static void choose_unit(struct callgraph *c, int64_t total, bool integers)
{
    int64_t least = least_value(c->graph);
    if (c->graph->n_nodes)
        value_format_choose_unit(&c->format, least ? least : total, total, integers);
}

static int64_t sum_of_flat(const struct graph *g)
{
    int64_t sum = 0;
    for (size_t i = 0; i < g->n_nodes; i++)
        sum = number_add(sum, node_flat(g->node[i]));
    return sum;
}

static void make_callgraph(struct analysis *a, struct callgraph *c, const struct callgraph_request *r)
{
    struct level_view *v = products_view(a, r->level);
    const struct graph_request g = {.value = a->value,
                                    .mean = a->query->mean,
                                    .call_tree = r->call_tree && a->query->call_tree,
                                    .drop_negative = a->query->drop_negative,
                                    .objects = r->objects,
                                    .edges = r->whole ? EDGES_NONE : r->edges,
                                    .tags = r->picture,
                                    .names = &a->query->names,
                                    .edges_at = r->edges_at,
                                    .units = &a->units,
                                    .tag_unit = a->query->unit};
    *c = (struct callgraph){.view = &v->view, .format = a->format};
    if (r->whole) {
        c->graph = graph_build(&v->view, &v->strings, &g, &a->arena);
    } else {
        struct trim_request t = query_trimming(a->query, r->default_nodes, r->untrimmed);
        t.visual = r->picture;
        struct trimmed trimmed = trim_graph(&v->view, &v->strings, &g, &t, &a->arena);
        c->graph = trimmed.graph;
        c->n_before_top = trimmed.n_before_top;
        c->dropped_nodes = trimmed.dropped_nodes;
        c->dropped_edges = trimmed.dropped_edges;
        c->node_fraction = t.node_fraction;
        c->edge_fraction = t.edge_fraction;
        choose_unit(c, a->total, r->integers);
    }
    c->shown = sum_of_flat(c->graph);
}

const struct callgraph *analysis_callgraph(struct analysis *a, const struct callgraph_request *request)
{
    for (struct kept_callgraph *k = a->products->callgraphs; k; k = k->next)
        if (same_request(&k->request, request))
            return &k->callgraph;
    struct kept_callgraph *k = arena_new(&a->arena, struct kept_callgraph, 1);
    k->request = *request;
    make_callgraph(a, &k->callgraph, request);
    k->next = a->products->callgraphs;
    a->products->callgraphs = k;
    return &k->callgraph;
}

bool analysis_has_callgraph(const struct analysis *a)
{
    return a->products->callgraphs != NULL;
}

void products_release(struct analysis_products *p)
{
    products_release_comparisons(p);
    for (struct level_view *v = p->views; v; v = v->next) {
        strtab_release(&v->strings);
        view_release(&v->view);
    }
}
