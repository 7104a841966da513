/* How values came about, and the variance that a sample adds, against numbers that were computed by hand. */
#include "build_profile.h"

#include <math.h>

#include "compare/sampling.h"

#define CPU  "types: samples/count cpu/nanoseconds\nperiod: cpu/nanoseconds 10\n"
#define HEAP "types: inuse_objects/count inuse_space/bytes\nperiod: space/bytes 512\n"

static void test_sampling(void **state)
{
    static const struct {
        const char *what, *header;
        size_t value;
        enum sampling_kind kind;
        size_t count, bytes;
        double rate, per_event;
    } rows[] = {
        {"events beside a count", CPU, 1, SAMPLED_EVENTS, 0, 1, 0, 0},
        {"the count itself", CPU, 0, SAMPLED_EVENTS, 0, 0, 0, 0},
        {"events of a period", "types: cpu/nanoseconds\nperiod: cpu/nanoseconds 10\n", 0, SAMPLED_EVENTS, 0, 0, 0, 10},
        {"a period in another unit", "types: cpu/ms\nperiod: cpu/nanoseconds 10\n", 0, SAMPLED_NEVER, 0, 0, 0, 0},
        {"no period", "types: cpu/nanoseconds\n", 0, SAMPLED_NEVER, 0, 0, 0, 0},
        {"a count alone is all there is", "types: goroutine/count\nperiod: goroutine/count 1\n", 0, SAMPLED_NEVER, 0, 0,
         0, 0},
        {"bytes of objects", HEAP, 1, SAMPLED_BYTES, 0, 1, 512, 0},
        {"objects of bytes", HEAP, 0, SAMPLED_BYTES, 0, 1, 512, 0},
        {"every byte", "types: o/count s/bytes\nperiod: space/bytes 1\n", 1, SAMPLED_NEVER, 0, 1, 1, 0},
        {"the second pair", "types: a/count b/bytes c/count d/bytes\nperiod: space/bytes 512\n", 3, SAMPLED_BYTES, 2, 3,
         512, 0},
        {"objects of the second pair", "types: a/count b/bytes c/count d/bytes\nperiod: space/bytes 512\n", 2,
         SAMPLED_BYTES, 2, 3, 512, 0},
    };
    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct profile p = build_profile(rows[i].header);
        struct sampling s = sampling_find(&p, rows[i].value);
        if (s.kind != rows[i].kind || s.count != rows[i].count || s.bytes != rows[i].bytes || s.rate != rows[i].rate ||
            s.per_event != rows[i].per_event)
            fail_msg("%s: %d %zu %zu %g %g", rows[i].what, (int)s.kind, s.count, s.bytes, s.rate, s.per_event);
        profile_release(&p);
    }
}

static void test_variance(void **state)
{
    /* seen: 1 - exp(-size/rate); of objects of the rate's size 0.632121 */
    static const struct {
        const char *what;
        struct sampling s;
        int64_t value[2];
        double want;
    } rows[] = {
        {"n events: (v/n)^2 * n", {SAMPLED_EVENTS, 1, true, 0, 1, 0, 0}, {25, 1000}, 40000},
        {"of the count itself: n", {SAMPLED_EVENTS, 0, true, 0, 0, 0, 0}, {25, 1000}, 25},
        {"of a period: v / period events", {SAMPLED_EVENTS, 1, true, 1, 1, 0, 10}, {0, 250}, 2500},
        {"less than none: as much", {SAMPLED_EVENTS, 1, true, 0, 1, 0, 0}, {-25, -1000}, 40000},
        {"no events", {SAMPLED_EVENTS, 1, true, 0, 1, 0, 0}, {0, 1000}, 0},
        {"nothing", {SAMPLED_EVENTS, 1, true, 0, 1, 0, 0}, {25, 0}, 0},
        {"exact", {SAMPLED_NEVER, 1, true, 0, 1, 0, 0}, {25, 1000}, 0},
        /* 10 objects of 512 bytes: 10 * 512^2 * 0.367879 / 0.632121 */
        {"bytes", {SAMPLED_BYTES, 1, true, 0, 1, 512, 0}, {10, 5120}, 1525617.0},
        {"objects", {SAMPLED_BYTES, 0, true, 0, 1, 512, 0}, {10, 5120}, 5.8197671},
        /* 1 object of 10 rates: 5120^2 * 4.53999e-5 / 0.9999546 */
        {"large objects are hardly ever missed", {SAMPLED_BYTES, 1, true, 0, 1, 512, 0}, {1, 5120}, 1190.1850},
        /* 1000 objects of 1 byte: 1000 * (1-p)/p, p = 0.00195122 */
        {"small ones nearly always", {SAMPLED_BYTES, 1, true, 0, 1, 512, 0}, {1000, 1000}, 511500.16},
        {"objects without a size", {SAMPLED_BYTES, 0, true, 0, 1, 512, 0}, {3, 0}, 9},
    };
    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        double got = sampling_variance(&rows[i].s, rows[i].value);
        if (fabs(got - rows[i].want) > 1e-6 * rows[i].want)
            fail_msg("%s: got %.9g, want %.9g", rows[i].what, got, rows[i].want);
    }
}

/* How many events were seen, and what one object may come and go with. */
static void test_events_and_objects(void **state)
{
    static const struct {
        const char *what;
        struct sampling s;
        int64_t value[2];
        double events, object;
    } rows[] = {
        {"events", {SAMPLED_EVENTS, 1, true, 0, 1, 0, 0}, {25, 1000}, 25, 0},
        {"events of a period", {SAMPLED_EVENTS, 1, false, 1, 1, 0, 10}, {0, 250}, 25, 0},
        {"exact: none was sampled", {SAMPLED_NEVER, 1, true, 0, 1, 0, 0}, {4, 100}, 0, 625},
        {"nothing to count", {SAMPLED_NEVER, 1, false, 1, 1, 0, 0}, {4, 100}, 0, 0},
        {"objects: 10 of 512 bytes", {SAMPLED_BYTES, 1, true, 0, 1, 512, 0}, {10, 5120}, 6.3212056, 262144},
        {"no objects", {SAMPLED_BYTES, 1, true, 0, 1, 512, 0}, {0, 5120}, 0, 0},
    };
    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        double events = sampling_events(&rows[i].s, rows[i].value);
        double object = sampling_object_variance(&rows[i].s, rows[i].value);
        if (fabs(events - rows[i].events) > 1e-6 || fabs(object - rows[i].object) > 1e-6)
            fail_msg("%s: %.9g events, %.9g", rows[i].what, events, object);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sampling),
        cmocka_unit_test(test_variance),
        cmocka_unit_test(test_events_and_objects),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
