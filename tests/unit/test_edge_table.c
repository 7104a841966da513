/* Edges while samples are passed: against a plain table of sums. */
#include "graph/edge_table.h"

#include <stdlib.h>
#include <string.h>

#include "unit.h"

enum { NODES = 60, STEPS = 40000 };

struct want {
    int64_t weight, div;
    uint32_t seen, order;
    bool residual, inlined, there;
};

static uint32_t next(uint32_t *x)
{
    return (*x = *x * 1664525 + 1013904223) >> 8;
}

/* Passes made-up steps in table after table, each its part of the samples, and compares what they add up to. */
static void pass(size_t n_tables)
{
    static struct want want[NODES][NODES];
    struct edge_table table[4] = {{0}};
    uint32_t x = 7, made = 0;
    memset(want, 0, sizeof want);
    for (uint32_t i = 0; i < STEPS; i++) {
        uint32_t src = next(&x) % NODES, dest = next(&x) % NODES, sample = i / 10;
        struct edge_step step = {edge_key(src, dest), next(&x) % 50 == 0, next(&x) % 50 != 0};
        int64_t weight = (int64_t)(sample % 100) - 30;
        struct want *w = &want[src][dest];
        edge_table_pass(&table[(size_t)i * n_tables / STEPS], &step, 1, sample, weight, 2);
        if (w->there && w->seen == sample)
            continue;
        w->order = w->there ? w->order : made++;
        w->inlined = (!w->there || w->inlined) && step.inlined;
        w->there = true;
        w->seen = sample;
        w->weight += weight;
        w->div += 2;
        w->residual |= step.residual;
    }
    for (size_t i = 1; i < n_tables; i++) {
        edge_table_add(&table[0], &table[i]);
        edge_table_release(&table[i]);
    }
    assert_int_equal(table[0].n, made);
    static struct node node[NODES];
    struct edge *edge = calloc(made, sizeof *edge), *heavy = calloc(made, sizeof *heavy);
    size_t at = 0, n_heavy = edge_table_edges(&table[0], 20, NULL, node, heavy);
    assert_int_equal(edge_table_edges(&table[0], 0, NULL, node, edge), made);
    assert_true(n_heavy > 0 && n_heavy < made);
    for (size_t i = 0; i < made; i++) {
        const struct want *w = &want[edge[i].src - node][edge[i].dest - node];
        assert_int_equal(w->order, i);
        assert_int_equal(edge[i].weight, w->weight);
        assert_int_equal(edge[i].weight_div, w->div);
        assert_int_equal(edge[i].residual, w->residual);
        assert_int_equal(edge[i].inlined, w->inlined);
        if (edge[i].weight >= 20 || edge[i].weight <= -20)
            assert_memory_equal(&heavy[at++], &edge[i], sizeof *edge);
    }
    assert_int_equal(at, n_heavy);
    free(edge);
    free(heavy);
    edge_table_release(&table[0]);
}

/* What the bound lets pass has all heavy edges. */
static void test_the_bound(void **state)
{
    static struct edge_bound bound[2];
    int64_t weight[NODES][NODES] = {{0}};
    size_t n_light = 0, n_passed = 0;
    uint32_t x = 3;
    (void)state;
    edge_bound_init(&bound[0]);
    edge_bound_init(&bound[1]);
    for (uint32_t i = 0; i < STEPS; i++) {
        uint32_t src = next(&x) % NODES, dest = next(&x) % NODES % (src + 1);
        int64_t w = i % 7 == 0 ? -5 : 3;
        edge_bound_pass(&bound[i % 2], &(struct edge_step){.key = edge_key(src, dest)}, 1, w);
        weight[src][dest] += w;
    }
    edge_bound_add(&bound[0], &bound[1]);
    for (uint32_t src = 0; src < NODES; src++)
        for (uint32_t dest = 0; dest < NODES; dest++) {
            struct edge_step step = {.key = edge_key(src, dest)};
            size_t passes = edge_bound_filter(&bound[0], &step, 1, 100, NULL);
            if (weight[src][dest] >= 100 || weight[src][dest] <= -100)
                assert_int_equal(passes, 1);
            n_light += weight[src][dest] == 0;
            n_passed += passes;
        }
    assert_true(n_passed < NODES * NODES - n_light / 2); /* and not everything */
    edge_bound_pass(&bound[0], &(struct edge_step){.key = 1}, 1, INT64_MIN);
    edge_bound_pass(&bound[0], &(struct edge_step){.key = 1}, 1, INT64_MIN); /* stays at the end of its range */
    assert_int_equal(edge_bound_filter(&bound[0], &(struct edge_step){.key = 1}, 1, INT64_MAX, NULL), 1);
}

static void test_one_table(void **state)
{
    (void)state;
    pass(1);
}

/* The order in which edges were made is that of one table, too. */
static void test_tables_add_up(void **state)
{
    (void)state;
    pass(2);
    pass(4);
}

static void test_nothing(void **state)
{
    struct edge_table t = {0}, empty = {0};
    (void)state;
    assert_int_equal(edge_table_edges(&t, 0, NULL, NULL, NULL), 0);
    edge_table_pass(&t, NULL, 0, 1, 1, 1);
    edge_table_add(&t, &empty);
    assert_int_equal(t.n, 0);
    edge_table_release(&t);
    edge_table_release(&empty);
}

/* The magnitude of the least integer is no integer. Asked for all edges, a table gives all. */
static void test_the_least_integer(void **state)
{
    struct edge_table t = {0};
    struct node node[2];
    struct edge edge[2];
    (void)state;
    edge_table_pass(&t, &(struct edge_step){.key = edge_key(0, 1)}, 1, 1, INT64_MIN, 0);
    edge_table_pass(&t, &(struct edge_step){.key = edge_key(1, 0)}, 1, 1, 1, 0);
    assert_int_equal(edge_table_edges(&t, 0, NULL, node, edge), 2);
    assert_true(edge[0].weight == INT64_MIN);
    edge_table_release(&t);
}

static void test_edges_to_exempt_nodes_stay(void **state)
{
    static struct edge_bound bound;
    static const bool exempt[] = {false, false, true};
    struct edge_step step[] = {{.key = edge_key(0, 1)}, {.key = edge_key(0, 2)}, {.key = edge_key(2, 1)}};
    struct edge_table t = {0};
    struct node node[3];
    struct edge edge[3];
    (void)state;
    edge_table_pass(&t, step, 3, 1, 5, 0);
    assert_int_equal(edge_table_edges(&t, 6, exempt, node, edge), 1);
    assert_ptr_equal(edge[0].dest, &node[2]);
    edge_table_release(&t);
    edge_bound_init(&bound);
    assert_int_equal(edge_bound_filter(&bound, step, 3, 6, exempt), 1);
    assert_true(step[0].key == edge_key(0, 2));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_one_table),         cmocka_unit_test(test_tables_add_up),
        cmocka_unit_test(test_nothing),           cmocka_unit_test(test_the_bound),
        cmocka_unit_test(test_the_least_integer), cmocka_unit_test(test_edges_to_exempt_nodes_stay),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
