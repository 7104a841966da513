/* What google/pprof's internal/measurement does with units, and how values are shown in them. */
#include "unit.h"

#include <math.h>

#include "measure/units.h"

static void test_scale(void **state)
{
    static const struct {
        int64_t value;
        const char *from, *to;
        double want;
        const char *unit;
    } rows[] = {
        /* bytes, by any of their names */
        {3, "b", "b", 3, "B"},
        {1, "MB", "kB", 1024, "kB"},
        {2, "Megabytes", "byte", 2097152, "B"},
        {512, "kbytes", "megabyte", 0.5, "MB"},
        {5, "GB", "TB", 5.0 / 1024, "TB"},
        {1, "petabyte", "gb", 1048576, "GB"},
        /* times */
        {1500, "ms", "s", 1.5, "s"},
        {1500, "milliseconds", "seconds", 1.5, "s"},
        {90, "sec", "hr", 0.025, "hrs"},
        {2, "hours", "s", 7200, "s"},
        {7, "microseconds", "ns", 7000, "ns"},
        {7, "μs", "ns", 7, "ns"}, /* three bytes: the "s" is taken for a plural, as in the reference */
        {7, "us", "nanosecond", 7000, "ns"},
        {-3, "s", "ms", -3000, "ms"},
        /* the largest unit in which the value is at least 1 */
        {1023, "bytes", "auto", 1023, "B"},
        {1024, "bytes", "auto", 1, "kB"},
        {1536, "kb", "minimum", 1.5, "MB"},
        {-1536, "kb", "minimum", -1.5, "MB"},
        {999, "ns", "auto", 999, "ns"},
        {1000, "ns", "auto", 1, "us"},
        {3599, "s", "minimum", 3599, "s"},
        {3600, "s", "minimum", 1, "hrs"},
        {2500, "milligcu", "auto", 2.5, "GCU"},
        /* nothing is at least 1 of anything: the default unit of the kind */
        {0, "ns", "auto", 0, "s"},
        {0, "kb", "minimum", 0, "B"},
        {0, "gcu", "auto", 0, "GCU"},
        /* another kind: the default unit of the value's kind */
        {2048, "ms", "kb", 2.048, "s"},
        {2, "kb", "seconds", 2048, "B"},
        {2, "kilogcu", "ms", 2000, "GCU"},
        {1500, "ms", "", 1.5, "s"},
        /* units that are not known */
        {12, "widgets", "gadgets", 12, "gadgets"},
        {12, "widgets", "count", 12, ""},
        {12, "widgets", "sample", 12, ""},
        {12, "widgets", "unit", 12, ""},
        {12, "widgets", "auto", 12, ""},
        {12, "count", "minimum", 12, ""},
        {12, "count", "ms", 12, "ms"},
        {12, "", "", 12, ""},
        /* a plural "s" goes, but not of the "s" that is the unit or of two letters */
        {1, "secs", "ms", 1000, "ms"},
        {1, "ss", "ms", 1, "ms"},
        {1, "bs", "kb", 1, "kb"},
    };
    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct measure m = measure_scale(rows[i].value, str_of(rows[i].from), str_of(rows[i].to));
        double want = rows[i].want;
        char what[100];
        snprintf(what, sizeof what, "%lld %s in %s", (long long)rows[i].value, rows[i].from, rows[i].to);
        if (fabs(m.value - want) > 1e-12 * fabs(want))
            fail_msg("%s: got %.17g, want %.17g", what, m.value, want);
        expect_str(what, m.unit, rows[i].unit);
    }
}

static void test_scale_of_the_extremes(void **state)
{
    (void)state;
    assert_true(measure_scale(INT64_MIN, STR("bytes"), STR("bytes")).value == -0x1p63);
    assert_true(measure_scale(INT64_MAX, STR("pb"), STR("b")).value == 0x1p63 * 0x1p50);
    expect_str("unit", measure_scale(INT64_MAX, STR("ns"), STR("auto")).unit, "hrs");
}

static void test_same_kind(void **state)
{
    static const struct {
        const char *a, *b;
        bool same;
    } rows[] = {
        {"ns", "hours", true},  {"bytes", "MB", true},     {"gcu", "KiloGCUs", true}, {"ns", "bytes", false},
        {"count", "ns", false}, {"count", "count", false}, {"", "", false},           {"Seconds", "US", true},
    };
    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        assert_int_equal(measure_same_kind(str_of(rows[i].a), str_of(rows[i].b)), rows[i].same);
        assert_int_equal(measure_same_kind(str_of(rows[i].b), str_of(rows[i].a)), rows[i].same);
    }
}

