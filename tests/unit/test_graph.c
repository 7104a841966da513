#include "build_graph.h"

#include "graph/builder.h"
#include "graph/name.h"
#include "graph/visited.h"

/* ---- Values and edges ---- */

static void test_values_and_edges(void **state)
{
    static const struct {
        const char *what, *text, *want;
    } rows[] = {
        {"flat is the leaf's, cum everyone's", "main;a 1\nmain;a;x 2\nmain;b;x 4\nmain 8\n",
         "a 1 3\n  x 2\nb 0 4\n  x 4\nmain 8 15\n  b 4\n  a 3\nx 6 6\n"},
        {"recursion counts a sample once", "main;f;g;f 5\nmain;f 1\n", "f 6 6\n  g 5\ng 0 5\n  f 5\nmain 0 6\n  f 6\n"},
        {"a call of itself is no edge", "main;f;f;f 3\n", "f 3 3\nmain 0 3\n  f 3\n"},
        {"an edge passed twice counts once", "f;g;f;g 2\n", "f 0 2\n  g 2\ng 2 2\n  f 2\n"},
        {"inlined callees", "main;a>b>c 7\n", "a 0 7\n  b 7 inlined\nb 0 7\n  c 7 inlined\nc 7 7\nmain 0 7\n  a 7\n"},
        {"inlined only if in all samples", "main;a>b 1\nmain;a;b 2\n", "a 0 3\n  b 3\nb 3 3\nmain 0 3\n  a 3\n"},
        {"negative values", "main;a -5\nmain;b 3\n", "a -5 -5\nb 3 3\nmain 0 -2\n  a -5\n  b 3\n"},
        {"nodes of nothing are left out", "main;a;x 5\nmain;b;x -5\n", "a 0 5\n  x 5\nb 0 -5\n  x -5\n"},
        {"samples of nothing make none", "main;a 0\nmain 1\n", "main 1 1\n"},
        {"sums wrap around", "f 9223372036854775807\nf 1\n", "f -9223372036854775808 -9223372036854775808\n"},
        {"an empty stack is nobody's", "- 5\nf 1\n", "f 1 1\n"},
        {"no samples", "", ""},
        {"frames without functions", "map: 0x10-0x20 /bin/app\nmain;#0x11 1\nmain;#0x50 2\n",
         "<unknown> 2 2\n[app] 1 1\nmain 0 3\n  <unknown> 2\n  [app] 1\n"},
    };
    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct graph_scene g;
        graph_scene_open(&g, rows[i].text);
        graph_scene_build(&g);
        expect_graph(rows[i].what, g.graph, rows[i].want);
        graph_scene_close(&g);
    }
}

/* So many that the work may be shared out: nothing may be lost or counted twice. */
static void test_many_samples(void **state)
{
    enum { N = 120000, F = 7, G = 5 };
    int64_t cum[F] = {0}, flat[G] = {0}, weight[F][G] = {{0}}, total = 0;
    struct graph_scene g;
    struct buf text = {0}, want = {0};
    (void)state;
    for (int i = 0; i < N; i++) {
        int f = i % F, l = i / 3 % G, value = i % 11 - 3;
        buf_printf(&text, "main;f%d;g%d;f%d;g%d %d\n", f, l, f, l, value);
        cum[f] += value;
        flat[l] += value;
        weight[f][l] += value;
        total += value;
    }
    graph_scene_open(&g, buf_cstr(&text));
    graph_scene_build(&g);
    assert_int_equal(g.graph->n_nodes, 1 + F + G);
    assert_int_equal(node_named(g.graph, "main")->cum, total);
    assert_int_equal(node_named(g.graph, "main")->n_out, F);
    for (int f = 0; f < F; f++) {
        char name[16];
        snprintf(name, sizeof name, "f%d", f);
        const struct node *n = node_named(g.graph, name);
        assert_int_equal(n->cum, cum[f]);
        assert_int_equal(n->flat, 0);
        assert_int_equal(n->n_out, G);
        for (uint32_t e = 0; e < n->n_out; e++) /* recursion: each once a sample */
            assert_int_equal(n->out[e]->weight, weight[f][graph_node_name(g.graph, n->out[e]->dest).p[1] - '0']);
    }
    for (int l = 0; l < G; l++) {
        char name[16];
        snprintf(name, sizeof name, "g%d", l);
        assert_int_equal(node_named(g.graph, name)->flat, flat[l]);
        assert_int_equal(node_named(g.graph, name)->cum, flat[l]);
    }
    print_graph(&want, g.graph); /* and the same again */
    graph_scene_build(&g);
    expect_graph("built again", g.graph, buf_cstr(&want));
    buf_release(&text);
    buf_release(&want);
    graph_scene_close(&g);
}

