#include "unit.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>

#include "base/thread.h"

/* ---- Work shared out ---- */

static void count_call(void *arg, size_t i)
{
    ((int *)arg)[i]++;
}

static void test_work_is_done_once_for_each_number(void **state)
{
    static const size_t ns[] = {0, 1, 2, 7, 16, 100};
    (void)state;
    for (size_t k = 0; k < ROWS(ns); k++) {
        int calls[128] = {0};
        thread_each(ns[k], count_call, calls);
        for (size_t i = 0; i < ROWS(calls); i++)
            assert_int_equal(calls[i], i < ns[k]); /* all done on return */
    }
}

static void test_thread_count_is_within_its_bounds(void **state)
{
    (void)state;
    assert_in_range(thread_count(), 1, THREAD_MOST);
    assert_int_equal(thread_count(), thread_count());
    thread_set_count(7);
    assert_int_equal(thread_count(), 7);
    thread_set_count(0);
}

/* ---- Things made ahead of their use ---- */

struct line_of {
    size_t n, ahead, stop_at; /* consume says no at this one */
    atomic_size_t begun, consumed;
    size_t next;      /* to be consumed */
    size_t ring[64];  /* [i % ahead]: what was produced for i */
    pthread_t caller; /* where things must be consumed */
    atomic_bool wrong;
};

static void make(void *arg, size_t i)
{
    struct line_of *l = arg;
    if (++l->begun > l->consumed + l->ahead)
        l->wrong = true;
    l->ring[i % l->ahead] = i * i;
    if (i % 3 == 0)
        sched_yield();
}

static bool use(void *arg, size_t i)
{
    struct line_of *l = arg;
    l->wrong |= i != l->next++ || l->ring[i % l->ahead] != i * i || !pthread_equal(l->caller, pthread_self());
    l->consumed++;
    return i < l->stop_at;
}

static void run_line(size_t threads, size_t n, size_t ahead, size_t stop_at)
{
    struct line_of l = {.n = n, .ahead = ahead, .stop_at = stop_at, .caller = pthread_self()};
    thread_set_count(threads);
    thread_pipeline(n, ahead, make, use, &l);
    thread_set_count(0);
    assert_false(l.wrong);
    assert_int_equal(l.begun, l.consumed); /* what was begun is consumed */
    if (stop_at >= n)
        assert_int_equal(l.consumed, n);
    else
        assert_in_range(l.consumed, stop_at + 1, stop_at + ahead + 1);
}

static void test_pipeline_produces_ahead_and_consumes_in_order(void **state)
{
    static const size_t threads[] = {1, 2, 4, THREAD_MOST}, ns[] = {0, 1, 2, 5, 1000}, aheads[] = {1, 2, 5, 64};
    (void)state;
    for (size_t t = 0; t < ROWS(threads); t++)
        for (size_t n = 0; n < ROWS(ns); n++)
            for (size_t a = 0; a < ROWS(aheads); a++)
                run_line(threads[t], ns[n], aheads[a], SIZE_MAX);
}

static void test_pipeline_stops_early(void **state)
{
    static const size_t threads[] = {1, 2, 4}, stops[] = {0, 1, 50, 999};
    (void)state;
    for (size_t t = 0; t < ROWS(threads); t++)
        for (size_t s = 0; s < ROWS(stops); s++)
            run_line(threads[t], 1000, 4, stops[s]);
}

/* ---- The queue ---- */

enum { CHUNK = 16 };

struct producer {
    struct chunk_queue *queue;
    uint32_t n;       /* chunks to make; UINT32_MAX: until the consumer stops */
    uint32_t made;    /* how many were committed */
    bool was_stopped; /* whether lend said so */
};

/* Chunk i holds i as text, so that its length varies too. */
static void *produce(void *arg)
{
    struct producer *p = arg;
    while (p->made < p->n) {
        char *to = chunk_queue_lend(p->queue);
        if (!to) {
            p->was_stopped = true;
            break;
        }
        chunk_queue_commit(p->queue, (size_t)snprintf(to, CHUNK, "%u", p->made++));
    }
    chunk_queue_end(p->queue);
    return NULL;
}

static pthread_t start(struct producer *p)
{
    pthread_t t;
    assert_int_equal(pthread_create(&t, NULL, produce, p), 0);
    return t;
}