/* Each name that is listed must be one that a user can type. */
static void test_list_of_units(void **state)
{
    static const struct {
        const char *unit, *want;
    } rows[] = {
        {"bytes", "B, kB, MB, GB, TB, PB"},
        {"megabytes", "B, kB, MB, GB, TB, PB"},
        {"nanoseconds", "ns, us, ms, s, hrs"},
        {"GCU", "nanogcu, microgcu, milligcu, GCU, kilogcu, megagcu, gigagcu, teragcu, petagcu"},
        {"count", ""},
        {"", ""},
    };
    struct buf b = {0};
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        buf_clear(&b);
        assert_int_equal(measure_put_units(&b, str_of(rows[i].unit)), *rows[i].want != '\0');
        assert_string_equal(buf_cstr(&b), rows[i].want);
        for (struct str left = buf_str(&b); left.len;) {
            uint32_t len = 0;
            while (len < left.len && left.p[len] != ',')
                len++;
            assert_true(measure_same_kind(str_slice(left, 0, len), str_of(rows[i].unit)));
            left = str_slice(left, len + 2 < left.len ? len + 2 : left.len, left.len);
        }
    }
    buf_release(&b);
}

static void test_label(void **state)
{
    static const struct {
        int64_t value;
        const char *from, *to, *want;
    } rows[] = {
        {0, "ns", "auto", "0"},
        {0, "count", "auto", "0"},
        {1, "count", "auto", "1"},
        {1536, "bytes", "auto", "1.50kB"},
        {1024, "bytes", "auto", "1kB"},
        {-2621440, "bytes", "auto", "-2.50MB"},
        {1234567, "ns", "ms", "1.23ms"},
        {1234567, "ns", "s", "0"}, /* as "0.00" says nothing */
        {-1234567, "ns", "s", "0"},
        {10000000, "ns", "s", "0.01s"},
        {1005000000, "ns", "s", "1s"}, /* 1.005 is a little less in binary: 1.00 */
        {5400, "s", "auto", "1.50hrs"},
        {2000, "widgets", "auto", "2000"},
        {2000, "widgets", "gadgets", "2000gadgets"},
        {2000, "", "", "2000"},
    };
    struct buf b;
    (void)state;
    buf_init(&b);
    for (size_t i = 0; i < ROWS(rows); i++) {
        measure_label(&b, rows[i].value, str_of(rows[i].from), str_of(rows[i].to));
        expect_buf(rows[i].want, &b, rows[i].want);
    }
    measure_label_auto(&b, 3 * 1048576 / 2, STR("bytes"));
    expect_buf("auto", &b, "1.50MB");
    buf_release(&b);
}

static void test_label_of_the_largest(void **state)
{
    struct buf b;
    (void)state;
    buf_init(&b);
    measure_label(&b, INT64_MIN, STR("count"), STR("count"));
    expect_buf("least", &b, "-9223372036854775808");
    measure_label(&b, INT64_MAX, STR("petagcu"), STR("nanogcu"));
    assert_memory_equal(b.data, "9223372036854775", 16); /* 44 digits and the unit */
    assert_int_equal(b.len, 43 + 5);
    buf_release(&b);
}

static void test_percentage(void **state)
{
    static const struct {
        int64_t value, total;
        const char *want, *trimmed;
    } rows[] = {
        {0, 0, "    0%", "0%"},
        {5, 0, "    0%", "0%"},
        {0, 10, "    0%", "0%"},
        {1, 3, "33.33%", "33.33%"},
        {-1, 3, "33.33%", "33.33%"},
        {1, -3, "33.33%", "33.33%"},
        {1, 100, " 1.00%", "1.00%"},
        {123, 10000, " 1.23%", "1.23%"},
        {99, 10000, " 0.99%", "0.99%"},
        {1, 400, " 0.25%", "0.25%"},
        {1, 3000, "0.033%", "0.033%"},
        {1, 1000000, "0.0001%", "0.0001%"},
        {1, 100000000, "1e-06%", "1e-06%"},
        {1, 1, "  100%", "100%"},
        {9995, 10000, "  100%", "100%"},
        {9994, 10000, "99.94%", "99.94%"},
        {10005, 10000, "  100%", "100%"},
        {10006, 10000, "100.06%", "100.06%"},
        {25, 1, "2500.00%", "2500.00%"},
    };
    char text[PERCENTAGE_SIZE];
    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        const char *got = measure_percentage(text, rows[i].value, rows[i].total);
        assert_ptr_equal(got, text);
        expect_text("padded", got, rows[i].want);
        expect_text("trimmed", measure_percentage_trimmed(text, rows[i].value, rows[i].total), rows[i].trimmed);
    }
    assert_true(strlen(measure_percentage(text, INT64_MIN, 1)) < PERCENTAGE_SIZE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_scale),      cmocka_unit_test(test_scale_of_the_extremes),
        cmocka_unit_test(test_same_kind),  cmocka_unit_test(test_list_of_units),
        cmocka_unit_test(test_label),      cmocka_unit_test(test_label_of_the_largest),
        cmocka_unit_test(test_percentage),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
