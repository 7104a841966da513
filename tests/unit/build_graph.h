/*
 * Makes graphs of profiles that are given as text, and prints them as text, node by node in the order of their names:
 *
 *   main 0 5
 *     work 5
 *
 * A node is its name, flat and cum. Below it are the edges to its callees, the heaviest first, each with its weight,
 * "residual" and "inlined".
 */
#ifndef CPPROF_UNIT_BUILD_GRAPH_H
#define CPPROF_UNIT_BUILD_GRAPH_H

#include "build_profile.h"
#include "graph/graph.h"
#include "graph/order.h"
#include "measure/units.h"

struct graph_scene {
    struct scene scene;
    struct strtab strings;
    struct label_units units;
    struct graph_request request;
    struct graph *graph;
};

/** Prepares a graph of function names: change `request` and the view's granularity, then call graph_scene_build. */
static inline void graph_scene_open(struct graph_scene *g, const char *text)
{
    *g = (struct graph_scene){0};
    scene_open(&g->scene, text);
    g->scene.view.granularity = (struct granularity){.function = true, .inlines = true};
    g->units = label_units_find(&g->scene.view);
    g->request = (struct graph_request){.edges = EDGES_ALL, .units = &g->units, .tag_unit = STR("auto")};
    g->request.value = g->scene.profile.n_types - 1;
    strtab_init(&g->strings, &g->scene.view.strings);
}

static inline void graph_scene_build(struct graph_scene *g)
{
    g->graph = graph_build(&g->scene.view, &g->strings, &g->request, &g->scene.arena);
}

static inline void graph_scene_close(struct graph_scene *g)
{
    strtab_release(&g->strings);
    scene_close(&g->scene);
}

static inline void print_edges(struct buf *out, const struct graph *g, const struct node *n)
{
    struct edge *edge[64];
    assert_true(n->n_out <= ROWS(edge));
    if (n->n_out)
        memcpy(edge, n->out, n->n_out * sizeof *edge);
    size_t left = order_edges(g, edge, n->n_out);
    for (size_t i = 0; i < left; i++) {
        print_str(out, "  ", graph_node_name(g, edge[i]->dest));
        buf_printf(out, " %" PRId64 "%s%s\n", edge_weight(edge[i]), edge[i]->residual ? " residual" : "",
                   edge[i]->inlined ? " inlined" : "");
    }
}

static inline void print_graph(struct buf *out, const struct graph *g)
{
    struct node *node[64];
    assert_true(g->n_nodes <= ROWS(node));
    if (g->n_nodes)
        memcpy(node, g->node, g->n_nodes * sizeof *node);
    order_nodes(g, node, g->n_nodes, ORDER_NAME);
    for (size_t i = 0; i < g->n_nodes; i++) {
        print_str(out, "", graph_node_name(g, node[i]));
        buf_printf(out, " %" PRId64 " %" PRId64 "\n", node_flat(node[i]), node_cum(node[i]));
        print_edges(out, g, node[i]);
    }
}

static inline void expect_graph(const char *what, const struct graph *g, const char *want)
{
    struct buf b = {0};
    print_graph(&b, g);
    expect_buf(what, &b, want);
    buf_release(&b);
}

/** @return the names of the nodes in their order, separated by blanks */
static inline void expect_names(const char *what, const struct graph *g, const char *want)
{
    struct buf b = {0};
    for (size_t i = 0; i < g->n_nodes; i++)
        print_str(&b, i ? " " : "", graph_node_name(g, g->node[i]));
    expect_buf(what, &b, want);
    buf_release(&b);
}

static inline struct node *node_named(const struct graph *g, const char *name)
{
    for (size_t i = 0; i < g->n_nodes; i++)
        if (str_is(graph_node_name(g, g->node[i]), name))
            return g->node[i];
    fail_msg("no node %s", name);
    return NULL;
}

#endif