static void test_call_trees(void **state)
{
    static const struct {
        const char *what, *text, *want;
    } rows[] = {
        {"a node for each path", "main;a;x 1\nmain;b;x 2\n",
         "a 0 1\n  x 1\nb 0 2\n  x 2\nmain 0 3\n  b 2\n  a 1\nx 1 1\nx 2 2\n"},
        {"recursion goes down", "f;f;f 3\nf 1\n", "f 1 4\n  f 3\nf 0 3\n  f 3\nf 3 3\n"},
        {"inlined callees", "a>b 1\na>b;c 2\n", "a 0 3\n  b 3 inlined\nb 1 3\n  c 2\nc 2 2\n"},
    };
    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct graph_scene g;
        graph_scene_open(&g, rows[i].text);
        g.request.call_tree = true;
        graph_scene_build(&g);
        if (i == 1) { /* one name: in the order of the paths */
            struct node *n = g.graph->node[0];
            assert_int_equal(g.graph->n_nodes, 3);
            assert_int_equal(n->cum, 4);
            assert_int_equal(n->out[0]->dest->cum, 3);
            assert_int_equal(n->out[0]->dest->out[0]->dest->flat, 3);
            assert_int_equal(n->n_in, 0);
        } else {
            expect_graph(rows[i].what, g.graph, rows[i].want);
        }
        graph_scene_close(&g);
    }
}

static void test_edges_are_made_on_demand(void **state)
{
    static const struct {
        const char *text;
        enum graph_edges edges;
        const char *want;
    } rows[] = {
        {"main;a 1\nmain;b 2\n", EDGES_ALL, "a 1 1\nb 2 2\nmain 0 3\n  b 2\n  a 1\n"},
        {"main;a 1\nmain;b 2\n", EDGES_OF_INLINED, "a 1 1\nb 2 2\nmain 0 3\n"},

        {"main;a 1\nmain>b 2\nc;b 4\n", EDGES_OF_INLINED,
         "a 1 1\nb 6 6\nc 0 4\n  b 4\nmain 0 3\n  b 2 inlined\n  a 1\n"},
        {"main;a 1\nmain>b 2\n", EDGES_NONE, "a 1 1\nb 2 2\nmain 0 3\n"},
    };
    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct graph_scene g;
        graph_scene_open(&g, rows[i].text);
        g.request.edges = rows[i].edges;
        graph_scene_build(&g);
        expect_graph(rows[i].text, g.graph, rows[i].want);
        graph_scene_close(&g);
    }
}

static void test_negative_nodes_may_be_dropped(void **state)
{
    struct graph_scene g;
    (void)state;
    graph_scene_open(&g, "main;a -5\nmain;b 3\nc;a -1\n");
    g.request.drop_negative = true;
    graph_scene_build(&g);
    expect_graph("a, c and main went", g.graph, "b 3 3\n");
    graph_scene_close(&g);
}

