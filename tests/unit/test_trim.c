/* The order of nodes, edges and tags, and what trimming leaves of a graph. */
#include "build_graph.h"

#include "graph/trim.h"

/* 100 in all; cum: main 100, x 80, a 50, b 45, y 16, z 4, c 1. */
static const char program[] = "main;a;x 50\n"
                              "main;b;x 30\n"
                              "main;b;y 15\n"
                              "main;z 4\n"
                              "main;c;y 1\n";

/* ---- Order ---- */

static void test_order_of_nodes(void **state)
{
    static const char signs[] = "m;b 5\nm;a -5\nm;c 7\nc 1\n";
    static const struct {
        const char *text;
        enum node_order order;
        const char *want;
    } rows[] = {
        {signs, ORDER_FLAT, "c a b m"}, /* magnitudes; equals by name */
        {signs, ORDER_CUM, "c m a b"},
        {signs, ORDER_NAME, "a b c m"},
        {program, ORDER_FLAT, "x y z a b c main"},
        {program, ORDER_CUM, "main x a b y z c"},
        /* (entropy in + entropy out) * cum + flat: 236, 227, 41, 37, 8, 0, 0 */
        {program, ORDER_ENTROPY, "x main b y z a c"},
        {"m 50\nm;a 50\nx 75\n", ORDER_ENTROPY, "m x a"}, /* 250, 225, 100: what m has itself is a way out, too */
    };
    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct graph_scene g;
        graph_scene_open(&g, rows[i].text);
        graph_scene_build(&g);
        for (int round = 0; round < 2; round++) { /* from any order */
            order_nodes(g.graph, g.graph->node, g.graph->n_nodes, rows[i].order);
            expect_names(rows[i].want, g.graph, rows[i].want);
            for (size_t a = 0, b = g.graph->n_nodes; a + 1 < b; a++) {
                struct node *swap = g.graph->node[a];
                g.graph->node[a] = g.graph->node[--b];
                g.graph->node[b] = swap;
            }
        }
        graph_scene_close(&g);
    }
}

static void test_order_by_file_and_first_line(void **state)
{
    struct graph_scene g;
    (void)state;
    graph_scene_open(&g, "a@z.go 1\nb@y.go 9\nc@y.go 5\nd 3\n");
    g.scene.view.granularity.filename = true;
    graph_scene_build(&g);
    order_nodes(g.graph, g.graph->node, g.graph->n_nodes, ORDER_FILE);
    expect_names("files", g.graph, "d b y.go c y.go a z.go");
    node_named(g.graph, "b y.go")->info.start_line = 20;
    node_named(g.graph, "c y.go")->info.start_line = 10;
    order_nodes(g.graph, g.graph->node, g.graph->n_nodes, ORDER_FILE);
    expect_names("first lines", g.graph, "d c y.go b y.go a z.go");
    graph_scene_close(&g);
}

static void test_nodes_of_one_value_go_by_address(void **state)
{
    struct graph_scene g;
    (void)state;
    graph_scene_open(&g, "b#0x9 1\na#0x10 1\nc#0x8 1\n");
    g.scene.view.granularity.address = true;
    graph_scene_build(&g);
    order_nodes(g.graph, g.graph->node, g.graph->n_nodes, ORDER_FLAT);
    expect_names("addresses", g.graph, "0000000000000008 c 0000000000000009 b 0000000000000010 a");
    graph_scene_close(&g);
}

static void test_order_of_edges(void **state)
{
    struct graph_scene g;
    struct edge *edge[6] = {NULL};
    struct buf b = {0};
    (void)state;
    graph_scene_open(&g, "m;b 5\nm;a -5\nm;c 7\nl;a 5\nb;c 0\n");
    graph_scene_build(&g);
    struct node *m = node_named(g.graph, "m"), *l = node_named(g.graph, "l");
    assert_int_equal(m->n_out, 3);
    for (size_t i = 0; i < 3; i++)
        edge[2 * i + 1] = m->out[i];
    edge[2] = l->out[0];
    assert_int_equal(order_edges(g.graph, edge, 6), 4);
    for (size_t i = 0; i < 4; i++) {
        print_str(&b, " ", graph_node_name(g.graph, edge[i]->src));
        print_str(&b, "->", graph_node_name(g.graph, edge[i]->dest));
    }
    expect_buf("edges", &b, " m->c l->a m->a m->b");
    assert_null(edge[4]);
    assert_null(edge[5]);
    assert_int_equal(order_edges(g.graph, edge + 4, 2), 0);
    buf_release(&b);
    graph_scene_close(&g);
}

