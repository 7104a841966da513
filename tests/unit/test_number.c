#include "unit.h"

#include <inttypes.h>
#include <math.h>
#include <time.h>

#include "measure/number.h"

static void test_sums_wrap_around(void **state)
{
    (void)state;
    assert_true(number_add(2, -5) == -3);
    assert_true(number_add(INT64_MAX, 1) == INT64_MIN);
    assert_true(number_add(INT64_MIN, -1) == INT64_MAX);
    assert_true(number_add(INT64_MIN, INT64_MIN) == 0);
}

static void test_abs_and_div_of_the_least(void **state)
{
    (void)state;
    assert_true(number_abs(5) == 5);
    assert_true(number_abs(-5) == 5);
    assert_true(number_abs(0) == 0);
    assert_true(number_abs(INT64_MAX) == INT64_MAX);
    assert_true(number_abs(-INT64_MAX) == INT64_MAX);
    assert_true(number_abs(INT64_MIN) == INT64_MIN);

    assert_true(number_div(7, 2) == 3);
    assert_true(number_div(-7, 2) == -3);
    assert_true(number_div(7, -2) == -3);
    assert_true(number_div(7, -1) == -7);
    assert_true(number_div(INT64_MIN, 1) == INT64_MIN);
    assert_true(number_div(INT64_MIN, -1) == INT64_MIN);
    assert_true(number_div(INT64_MIN, 2) == INT64_MIN / 2);
}

static void test_from_double(void **state)
{
    static const struct {
        double x;
        int64_t want;
    } rows[] = {
        {0, 0},
        {-0.0, 0},
        {0.999, 0},
        {-0.999, 0},
        {1.5, 1},
        {-1.5, -1},
        {1e15 + 0.5, 1000000000000000},
        {-0x1p63, INT64_MIN},
        {0x1p63, INT64_MIN}, /* one too many */
        {0x1.fffffffffffffp62, INT64_MAX - 1023},
        {-0x1.0000000000001p63, INT64_MIN},
        {1e300, INT64_MIN},
        {-1e300, INT64_MIN},
        {INFINITY, INT64_MIN},
        {-INFINITY, INT64_MIN},
        {NAN, INT64_MIN},
    };
    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++)
        if (number_from_double(rows[i].x) != rows[i].want)
            fail_msg("%g: got %" PRId64 ", want %" PRId64, rows[i].x, number_from_double(rows[i].x), rows[i].want);
}

/* What math.Log2 of Go 1.22 on amd64 gives, to the last bit. */
static void test_log2_rounds_as_go_does(void **state)
{
    static const struct {
        double x, want;
    } rows[] = {
        {1, 0},
        {2, 1},
        {0.5, -1},
        {1024, 10},
        {0x1p-1000, -1000},
        {5e-324, -1074},
        {3, 0x1.95c01a39fbd69p+00},
        {0.1, -0x1.a934f0979a371p+01},
        {0.7, -0x1.0776228967d13p-01},
        {1e-300, -0x1.f24a09f1a8b89p+09},
        {10, 0x1.a934f0979a371p+01},
        {0.3, -0x1.bca9c6f53897ap+00},
        {7.5, 0x1.7414fdb498226p+01},
        {1e308, 0x1.ff93b176658a4p+09},
        {0, -INFINITY},
        {INFINITY, INFINITY},
    };
    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++)
        if (number_log2(rows[i].x) != rows[i].want)
            fail_msg("%g: got %a, want %a", rows[i].x, number_log2(rows[i].x), rows[i].want);
    assert_true(isnan(number_log2(-1)));
    assert_true(isnan(number_log2(NAN)));
}

static void test_duration(void **state)
{
    static const struct {
        int64_t nanoseconds;
        const char *want;
    } rows[] = {
        {0, "0s"},
        {1, "1ns"},
        {999, "999ns"},
        {1000, "1µs"},
        {1500, "1.5µs"},
        {1001, "1.001µs"},
        {1000000, "1ms"},
        {1234567, "1.234567ms"},
        {1000000000, "1s"},
        {1500000000, "1.5s"},
        {59999999999, "59.999999999s"},
        {60000000000, "1m0s"},
        {60500000000, "1m0.5s"},
        {3600000000000, "1h0m0s"},
        {3661000000001, "1h1m1.000000001s"},
        {90061000000000, "25h1m1s"},
        {-1, "-1ns"},
        {-1500000, "-1.5ms"},
        {INT64_MIN, "-2562047h47m16.854775808s"},
        {INT64_MAX, "2562047h47m16.854775807s"},
    };
    struct buf b;
    (void)state;
    buf_init(&b);
    for (size_t i = 0; i < ROWS(rows); i++) {
        number_duration(&b, rows[i].nanoseconds);
        expect_buf(rows[i].want, &b, rows[i].want);
    }
    buf_release(&b);
}