static void test_the_sample_type_and_the_mean(void **state)
{
    struct graph_scene g;
    (void)state;
    graph_scene_open(&g, "types: n/count x/ns\nmain;a 2 10\nmain;a 1 11\nmain;b 0 7\nmain;c 5 0\n");
    graph_scene_build(&g);
    expect_graph("sums", g.graph, "a 21 21\nb 7 7\nmain 0 28\n  a 21\n  b 7\n");
    g.request.value = 0;
    graph_scene_build(&g);
    expect_graph("counts", g.graph, "a 3 3\nc 5 5\nmain 0 8\n  c 5\n  a 3\n");
    g.request.value = 1;
    g.request.mean = true;
    graph_scene_build(&g);
    expect_graph("means: 21 / 3, 7 of none, 28 / 8", g.graph, "a 7 7\nb 7 7\nmain 0 3\n  a 7\n  b 7\n  c 0\n");
    graph_scene_close(&g);
}

/* Builds the graph again, of the nodes whose names are among these words. */
static void keep_nodes(struct graph_scene *g, const char *names)
{
    struct node_table table;
    node_table_init(&table, &g->scene.view, &g->strings, NULL, 1, false);
    const struct node **known = arena_new(&g->scene.arena, const struct node *, table.n);
    for (size_t i = 0; i < g->graph->n_all; i++) {
        struct node *n = &g->graph->all[i];
        if (strstr(names, graph_node_name(g->graph, n).p))
            known[node_table_find(&table, &n->info)] = n;
    }
    const struct graph_part part = {.table = &table, .known = known, .edges = EDGES_ALL};
    g->graph = graph_build_part(&g->scene.view, &g->strings, &g->request, &part, &g->scene.arena);
    node_table_release(&table);
}

static void test_kept_nodes_and_residual_edges(void **state)
{
    static const struct {
        const char *text, *keep, *want;
    } rows[] = {
        {"main;work;alloc 5\nmain 1\n", "main alloc", "alloc 5 5\nmain 1 6\n  alloc 5 residual\n"},
        {"main;work;alloc 5\nmain 1\n", "main work", "main 1 6\n  work 5\nwork 0 5\n"}, /* alloc's own is nobody's */
        {"main;work;alloc 5\nmain 1\n", "work", "work 0 5\n"},
        {"main;work;alloc 5\nmain 1\n", "main work alloc", "alloc 5 5\nmain 1 6\n  work 5\nwork 0 5\n  alloc 5\n"},
        /* an edge is residual if it is so in one sample */
        {"a;b 1\na;gone;b 2\nc;b 4\n", "a b c", "a 0 3\n  b 3 residual\nb 7 7\nc 0 4\n  b 4\n"},
        /* the leaf, which may be gone, is one of several frames of its location */
        {"main;a>gone>b 5\nmain;a>b>gone 2\n", "main a b", "a 0 7\n  b 7 residual inlined\nb 5 7\nmain 0 7\n  a 7\n"},
    };
    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct graph_scene g;
        graph_scene_open(&g, rows[i].text);
        graph_scene_build(&g);
        keep_nodes(&g, rows[i].keep);
        expect_graph(rows[i].keep, g.graph, rows[i].want);
        graph_scene_close(&g);
    }
}

static void test_infos_are_found(void **state)
{
    struct graph_scene g;
    struct node_table t;
    (void)state;
    graph_scene_open(&g, "main;a 1\nmain;b 2\n");
    node_table_init(&t, &g.scene.view, &g.strings, NULL, 1, false);
    for (uint32_t i = 0; i < t.n; i++)
        assert_int_equal(node_table_find(&t, &t.info[i]), i);
    struct node_info other = t.info[0];
    other.line++;
    assert_int_equal(node_table_find(&t, &other), HASH_NONE);
    node_table_release(&t);
    graph_scene_close(&g);
}

static void print_location(void *ctx, const uint32_t *frame, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        if (frame[i] == WALK_GONE)
            buf_puts(ctx, " gone");
        else
            buf_printf(ctx, " %u%s", frame[i] & WALK_NODE, frame[i] & WALK_INLINED ? "i" : "");
    buf_puts(ctx, ";");
}