static void test_order_of_tags(void **state)
{
    struct strtab t;
    struct tag a = {.cum = -9, .flat = 1}, b = {.cum = 5, .flat = 7}, c = {.cum = 5, .flat = 2},
               d = {.cum = 5, .flat = 2};
    struct tag *tag[] = {&d, &c, &b, &a};
    (void)state;
    strtab_init(&t, NULL);
    d.name = strtab_intern_cstr(&t, "z");
    c.name = strtab_intern_cstr(&t, "y");
    order_tags(&t, tag, 4, false);
    assert_true(tag[0] == &a && tag[1] == &b && tag[2] == &c && tag[3] == &d);
    order_tags(&t, tag, 4, true);
    assert_true(tag[0] == &b && tag[1] == &c && tag[2] == &d && tag[3] == &a);
    strtab_release(&t);
}

/* ---- Trimming ---- */

struct trim_row {
    const char *what, *text;
    struct trim_request trim;
    bool call_tree;
    const char *names; /* in order */
    const char *graph;
    size_t n_before_top, dropped_nodes, dropped_edges;
};

static void expect_trimmed(const struct trim_row *row)
{
    struct graph_scene g;
    graph_scene_open(&g, row->text);
    g.request.call_tree = row->call_tree;
    struct trimmed t = trim_graph(&g.scene.view, &g.strings, &g.request, &row->trim, &g.scene.arena);
    expect_names(row->what, t.graph, row->names);
    expect_graph(row->what, t.graph, row->graph);
    assert_int_equal(t.n_before_top, row->n_before_top);
    assert_int_equal(t.dropped_nodes, row->dropped_nodes);
    if (row->trim.visual) /* others do not count them */
        assert_int_equal(t.dropped_edges, row->dropped_edges);
    graph_scene_close(&g);
}

static void test_trimming(void **state)
{
    static const struct trim_row rows[] = {
        {"nothing to trim", "main;a 1\n", {0}, false, "a main", "a 1 1\nmain 0 1\n  a 1\n", 2, 0, 0},
        {"no samples", "", {.node_count = 5, .node_fraction = 0.5}, false, "", "", 0, 0, 0},
        {"light nodes go",
         program,
         {.node_fraction = 0.05},
         false,
         "x y a b main",
         "a 0 50\n  x 50\n"
         "b 0 45\n  x 30\n  y 15\n"
         "main 0 100\n  a 50\n  b 45\n  y 1 residual\n"
         "x 80 80\ny 16 16\n",
         5,
         2,
         0},
        {"what is at the cutoff stays",
         program,
         {.node_fraction = 0.04},
         false,
         "x y z a b main",
         "a 0 50\n  x 50\n"
         "b 0 45\n  x 30\n  y 15\n"
         "main 0 100\n  a 50\n  b 45\n  z 4\n  y 1 residual\n"
         "x 80 80\ny 16 16\nz 4 4\n",
         6,
         1,
         0},
        {"light edges go",
         program,
         {.node_fraction = 0.05, .edge_fraction = 0.2},
         false,
         "x y a b main",
         "a 0 50\n  x 50\n"
         "b 0 45\n  x 30\n"
         "main 0 100\n  a 50\n  b 45\n"
         "x 80 80\ny 16 16\n",
         5,
         2,
         2},
        {"the top by flat", program, {.node_count = 3}, false, "x y z", "x 80 80\ny 16 16\nz 4 4\n", 7, 0, 0},
        {"the top by cum",
         program,
         {.node_count = 3, .cum = true},
         false,
         "main x a",
         "a 0 50\n  x 50\nmain 0 100\n  a 50\n  x 30 residual\nx 80 80\n",
         7,
         0,
         0},
        {"more than there are", "main;a 1\n", {.node_count = 10}, false, "a main", "a 1 1\nmain 0 1\n  a 1\n", 2, 0, 0},
        {"fraction, then top",
         program,
         {.node_count = 2, .node_fraction = 0.2},
         false,
         "x a",
         "a 0 50\n  x 50\nx 80 80\n",
         4,
         3,
         0},
        {"a negative total cuts by its magnitude",
         "m;a -90\nm;b -4\n",
         {.node_fraction = 0.1},
         false,
         "a m",
         "a -90 -90\nm 0 -94\n  a -90\n",
         2,
         1,
         0},
        /* pictures */
        {"a residual edge that another path makes needless stays in text",
         "main;a;x 50\nmain;b;x 3\n",
         {.node_fraction = 0.1},
         false,
         "x a main",
         "a 0 50\n  x 50\nmain 0 53\n  a 50\n  x 3 residual\nx 53 53\n",
         3,
         1,
         0},
        {"and goes in a picture",
         "main;a;x 50\nmain;b;x 3\n",
         {.node_fraction = 0.1, .visual = true},
         false,
         "x main a",
         "a 0 50\n  x 50\nmain 0 53\n  a 50\nx 53 53\n",
         3,
         1,
         0},
        {"but not if it is heavier than one that is not residual",
         program,
         {.node_count = 3, .visual = true},
         false,
         "x main b",
         "b 0 45\n  x 30\nmain 0 100\n  x 50 residual\n  b 45\nx 80 80\n",
         7,
         0,
         0},
        {"or if there is no other path",
         program,
         {.node_count = 2, .visual = true},
         false,
         "x main",
         "main 0 100\n  x 80 residual\nx 80 80\n",
         7,
         0,
         0},
    };
    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++)
        expect_trimmed(&rows[i]);
}

