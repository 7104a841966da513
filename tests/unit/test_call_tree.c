/* The call tree against one that is made frame by frame. */
#include "build_graph.h"

#include "base/thread.h"
#include "base/vec.h"
#include "graph/call_tree.h"
#include "graph/kept_frames.h"

/* ---- The plain way ---- */

enum { FEW = 16 }; /* functions */

struct plain_node {
    uint32_t frame, parent, child[FEW]; /* by node of the frame; 0: none */
};

struct plain_tree {
    struct plain_node *node; /* the first one stands for the root above all */
    size_t n, cap;
    uint32_t *leaf;
};

static void plain_tree_build(struct plain_tree *t, const struct walk_table *walk, const struct view *v,
                             const bool *take)
{
    struct kept_frames stack = {0};
    *t = (struct plain_tree){.leaf = calloc(v->n_samples + 1, sizeof *t->leaf)};
    VEC_PUSH(t->node, t->n, t->cap) = (struct plain_node){0};
    for (size_t k = 0; k < v->n_samples; k++) {
        uint32_t at = 0;
        stack.n = 0;
        if (!take || take[k])
            kept_frames_write(&stack, walk, v, view_sample(v, k));
        for (size_t i = 0; i < stack.n; i++) {
            uint32_t function = stack.frame[i] & WALK_NODE, next = t->node[at].child[function];
            assert_true(function < FEW);
            if (!next) {
                next = t->node[at].child[function] = (uint32_t)t->n;
                VEC_PUSH(t->node, t->n, t->cap) = (struct plain_node){.frame = stack.frame[i], .parent = at};
            }
            t->node[next].frame &= stack.frame[i] | ~(uint32_t)WALK_INLINED;
            at = next;
        }
        t->leaf[k] = at;
    }
    kept_frames_release(&stack);
}

static uint32_t one_less(uint32_t place)
{
    return place ? place - 1 : CALL_TREE_NONE;
}

static void assert_same(const struct call_tree *t, const struct plain_tree *want, size_t n_samples)
{
    uint32_t *parent = calloc(t->n + 1, sizeof *parent);
    assert_int_equal(t->n, want->n - 1);
    assert_true(t->n_runs <= n_samples);
    call_tree_parents(t, parent);
    for (size_t i = 0; i < t->n; i++) {
        assert_int_equal(t->frame[i], want->node[i + 1].frame);
        assert_int_equal(parent[i], one_less(want->node[i + 1].parent));
    }
    for (size_t k = 0; k < n_samples; k++)
        assert_int_equal(t->leaf[k], one_less(want->leaf[k]));
    for (size_t r = 0; r < t->n_runs; r++)
        assert_true(call_tree_run_end(t, r) > t->run[r].first);
    free(parent);
}

/* ---- Profiles ---- */

static uint32_t next(uint32_t *x, uint32_t below)
{
    *x = *x * 1664525 + 1013904223;
    return (*x >> 8) % below;
}

/* Stacks that share most of their callers, or nearly none if `share` is 0. Some frames are inlined. */
static void put_stacks(struct buf *to, size_t n_samples, uint32_t share, uint32_t seed)
{
    enum { DEEPEST = 24 };
    char path[DEEPEST] = {0};
    uint32_t x = seed, depth = 0;
    for (size_t k = 0; k < n_samples; k++) {
        uint32_t kept = share ? depth - next(&x, depth + 1) / share : 0;
        depth = kept + next(&x, 6);
        if (depth > DEEPEST)
            depth = DEEPEST;
        for (uint32_t i = kept; i < depth; i++)
            path[i] = (char)('a' + next(&x, share ? 5 : 10));
        for (uint32_t i = 0; i < depth; i++)
            buf_printf(to, "%s%c", i == 0 ? "" : next(&x, 9) ? ";" : ">", path[i]);
        buf_printf(to, "%s %u\n", depth ? "" : "z", next(&x, 100) + 1);
    }
}