/* POSIX zones, so that the time zone files of the machine do not matter. */
static const char new_york[] = "EST5EDT,M3.2.0,M11.1.0", kolkata[] = "IST-5:30";

static void test_time_in_the_local_zone(void **state)
{
    static const struct {
        const char *zone;
        int64_t nanoseconds;
        const char *whole, *brief;
    } rows[] = {
        {"UTC0", 0, "1970-01-01 00:00:00 +0000 UTC", "1970-01-01 00:00:00 UTC"},
        {"UTC0", 1782901230500000000, "2026-07-01 10:20:30.5 +0000 UTC", "2026-07-01 10:20:30 UTC"},
        {"UTC0", 1700000000000000001, "2023-11-14 22:13:20.000000001 +0000 UTC", "2023-11-14 22:13:20 UTC"},
        {"UTC0", -1, "1969-12-31 23:59:59.999999999 +0000 UTC", "1969-12-31 23:59:59 UTC"},
        {"UTC0", -1500000000, "1969-12-31 23:59:58.5 +0000 UTC", "1969-12-31 23:59:58 UTC"},
        {new_york, 1700000000000000001, "2023-11-14 17:13:20.000000001 -0500 EST", "2023-11-14 17:13:20 EST"},
        {new_york, 1782901230500000000, "2026-07-01 06:20:30.5 -0400 EDT", "2026-07-01 06:20:30 EDT"},
        {kolkata, 1751328000000000000, "2025-07-01 05:30:00 +0530 IST", "2025-07-01 05:30:00 IST"},
        {"XXX3:30", 0, "1969-12-31 20:30:00 -0330 XXX", "1969-12-31 20:30:00 XXX"},
    };
    struct buf b;
    (void)state;
    buf_init(&b);
    for (size_t i = 0; i < ROWS(rows); i++) {
        setenv("TZ", rows[i].zone, 1);
        number_time(&b, rows[i].nanoseconds);
        expect_buf(rows[i].zone, &b, rows[i].whole);
        number_time_short(&b, rows[i].nanoseconds);
        expect_buf(rows[i].zone, &b, rows[i].brief);
    }
    buf_release(&b);
}

static int keep_zone(void **state)
{
    const char *zone = getenv("TZ");
    *state = zone ? strdup(zone) : NULL;
    return 0;
}

static int restore_zone(void **state)
{
    if (*state)
        setenv("TZ", *state, 1);
    else
        unsetenv("TZ");
    tzset();
    free(*state);
    return 0;
}

static void expect_two_decimals(double x)
{
    char got[NUMBER_SIZE], want[NUMBER_SIZE];
    int len = snprintf(want, sizeof want, "%.2f", x);
    assert_int_equal(number_two_decimals(got, x), len);
    expect_text("two decimals", got, want);
}

static void test_two_decimals_are_those_of_printf(void **state)
{
    static const double some[] = {0,        0.125,   0.375,  0.005,  0.015,   1.005,    2.675,    0.5,
                                  0.994999, 0.995,   9.995,  99.995, 1e15,    0x1p51,   1e18,     0x1p52,
                                  0x1p53,   1e300,   5e-324, 1e-5,   0x1p-10, 0x1p-11,  0x1p-9,   1 / 3.,
                                  123,      1234.56, 1e22,   0.0049, 0.0051,  0x1.8p51, INFINITY, 0x1p-1074};
    uint64_t x = 88172645463325252;
    (void)state;
    for (size_t i = 0; i < ROWS(some); i++) {
        expect_two_decimals(some[i]);
        expect_two_decimals(-some[i]);
    }
    for (int i = 0; i < 200000; i++) {
        x ^= x << 13;
        x ^= x >> 7;
        x ^= x << 17;
        expect_two_decimals((double)(int64_t)x / (double)(UINT64_C(1) << x % 64));
        expect_two_decimals((double)(x % 10000000) / 1000); /* near ties */
        expect_two_decimals((double)(x % 100000) / 8);      /* ties */
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sums_wrap_around),
        cmocka_unit_test(test_abs_and_div_of_the_least),
        cmocka_unit_test(test_from_double),
        cmocka_unit_test(test_log2_rounds_as_go_does),
        cmocka_unit_test(test_two_decimals_are_those_of_printf),
        cmocka_unit_test(test_duration),
        cmocka_unit_test_setup_teardown(test_time_in_the_local_zone, keep_zone, restore_zone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