static void test_walks_from_root_to_leaf(void **state)
{
    static const struct {
        uint32_t gone; /* info */
        const char *want;
    } rows[] = {
        {UINT32_MAX, " 0; 1 2i 0i; 3; leaf 3"},
        {1, " 0; gone 2i 0i; 3; leaf 3"},
        {3, " 0; 1 2i 0i; gone; leaf gone"},
    };
    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct graph_scene g;
        struct node_table nodes;
        struct walk_table t;
        struct buf got = {0};
        uint32_t node[] = {0, 1, 2, 3};
        graph_scene_open(&g, "main;a>b>main;c 1\n- 1\n");
        node_table_init(&nodes, &g.scene.view, &g.strings, NULL, 1, false);
        uint32_t name[4] = {0};
        const char *const names[] = {"main", "a", "b", "c"};
        assert_int_equal(nodes.n, ROWS(names));
        for (uint32_t k = 0; k < nodes.n; k++)
            for (uint32_t j = 0; j < nodes.n; j++)
                if (str_is(strtab_get(&g.strings, nodes.info[k].name), names[j]))
                    name[k] = j;
        for (uint32_t k = 0; k < nodes.n; k++)
            node[k] = name[k] == rows[i].gone ? WALK_GONE : name[k];
        walk_table_init(&t, &nodes, node, &g.scene.arena);
        uint32_t leaf = walk_frames(&t, &g.scene.view, 0, print_location, &got);
        if (leaf == WALK_GONE)
            buf_puts(&got, " leaf gone");
        else
            buf_printf(&got, " leaf %u", leaf & WALK_NODE);
        expect_buf("walk", &got, rows[i].want);
        assert_int_equal(walk_frames(&t, &g.scene.view, 1, print_location, &got), WALK_GONE); /* an empty stack */
        walk_table_init(&t, &nodes, NULL, &g.scene.arena); /* infos stand for themselves */
        for (uint32_t k = 0; k < g.scene.view.n_locs; k++)
            if (nodes.first[k + 1] - nodes.first[k] == 1)
                assert_int_equal(t.location[k], nodes.frame[nodes.first[k]]);
        buf_release(&got);
        node_table_release(&nodes);
        graph_scene_close(&g);
    }
}

static void test_a_visitor_counts_once(void **state)
{
    struct visited v = {0};
    (void)state;
    assert_true(first_visit(&v, 0));
    assert_false(first_visit(&v, 0));
    assert_true(first_visit(&v, 7));
    assert_false(first_visit(&v, 7));
}

static void test_removing_an_edge_takes_it_from_both_ends(void **state)
{
    struct graph_scene g;
    (void)state;
    graph_scene_open(&g, "a;b 1\na;c 2\n");
    graph_scene_build(&g);
    struct node *a = node_named(g.graph, "a"), *b = node_named(g.graph, "b");
    struct edge *e = b->in[0];
    assert_ptr_equal(e->src, a);
    graph_remove_edge(e);
    assert_null(b->in[0]);
    expect_graph("without it", g.graph, "a 0 3\n  c 2\nb 1 1\nc 2 2\n");
    graph_scene_close(&g);
}

/* ---- Granularity and names of nodes ---- */

static const char places[] = "map: 0x1000-0x2000 /bin/app\n"
                             "map: 0x8000-0x9000 /lib/c.so\n"
                             "main@./m.go:1#0x1001;f@f.go:5:7#0x1010 1\n"
                             "main@./m.go:1#0x1001;f@f.go:5:8#0x1020 2\n"
                             "main@./m.go:2#0x1002;f@f.go:6:1>g@g.go:9#0x8030 4\n";