/* Few stacks are also entered with hashes that collide. */
static void check(size_t n_samples, uint32_t share, uint32_t seed, const char *hidden, bool skip)
{
    static const uint64_t hashes[] = {UINT64_MAX, 0, 0xff, (uint64_t)0xf << 32};
    static const size_t threads[] = {1, 2, 4};
    struct buf text;
    struct graph_scene g;
    struct node_table nodes;
    struct walk_table walk;
    struct plain_tree want;
    buf_init(&text);
    put_stacks(&text, n_samples, share, seed);
    graph_scene_open(&g, buf_cstr(&text));
    struct view *v = &g.scene.view;
    bool *hide = arena_new(&g.scene.arena, bool, v->n_locs), *take = NULL;
    for (size_t i = 0; i < v->n_locs; i++) {
        const struct location *l = &v->loc[i];
        struct str name = view_str(v, v->func[v->line[l->first_line].function.i].name);
        hide[i] = l->n_lines == 1 && strchr(hidden, name.p[0]);
    }
    v->hidden = hide;
    if (skip)
        take = arena_new(&g.scene.arena, bool, v->n_samples);
    for (size_t k = 0; skip && k < v->n_samples; k++)
        take[k] = k % 3 != 0;
    node_table_init(&nodes, v, &g.strings, NULL, 1, false);
    walk_table_init(&walk, &nodes, NULL, &g.scene.arena);
    plain_tree_build(&want, &walk, v, take);
    for (size_t h = 0; h < ROWS(hashes); h++)
        for (size_t i = 0; i < ROWS(threads) && (h == 0 || n_samples < 1000); i++) {
            struct call_tree t;
            thread_set_count(threads[i]);
            call_tree_build_with(&t, &walk, v, take, hashes[h], &g.scene.arena);
            assert_same(&t, &want, v->n_samples);
        }
    thread_set_count(1);
    node_table_release(&nodes);
    graph_scene_close(&g);
    buf_release(&text);
    free(want.node);
    free(want.leaf);
}

static void test_random_stacks(void **state)
{
    (void)state;
    check(1, 3, 1, "", false);
    for (uint32_t seed = 2; seed < 30; seed++)
        check(300, seed % 4, seed, seed % 3 ? "" : "bc", seed % 5 == 0);
}

/* Enough for several threads. */
static void test_many_stacks(void **state)
{
    (void)state;
    check(45000, 3, 1, "", false);
    check(45000, 0, 2, "", true);
    check(45000, 1, 3, "a", false);
}

static void test_nothing(void **state)
{
    (void)state;
    check(0, 0, 1, "", false);
    check(20, 1, 5, "abcdefghijz", false); /* only inlined frames are left */
}

static void test_sums(void **state)
{
    struct graph_scene g;
    struct node_table nodes;
    struct walk_table walk;
    struct call_tree t;
    (void)state;
    graph_scene_open(&g, "main;a;x 1\nmain;b;x 2\nmain;a 4\nother 8\nmain;a;x;y 16\n");
    struct view *v = &g.scene.view;
    node_table_init(&nodes, v, &g.strings, NULL, 1, false);
    walk_table_init(&walk, &nodes, NULL, &g.scene.arena);
    call_tree_build(&t, &walk, v, NULL, &g.scene.arena);
    /*                      main a  x  b x other y */
    const int64_t want[] = {23, 21, 17, 2, 2, 8, 16};
    int64_t value[ROWS(want)] = {0};
    assert_int_equal(t.n, ROWS(want));
    for (size_t k = 0; k < v->n_samples; k++)
        value[t.leaf[k]] += v->profile->value[k];
    call_tree_sum(&t, value);
    assert_memory_equal(value, want, sizeof want);
    node_table_release(&nodes);
    graph_scene_close(&g);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_random_stacks),
        cmocka_unit_test(test_many_stacks),
        cmocka_unit_test(test_nothing),
        cmocka_unit_test(test_sums),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
