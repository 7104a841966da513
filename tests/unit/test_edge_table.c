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

/* A batch of one step. */
static const struct edge_batch *one(struct edge_step step, uint32_t sample, int64_t weight, int64_t div)
{
    static struct edge_batch batch;
    batch.step[0] = step;
    batch.sample[0] = (struct edge_sample){sample, weight, div};
    batch.n = batch.n_samples = 1;
    return &batch;
}

/* Adds a step to the batch, which is passed before it is full. `room` is how many steps it has room for. */
static void add_step(struct edge_table *t, struct edge_batch *batch, size_t room, struct edge_step step,
                     struct edge_sample sample)
{
    if (batch->n == room) {
        edge_table_pass(t, batch);
        batch->n = batch->n_samples = 0;
    }
    if (batch->n_samples == 0 || batch->sample[batch->n_samples - 1].number != sample.number)
        batch->sample[batch->n_samples++] = sample;
    step.of = (uint32_t)batch->n_samples - 1;
    batch->step[batch->n++] = step;
}

/* Passes made-up steps in table after table, each its part of the samples, and compares what they add up to. */
static void pass(size_t n_tables, size_t room)
{
    static struct want want[NODES][NODES];
    static struct edge_batch batch[4];
    struct edge_table table[4] = {{0}};
    uint32_t x = 7, made = 0;
    memset(want, 0, sizeof want);
    for (uint32_t i = 0; i < STEPS; i++) {
        uint32_t src = next(&x) % NODES, dest = next(&x) % NODES, sample = i / 10;
        struct edge_step step = {
            .key = edge_key(src, dest), .residual = next(&x) % 50 == 0, .inlined = next(&x) % 50 != 0};
        int64_t weight = (int64_t)(sample % 100) - 30;
        struct want *w = &want[src][dest];
        size_t at = (size_t)i * n_tables / STEPS;
        add_step(&table[at], &batch[at], room, step, (struct edge_sample){sample, weight, 2});
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
    for (size_t i = 0; i < n_tables; i++) {
        edge_table_pass(&table[i], &batch[i]);
        batch[i].n = batch[i].n_samples = 0;
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

static size_t passes_bound(const struct edge_bound *bound, uint64_t key, int64_t least)
{
    struct edge_batch batch = *one((struct edge_step){.key = key}, 0, 0, 0);
    edge_bound_filter(bound, &batch, least, NULL);
    return batch.n;
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
        edge_bound_pass(&bound[i % 2], one((struct edge_step){.key = edge_key(src, dest)}, i, w, 0));
        weight[src][dest] += w;
    }
    edge_bound_add(&bound[0], &bound[1]);
    for (uint32_t src = 0; src < NODES; src++)
        for (uint32_t dest = 0; dest < NODES; dest++) {
            size_t passes = passes_bound(&bound[0], edge_key(src, dest), 100);
            if (weight[src][dest] >= 100 || weight[src][dest] <= -100)
                assert_int_equal(passes, 1);
            n_light += weight[src][dest] == 0;
            n_passed += passes;
        }
    assert_true(n_passed < NODES * NODES - n_light / 2); /* and not everything */
    edge_bound_pass(&bound[0], one((struct edge_step){.key = 1}, 0, INT64_MIN, 0));
    edge_bound_pass(&bound[0], one((struct edge_step){.key = 1}, 1, INT64_MIN, 0)); /* stays at the end of its range */
    assert_int_equal(passes_bound(&bound[0], 1, INT64_MAX), 1);
}

static void test_one_table(void **state)
{
    (void)state;
    pass(1, 1);
    pass(1, 7); /* samples are in two batches */
    pass(1, EDGE_STEPS);
}

/* The order in which edges were made is that of one table, too. */
static void test_tables_add_up(void **state)
{
    (void)state;
    pass(2, 1);
    pass(4, EDGE_STEPS);
}

static void test_nothing(void **state)
{
    struct edge_table t = {0}, empty = {0};
    (void)state;
    assert_int_equal(edge_table_edges(&t, 0, NULL, NULL, NULL), 0);
    edge_table_pass(&t, &(struct edge_batch){.n = 0});
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
    edge_table_pass(&t, one((struct edge_step){.key = edge_key(0, 1)}, 1, INT64_MIN, 0));
    edge_table_pass(&t, one((struct edge_step){.key = edge_key(1, 0)}, 1, 1, 0));
    assert_int_equal(edge_table_edges(&t, 0, NULL, node, edge), 2);
    assert_true(edge[0].weight == INT64_MIN);
    edge_table_release(&t);
}

static void test_edges_to_exempt_nodes_stay(void **state)
{
    static struct edge_bound bound;
    static const bool exempt[] = {false, false, true};
    struct edge_batch batch = {
        .step = {{.key = edge_key(0, 1)}, {.key = edge_key(0, 2)}, {.key = edge_key(2, 1)}},
        .n = 3,
        .sample = {{.number = 1, .weight = 5}},
        .n_samples = 1,
    };
    struct edge_table t = {0};
    struct node node[3];
    struct edge edge[3];
    (void)state;
    edge_table_pass(&t, &batch);
    assert_int_equal(edge_table_edges(&t, 6, exempt, node, edge), 1);
    assert_ptr_equal(edge[0].dest, &node[2]);
    edge_table_release(&t);
    edge_bound_init(&bound);
    edge_bound_filter(&bound, &batch, 6, exempt);
    assert_int_equal(batch.n, 1);
    assert_true(batch.step[0].key == edge_key(0, 2));
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