static void test_granularity(void **state)
{
    static const struct {
        const char *what;
        struct granularity g;
        bool objects;
        const char *want;
    } rows[] = {
        {"functions", {.function = true, .inlines = true}, false, "f|g|main"},
        {"without inlined", {.function = true}, false, "f|main"},
        {"files, where names are missing of each mapped file",
         {.filename = true, .inlines = true},
         false,
         "f.go|f.go|g.go|m.go"},
        {"functions and files", {.function = true, .filename = true}, false, "f f.go|main m.go"},
        {"lines",
         {.function = true, .filename = true, .line = true, .inlines = true},
         false,
         "f f.go:5|f f.go:6|g g.go:9|main m.go:1|main m.go:2"},
        {"columns",
         {.function = true, .filename = true, .line = true, .column = true},
         false,
         "f f.go:5:7|f f.go:5:8|f f.go:6:1|main m.go:1|main m.go:2"},
        {"columns need lines", {.function = true, .column = true}, false, "f|main"},
        {"addresses",
         {.function = true, .address = true},
         false,
         "0000000000001001 main|0000000000001002 main|0000000000001010 f|0000000000001020 f|0000000000008030 f"},
        {"mapped files apart", {.function = true}, true, "f|f|main"},
        {"nothing but the mapped file",
         {.address = true},
         false,
         "0000000000001001 [app]|0000000000001002 [app]|0000000000001010 [app]|0000000000001020 [app]|"
         "0000000000008030 [c.so]"},
    };
    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct graph_scene g;
        struct buf got = {0};
        graph_scene_open(&g, places);
        g.scene.view.granularity = rows[i].g;
        g.request.objects = rows[i].objects;
        graph_scene_build(&g);
        struct str name[16];
        for (size_t k = 0; k < g.graph->n_nodes; k++)
            name[k] = graph_node_name(g.graph, g.graph->node[k]);
        for (size_t k = 1; k < g.graph->n_nodes; k++) /* by their whole names */
            for (size_t j = k; j > 0 && str_compare(name[j - 1], name[j]) > 0; j--) {
                struct str swap = name[j];
                name[j] = name[j - 1];
                name[j - 1] = swap;
            }
        for (size_t k = 0; k < g.graph->n_nodes; k++)
            print_str(&got, k ? "|" : "", name[k]);
        expect_buf(rows[i].what, &got, rows[i].want);
        buf_release(&got);
        graph_scene_close(&g);
    }
}

/* Builds the graph with file names that are trimmed so often. @return whether trimming once more would change one. */
static bool build_trimmed(struct graph_scene *g, const struct source_names *names, int rounds)
{
    struct node_table t;
    node_table_init(&t, &g->scene.view, &g->strings, names, rounds, false);
    bool further = t.trims_further;
    g->graph = graph_build_on_table(&g->scene.view, &g->strings, &g->request, &t, &g->scene.arena);
    node_table_release(&t);
    return further;
}

static void test_files_are_trimmed_and_cleaned(void **state)
{
    struct graph_scene g;
    struct source_names names = {STR("/src:/src/a"), STR("")};
    (void)state;
    graph_scene_open(&g, "m@/src/a/./x.go 1\nn@y//z.go 2\n");
    g.scene.view.granularity.filename = true;
    g.request.names = &names;
    graph_scene_build(&g);
    expect_graph("once", g.graph, "m a/x.go 1 1\nn y/z.go 2 2\n");
    assert_false(build_trimmed(&g, &names, 1));
    expect_graph("on a table", g.graph, "m a/x.go 1 1\nn y/z.go 2 2\n");
    graph_scene_close(&g);

    graph_scene_open(&g, "m@/src//src/x.go 1\n");
    g.scene.view.granularity.filename = true;
    for (int rounds = 0; rounds < 3; rounds++) {
        static const char *const want[] = {"m /src/src/x.go 1 1\n", "m /src/x.go 1 1\n", "m x.go 1 1\n"};
        assert_int_equal(build_trimmed(&g, &names, rounds), rounds < 2);
        expect_graph("by rounds", g.graph, want[rounds]);
    }
    graph_scene_close(&g);
}