static void test_trimming_call_trees(void **state)
{
    static const struct trim_row rows[] = {
        {"light paths go",
         "main;a;x 50\nmain;b;x 3\nmain;b;y 2\n",
         {.node_fraction = 0.08, .cum = true},
         true,
         "main a x b",
         "a 0 50\n  x 50\nb 0 5\nmain 0 55\n  a 50\n  b 5\nx 50 50\n",
         4,
         2,
         0},
        {"children go to the parent of what went",
         "main;a;x 50\nmain 10\n",
         {.node_count = 2},
         true,
         "x main",
         "main 10 60\n  x 50 residual\nx 50 50\n",
         3,
         0,
         0},
        {"over several",
         "main;a;b;c;x 50\nmain 10\n",
         {.node_count = 2},
         true,
         "x main",
         "main 10 60\n  x 50 residual\nx 50 50\n",
         5,
         0,
         0},
        {"or become roots", "main;a;x 50\nmain;b;x 3\n", {.node_count = 2}, true, "x x", "x 50 50\nx 3 3\n", 5, 0, 0},
        {"inlined all the way",
         "main>a>x 50\nmain 10\n",
         {.node_count = 2},
         true,
         "x main",
         "main 10 60\n  x 50 residual inlined\nx 50 50\n",
         3,
         0,
         0},
        {"inlined in part",
         "main;a>x 50\nmain 10\n",
         {.node_count = 2},
         true,
         "x main",
         "main 10 60\n  x 50 residual\nx 50 50\n",
         3,
         0,
         0},
    };
    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++)
        if (strcmp(rows[i].names, "x x") == 0) { /* equal names: the order by name says nothing */
            struct graph_scene g;
            graph_scene_open(&g, rows[i].text);
            g.request.call_tree = true;
            struct trimmed t = trim_graph(&g.scene.view, &g.strings, &g.request, &rows[i].trim, &g.scene.arena);
            expect_names(rows[i].what, t.graph, "x x");
            for (size_t k = 0; k < 2; k++) {
                assert_int_equal(t.graph->node[k]->cum, k ? 3 : 50);
                for (uint32_t e = 0; e < t.graph->node[k]->n_in; e++)
                    assert_null(t.graph->node[k]->in[e]);
            }
            graph_scene_close(&g);
        } else {
            expect_trimmed(&rows[i]);
        }
}

static void test_tags_count_as_nodes_in_pictures(void **state)
{
    static const struct {
        bool tags, visual;
        const char *want;
    } rows[] = {{true, true, "f g"}, {false, true, "f g h"}, {true, false, "f g h"}};
    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct graph_scene g;
        graph_scene_open(&g, "f 10 | k=v\ng 5\nh 2\n");
        g.request.tags = rows[i].tags;
        struct trimmed t = trim_graph(&g.scene.view, &g.strings, &g.request,
                                      &(struct trim_request){.node_count = 3, .visual = rows[i].visual},
                                      &g.scene.arena);
        expect_names("nodes", t.graph, rows[i].want);
        assert_int_equal(t.n_before_top, 3);
        graph_scene_close(&g);
    }
}

