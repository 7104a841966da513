/* Jobs done by threads, taken in order. */
#include "unit.h"

#include <pthread.h>

#include "base/ordered.h"

enum { MOST_SLOTS = 64 };

struct squares {
    size_t in[MOST_SLOTS], out[MOST_SLOTS];
    size_t n_taken;
    pthread_t caller;
};

static void square(void *arg, size_t slot)
{
    struct squares *s = arg;
    for (volatile size_t i = 0; i < s->in[slot] % 7 * 1000; i++) /* jobs end out of order */
        ;
    s->out[slot] = s->in[slot] * s->in[slot];
}

static void take_square(void *arg, size_t slot)
{
    struct squares *s = arg;
    assert_true(pthread_equal(s->caller, pthread_self()));
    assert_int_equal(s->out[slot], s->n_taken * s->n_taken);
    s->n_taken++;
}

static void test_results_come_in_order(void **state)
{
    static const size_t threads[] = {1, 2, 3, 8}, jobs[] = {0, 1, 2, 3, 5, 1000};
    (void)state;
    for (size_t k = 0; k < ROWS(threads); k++)
        for (size_t j = 0; j < ROWS(jobs); j++) {
            struct squares s = {.caller = pthread_self()};
            assert_in_range(ordered_slots(threads[k]), 1, MOST_SLOTS);
            struct ordered *o =
                ordered_begin(threads[k], ordered_slots(threads[k]), (struct ordered_calls){square, take_square, &s});
            for (size_t i = 0; i < jobs[j]; i++) {
                size_t slot = ordered_slot(o);
                assert_in_range(slot, 0, ordered_slots(threads[k]) - 1);
                s.in[slot] = i;
                ordered_give(o);
                assert_true(i + 1 - s.n_taken <= ordered_slots(threads[k]));
            }
            ordered_end(o);
            assert_int_equal(s.n_taken, jobs[j]);
        }
}

/* A slot that was asked for and not given is no job. */
static void test_a_slot_may_stay_empty(void **state)
{
    struct squares s = {.caller = pthread_self()};
    (void)state;
    struct ordered *o = ordered_begin(2, ordered_slots(2), (struct ordered_calls){square, take_square, &s});
    s.in[ordered_slot(o)] = 0;
    ordered_give(o);
    ordered_slot(o);
    assert_int_equal(ordered_slot(o), ordered_slot(o));
    ordered_end(o);
    assert_int_equal(s.n_taken, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_results_come_in_order),
        cmocka_unit_test(test_a_slot_may_stay_empty),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