static void test_names_of_infos(void **state)
{
    static const struct {
        uint64_t address;
        const char *name, *file, *objfile;
        int64_t line, column;
        const char *want;
    } rows[] = {
        {0, "f", "", "", 0, 0, "f"},
        {0, "f", "x.go", "", 0, 0, "f x.go"},
        {0, "f", "x.go", "", 3, 0, "f x.go:3"},
        {0, "f", "x.go", "", 3, 9, "f x.go:3:9"},
        {0, "f", "x.go", "", 0, 9, "f x.go"},
        {0, "f", "", "", 3, 0, "f :3"},
        {0, "", "x.go", "/bin/app", 0, 0, "x.go"},
        {0, "", "", "/bin/app", 0, 0, "[app]"},
        {0, "f", "", "/bin/app", 0, 0, "f"},
        {0, "", "", "", 0, 0, "<unknown>"},
        {0xabc, "", "", "", 0, 0, "0000000000000abc <unknown>"},
        {0xabc, "f", "x.go", "", 3, 0, "0000000000000abc f x.go:3"},
        {UINT64_MAX, "", "", "/bin/app", 0, 0, "ffffffffffffffff [app]"},
        {0, "", "", "", -3, 0, ":-3"},
    };
    struct strtab t;
    struct buf b = {0};
    (void)state;
    strtab_init(&t, NULL);
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct node_info info = {.address = rows[i].address,
                                 .name = strtab_intern_cstr(&t, rows[i].name),
                                 .file = strtab_intern_cstr(&t, rows[i].file),
                                 .objfile = strtab_intern_cstr(&t, rows[i].objfile),
                                 .line = rows[i].line,
                                 .column = rows[i].column};
        node_info_print(&b, &t, &info);
        expect_buf(rows[i].want, &b, rows[i].want);
    }
    node_info_print_parts(&b, &(struct node_info){.address = 1, .line = 5}, STR("N"), STR("F"), STR("O"), "\\n");
    expect_buf("parts", &b, "0000000000000001\\nN\\nF:5");
    buf_release(&b);
    strtab_release(&t);
}

static void test_infos_differ_in_any_part(void **state)
{
    const struct node_info base = {1, {2}, {3}, {4}, 5, 6, 7};
    struct node_info other[] = {base, base, base, base, base, base, base};
    (void)state;
    other[0].address++;
    other[1].name.i++;
    other[2].file.i++;
    other[3].objfile.i++;
    other[4].start_line++;
    other[5].line++;
    other[6].column++;
    assert_true(node_info_equal(&base, &base));
    for (size_t i = 0; i < ROWS(other); i++) {
        assert_false(node_info_equal(&base, &other[i]));
        assert_true(node_info_hash(&base) != node_info_hash(&other[i]));
    }
}

/* ---- Tags ---- */

static void expect_tags(const struct graph_scene *g, const char *node, const char *want)
{
    struct buf b = {0};
    struct tag *tag[16];
    size_t n = 0;
    for (struct tag *t = node_named(g->graph, node)->tags; t && n < ROWS(tag); t = t->next)
        tag[n++] = t;
    order_tags(&g->strings, tag, n, false);
    for (size_t i = 0; i < n; i++) {
        print_str(&b, tag[i]->is_number ? "number " : "", strtab_get(&g->strings, tag[i]->name));
        if (tag[i]->labels.i)
            print_str(&b, " of ", strtab_get(&g->strings, tag[i]->labels));
        buf_printf(&b, " %" PRId64 " %" PRId64 "\n", tag_flat(tag[i]), tag_cum(tag[i]));
    }
    expect_buf(node, &b, want);
    buf_release(&b);
}

static void test_tags(void **state)
{
    struct graph_scene g;
    (void)state;
    graph_scene_open(&g, "main;a 1 | k=v\n"
                         "main;a 2 | k=v j=w\n"
                         "main;a 4 | k=v bytes:2048\n"
                         "main;b 8 | bytes:2048 other:7\n"
                         "main;b 16 | pprof::base=true\n"
                         "main;b 32\n");
    g.request.tags = true;
    graph_scene_build(&g);
    expect_tags(&g, "a", "k:v 5 5\nnumber 2kB of k:v 4 4\nj:w\\nk:v 2 2\n");
    expect_tags(&g, "b", "number 2kB 8 8\n");
    g.request.tags = false;
    graph_scene_build(&g);
    expect_tags(&g, "a", "");
    graph_scene_close(&g);
}