static void test_light_tags_go(void **state)
{
    struct graph_scene g;
    (void)state;
    graph_scene_open(&g, "f 10 | k=v\nf 90 | k=w\n");
    g.request.tags = true;
    struct trimmed t =
        trim_graph(&g.scene.view, &g.strings, &g.request, &(struct trim_request){.node_fraction = 0.2}, &g.scene.arena);
    const struct tag *tag = t.graph->node[0]->tags;
    assert_non_null(tag);
    expect_str("tag", strtab_get(&g.strings, tag->name), "k:w");
    assert_null(tag->next);
    graph_scene_close(&g);
}

/* The reference looks for light edges among those into the nodes that it lists. */
static void test_edges_to_unlisted_nodes_stay(void **state)
{
    enum { FEW = 1, MANY = 700, ENOUGH_FOR_A_BOUND = 40 };
    static const struct {
        const char *what;
        int functions, times;
        bool drop_negative;
        const char *text, *callers, *want;
    } rows[] = {
        {"to a node whose values cancel out", FEW, 1, false, "a;x 5\nb;x -5\n", "a b", "x 5,x -5,"},
        {"listed nodes lose theirs", FEW, 1, false, "a;x 5\nb;x -4\n", "a b", ",,"},
        {"to a node that is dropped", FEW, 1, true, "a;x 2\nb;x -5\n", "a b", "x 2,"}, /* b is dropped, too */
        {"of no weight", FEW, 1, true, "a;x 2\na;x -2\nb;x -3\na 1\n", "a", "x 0,"},
        {"of a large profile", MANY, ENOUGH_FOR_A_BOUND, false, "a;x 5\nb;x -5\n", "a b", "x 5,x -5,"},
    };
    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct graph_scene g;
        struct buf text = {0}, got = {0};
        char callers[16], *caller;
        for (int k = 0; k < rows[i].functions * rows[i].times; k++)
            buf_printf(&text, "heavy;f%d 1000\n", k % rows[i].functions);
        buf_puts(&text, rows[i].text);
        graph_scene_open(&g, buf_cstr(&text));
        g.request.drop_negative = rows[i].drop_negative;
        g.graph = trim_graph(&g.scene.view, &g.strings, &g.request,
                             &(struct trim_request){.edge_fraction = 10.5 / (1000 * rows[i].functions * rows[i].times)},
                             &g.scene.arena)
                      .graph;
        snprintf(callers, sizeof callers, "%s", rows[i].callers);
        for (caller = strtok(callers, " "); caller; caller = strtok(NULL, " ")) {
            const struct node *n = NULL;
            for (size_t k = 0; k < g.graph->n_nodes && !n; k++)
                if (strcmp(graph_node_name(g.graph, g.graph->node[k]).p, caller) == 0)
                    n = g.graph->node[k];
            for (uint32_t e = 0; n && e < n->n_out; e++)
                if (n->out[e])
                    buf_printf(&got, "%s %" PRId64, graph_node_name(g.graph, n->out[e]->dest).p, n->out[e]->weight);
            buf_puts(&got, n ? "," : "");
        }
        expect_buf(rows[i].what, &got, rows[i].want);
        buf_release(&text);
        buf_release(&got);
        graph_scene_close(&g);
    }
}

static void test_trimming_without_edges_gives_the_same_nodes(void **state)
{
    static const enum graph_edges edges[] = {EDGES_NONE, EDGES_OF_INLINED, EDGES_ALL};
    (void)state;
    for (size_t i = 0; i < ROWS(edges); i++) {
        struct graph_scene g;
        graph_scene_open(&g, program);
        g.request.edges = edges[i];
        struct trimmed t = trim_graph(&g.scene.view, &g.strings, &g.request,
                                      &(struct trim_request){.node_count = 4, .node_fraction = 0.04, .cum = true},
                                      &g.scene.arena);
        expect_names("nodes", t.graph, "main x a b");
        assert_int_equal(t.dropped_nodes, 1);
        assert_int_equal(t.n_before_top, 6);
        graph_scene_close(&g);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_order_of_nodes),
        cmocka_unit_test(test_order_by_file_and_first_line),
        cmocka_unit_test(test_nodes_of_one_value_go_by_address),
        cmocka_unit_test(test_order_of_edges),
        cmocka_unit_test(test_order_of_tags),
        cmocka_unit_test(test_trimming),
        cmocka_unit_test(test_trimming_call_trees),
        cmocka_unit_test(test_tags_count_as_nodes_in_pictures),
        cmocka_unit_test(test_light_tags_go),
        cmocka_unit_test(test_edges_to_unlisted_nodes_stay),
        cmocka_unit_test(test_trimming_without_edges_gives_the_same_nodes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