static void expect_chunk(const char *data, size_t len, uint32_t number)
{
    char want[CHUNK];
    assert_int_equal(len, snprintf(want, sizeof want, "%u", number));
    assert_memory_equal(data, want, len);
}

static void all_chunks_arrive(size_t n_chunks, uint32_t n)
{
    struct producer p = {.queue = chunk_queue_new(n_chunks, CHUNK), .n = n};
    pthread_t t = start(&p);
    const char *data;
    size_t len;
    uint32_t got = 0;
    while (chunk_queue_take(p.queue, &data, &len))
        expect_chunk(data, len, got++);
    assert_int_equal(got, n);
    assert_false(chunk_queue_take(p.queue, &data, &len)); /* the end stays the end */
    pthread_join(t, NULL);
    assert_false(p.was_stopped);
    chunk_queue_free(p.queue);
}

static void test_chunks_arrive_whole_and_in_order(void **state)
{
    (void)state;
    all_chunks_arrive(3, 20000);
    all_chunks_arrive(6, 20000);
}

static void test_a_producer_may_end_at_once(void **state)
{
    (void)state;
    all_chunks_arrive(3, 0);
    all_chunks_arrive(3, 1);
}

static void test_a_chunk_stays_while_the_consumer_has_it(void **state)
{
    struct producer p = {.queue = chunk_queue_new(3, CHUNK), .n = UINT32_MAX};
    pthread_t t = start(&p);
    const char *data;
    size_t len;
    (void)state;
    for (uint32_t i = 0; i < 2000; i++) {
        assert_true(chunk_queue_take(p.queue, &data, &len));
        for (int round = 0; round < 20; round++) /* the producer runs meanwhile */
            expect_chunk(data, len, i);
    }
    chunk_queue_stop(p.queue);
    pthread_join(t, NULL);
    chunk_queue_free(p.queue);
}

static void test_a_consumer_that_stops_frees_the_producer(void **state)
{
    struct producer p = {.queue = chunk_queue_new(4, CHUNK), .n = UINT32_MAX};
    pthread_t t = start(&p);
    const char *data;
    size_t len;
    (void)state;
    for (int i = 0; i < 5; i++)
        assert_true(chunk_queue_take(p.queue, &data, &len));
    chunk_queue_stop(p.queue);
    pthread_join(t, NULL); /* would hang otherwise */
    assert_true(p.was_stopped);
    assert_true(p.made >= 5);
    chunk_queue_free(p.queue);
}

static void test_a_consumer_may_stop_before_the_first_chunk(void **state)
{
    struct producer p = {.queue = chunk_queue_new(3, CHUNK), .n = UINT32_MAX};
    (void)state;
    chunk_queue_stop(p.queue);
    pthread_t t = start(&p);
    pthread_join(t, NULL);
    assert_true(p.was_stopped);
    assert_int_equal(p.made, 0);
    chunk_queue_free(p.queue);
}

static void test_chunks_made_before_the_end_are_still_taken(void **state)
{
    struct producer p = {.queue = chunk_queue_new(5, CHUNK), .n = 3};
    const char *data;
    size_t len;
    (void)state;
    produce(&p); /* there is room for all: no thread is needed */
    for (uint32_t i = 0; i < 3; i++) {
        assert_true(chunk_queue_take(p.queue, &data, &len));
        expect_chunk(data, len, i);
    }
    assert_false(chunk_queue_take(p.queue, &data, &len));
    chunk_queue_free(p.queue);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_work_is_done_once_for_each_number),
        cmocka_unit_test(test_thread_count_is_within_its_bounds),
        cmocka_unit_test(test_pipeline_produces_ahead_and_consumes_in_order),
        cmocka_unit_test(test_pipeline_stops_early),
        cmocka_unit_test(test_chunks_arrive_whole_and_in_order),
        cmocka_unit_test(test_a_producer_may_end_at_once),
        cmocka_unit_test(test_a_chunk_stays_while_the_consumer_has_it),
        cmocka_unit_test(test_a_consumer_that_stops_frees_the_producer),
        cmocka_unit_test(test_a_consumer_may_stop_before_the_first_chunk),
        cmocka_unit_test(test_chunks_made_before_the_end_are_still_taken),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