/* ---- Short names ---- */

static void test_name_shortening(void **state)
{
    static const struct {
        const char *name, *want;
    } rows[] = {
        {"", ""},
        {"main", "main"},
        {"runtime.mallocgc", "runtime.mallocgc"},
        /* Go: folders and the version of the package go */
        {"net/http.Get", "http.Get"},
        {"net/http.(*Server).Serve", "http.(*Server).Serve"},
        {"example.com/Some-One/tool.Run", "tool.Run"},
        {"example.com/one/tool.Map[...]", "tool.Map[...]"},
        {"encoding/json.(*decodeState).(encoding/json.value)-fm", "json.(*decodeState).(encoding/json.value)-fm"},
        {"example.com/one/tool/v3.Run", "tool.Run"},
        {"example.com/one/tool/v3/sub.Run", "sub.Run"},
        {"example.com/one/tool/v42.(*T).Run", "tool.(*T).Run"},
        {"example.com/one/tool/v0.Run", "v0.Run"},
        {"example.com/one/tool/v1.Run", "v1.Run"},
        {"example.com/v2tool.Run", "v2tool.Run"},
        {"example.com/a/v4/v4.Run", "v4.Run"},
        {"gopkg.in/yaml.v3.Marshal", "yaml.v3.Marshal"},
        {"no/dot", "no/dot"},
        /* Java: packages and arguments go */
        {"java.util.HashMap.put", "HashMap.put"},
        {"java.util.HashMap$Node.<init>", "HashMap$Node.<init>"},
        {"java.util.HashMap.put(java.lang.Object)", "HashMap.put"},
        {"com.example.Job.lambda$run$2", "Job.lambda$run$2"},
        {"com.example.Job.Run", "com.example.Job.Run"},
        /* C++: namespaces and arguments go */
        {"(anonymous namespace)::helper", "helper"},
        {"(anonymous namespace)::ns::Class::method", "Class::method"},
        {"ns::inner::Class::method(int)", "Class::method"},
        {"ns::Class::method<float, ns::T>()", "Class::method<float, ns::T>"},
        {"ns::Class::~Class", "Class::~Class"},
        {"ns_x::_Class::run", "_Class::run"},
        {"ns::function", "ns::function"},
        {"std::vector<int>::push_back", "std::vector<int>::push_back"},
    };
    struct name_shortener *s = name_shortener_new();
    struct buf b = {0};
    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        name_shorten(s, str_of(rows[i].name), &b);
        expect_buf(rows[i].name, &b, rows[i].want);
    }
    buf_puts(&b, "in ");
    name_shorten(s, STR("net/http.Get"), &b);
    expect_buf("appended", &b, "in http.Get");
    buf_release(&b);
    name_shortener_free(s);
    name_shortener_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_values_and_edges),
        cmocka_unit_test(test_many_samples),
        cmocka_unit_test(test_call_trees),
        cmocka_unit_test(test_edges_are_made_on_demand),
        cmocka_unit_test(test_negative_nodes_may_be_dropped),
        cmocka_unit_test(test_the_sample_type_and_the_mean),
        cmocka_unit_test(test_kept_nodes_and_residual_edges),
        cmocka_unit_test(test_infos_are_found),
        cmocka_unit_test(test_walks_from_root_to_leaf),
        cmocka_unit_test(test_a_visitor_counts_once),
        cmocka_unit_test(test_removing_an_edge_takes_it_from_both_ends),
        cmocka_unit_test(test_granularity),
        cmocka_unit_test(test_files_are_trimmed_and_cleaned),
        cmocka_unit_test(test_names_of_infos),
        cmocka_unit_test(test_infos_differ_in_any_part),
        cmocka_unit_test(test_tags),
        cmocka_unit_test(test_name_shortening),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
