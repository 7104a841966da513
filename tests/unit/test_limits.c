/* Limits from text, and what is beyond them. */
#include "unit.h"

#include "compare/limits.h"
#include "measure/units.h"

static const char *parse(struct limits *l, const char *key, const char *text)
{
    static struct err err;
    limits_init(l);
    return limits_set(l, key, text, &err) ? err.msg : NULL;
}

/* ---- Grammar ---- */

static void test_parts(void **state)
{
    static const struct {
        const char *text;
        bool has_percent, has_amount, has_share;
        double percent, amount, share;
        const char *unit;
    } rows[] = {
        {"5%", true, false, false, 5, 0, 0, ""},         {"0%", true, false, false, 0, 0, 0, ""},
        {"2.5%", true, false, false, 2.5, 0, 0, ""},     {".5%", true, false, false, .5, 0, 0, ""},
        {"1e3%", true, false, false, 1000, 0, 0, ""},    {"100", false, true, false, 0, 100, 0, ""},
        {"10ms", false, true, false, 0, 10, 0, "ms"},    {"1.5MB", false, true, false, 0, 1.5, 0, "MB"},
        {"0.5%total", false, false, true, 0, 0, .5, ""}, {"5%,10ms", true, true, false, 5, 10, 0, "ms"},
        {"10ms,5%", true, true, false, 5, 10, 0, "ms"},  {"1%total,10ms,5%", true, true, true, 5, 10, 1, "ms"},
    };
    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct limits l;
        const char *error = parse(&l, "max_total", rows[i].text);
        const struct limit *t = &l.total;
        if (error)
            fail_msg("%s: %s", rows[i].text, error);
        if (t->has_percent != rows[i].has_percent || t->has_amount != rows[i].has_amount ||
            t->has_share != rows[i].has_share || t->percent != rows[i].percent || t->amount != rows[i].amount ||
            t->share != rows[i].share)
            fail_msg("%s: %g %g %g", rows[i].text, t->percent, t->amount, t->share);
        if (t->has_amount)
            expect_str(rows[i].text, t->unit, rows[i].unit);
        limits_release(&l);
    }
}

static void test_what_is_none(void **state)
{
    static const char *const texts[] = {
        "",     " 5%",  "5 %",  "%",    "-5%",    "+5%",     "x",        "%total",
        "5%%",  "5%x",  "5%,",  ",5%",  "5%,,1",  "5%,6%",   "1ms,2ms",  "1%total,2%total",
        "0x5%", "0X10", "inf",  "nan%", "1e999%", "5%Total", "5%totals", "5%,1%total,",
        ".",    "e5",   "5%\n", "٣%",   "5;6",    "1e301",   "5%,-1",    "--5"};
    (void)state;
    for (size_t i = 0; i < ROWS(texts); i++) {
        static const char *const keys[] = {"max_total", "max_flat", "max_cum", "max_new"};
        for (size_t k = 0; k < ROWS(keys); k++) {
            struct limits l;
            const char *error = parse(&l, keys[k], texts[i]);
            if (strcmp(texts[i], "5;6") == 0) { /* an amount in a unit that nothing has: found when values are known */
                assert_null(error);
                limits_release(&l);
                continue;
            }
            if (!error)
                fail_msg("%s=%s was taken", keys[k], texts[i]);
            expect_part(texts[i], error, keys[k]);
            limits_release(&l);
        }
    }
}

static void test_functions(void **state)
{
    struct limits l;
    (void)state;
    assert_null(parse(&l, "limit", "^main\\.a:b$:10%,5ms"));
    assert_int_equal(l.n_functions, 1);
    assert_true(regex_match(l.function[0].function, "main.a:b", 8));
    assert_false(regex_match(l.function[0].function, "xmain.a:b", 9));
    assert_true(l.function[0].limit.percent == 10 && l.function[0].limit.amount == 5);
    expect_text("the text of the limit is what was given", l.function[0].limit.text, "^main\\.a:b$:10%,5ms");
    limits_release(&l);
    expect_part("no limit", parse(&l, "limit", "main"), "REGEXP:LIMIT");
    limits_release(&l);
    expect_part("no expression", parse(&l, "limit", ":5%"), "REGEXP:LIMIT");
    limits_release(&l);
    expect_part("a bad limit", parse(&l, "limit", "main:x"), "-limit");
    limits_release(&l);
    expect_part("a bad expression", parse(&l, "limit", "ma(in:5%"), "-limit");
    limits_release(&l);
    expect_part("a bad exemption", parse(&l, "exempt", "["), "-exempt");
    limits_release(&l);
    expect_part("a bad z", parse(&l, "z", "3x"), "-z");
    limits_release(&l);
    expect_part("a negative z", parse(&l, "z", "-3"), "-z");
    limits_release(&l);
    expect_part("an unknown key", parse(&l, "max_size", "3"), "max_size");
    limits_release(&l);
}

static void test_the_first_wins(void **state)
{
    struct limits l;
    struct err err;
    (void)state;
    limits_init(&l);
    assert_int_equal(limits_set(&l, "max_flat", "5%", &err), 0);
    assert_int_equal(limits_set(&l, "max_flat", "7%", &err), 0);
    assert_int_equal(limits_set(&l, "z", "0", &err), 0);
    assert_int_equal(limits_set(&l, "z", "4", &err), 0);
    assert_true(l.flat.percent == 5 && l.z == 0);
    assert_int_equal(limits_set(&l, "limit", "a:1%", &err), 0);
    assert_int_equal(limits_set(&l, "limit", "b:2%", &err), 0);
    assert_true(l.n_functions == 2 && l.function[0].limit.percent == 1);
    limits_complete(&l);
    assert_true(l.z == 0);
    assert_false(limit_is_set(&l.total) || limit_is_set(&l.cum) || limit_is_set(&l.fresh));
    limits_release(&l);
}

static void test_defaults(void **state)
{
    struct limits l;
    struct err err;
    (void)state;
    limits_init(&l);
    assert_int_equal(limits_set(&l, "exempt", "x", &err), 0);
    limits_complete(&l);
    assert_true(l.z > 0);
    assert_true(limit_is_set(&l.total) && limit_is_set(&l.flat) && limit_is_set(&l.cum) && limit_is_set(&l.fresh));
    limits_release(&l);
    limits_init(&l);
    assert_int_equal(limits_set(&l, "limit", "x:5%", &err), 0);
    limits_complete(&l);
    assert_false(limit_is_set(&l.total));
    limits_release(&l);
}

/* ---- A file of them ---- */

static void test_budgets(void **state)
{
    static const struct {
        const char *text, *error; /* NULL: it is good */
        size_t n_functions, n_exempt;
    } rows[] = {
        {"", NULL, 0, 0},
        {"\n\n  \n\t\n", NULL, 0, 0},
        {"# max_flat = x\n  # too\n", NULL, 0, 0},
        {"max_flat=5%", NULL, 0, 0},
        {"max_flat = 5%\n", NULL, 0, 0},
        {"\tmax_flat\t=\t5%\t\r\n", NULL, 0, 0},
        {"limit = ^a=b$:5%\nlimit=b:6%\nexempt = ^c d$\n", NULL, 2, 1},
        {"z = 2\n", NULL, 0, 0},
        {"max_flat\n", "line 1: not of the form KEY = VALUE", 0, 0},
        {"\n\nmax_flat = \n", "line 3: -max_flat", 0, 0},
        {"# c\nmax_flit = 5%\n", "line 2: \"max_flit\" is not", 0, 0},
        {"= 5%\n", "line 1: \"\" is not", 0, 0},
        {"max_flat = 5% # comment\n", "line 1: -max_flat", 0, 0},
        {"exempt = (\n", "line 1: -exempt", 0, 0},
        {"exempt =\n", "line 1: -exempt: the value is empty", 0, 0},
        {"limit =\n", "line 1: -limit: the value is empty", 0, 0},
        {"z = \n", "line 1: -z: the value is empty", 0, 0},
        {"max_flat = 5%, 0.5%total,\t10ms\n", NULL, 0, 0},
        {"max_flat = 5%,\n", "line 1: -max_flat", 0, 0},
        {"budget = x\n", "line 1: \"budget\" is not", 0, 0},
    };
    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct limits l;
        struct err err = {""};
        limits_init(&l);
        int status = limits_read(&l, rows[i].text, strlen(rows[i].text), &err);
        if ((status != 0) != (rows[i].error != NULL))
            fail_msg("\"%s\": %s", rows[i].text, status ? err.msg : "was taken");
        if (status)
            expect_part(rows[i].text, err.msg, rows[i].error);
        assert_int_equal(l.n_functions, rows[i].n_functions);
        assert_int_equal(l.n_exempt, rows[i].n_exempt);
        limits_release(&l);
    }
}

/* Texts are copied: the file's may go away. Bytes that make no text are an error. */
static void test_hostile_budgets(void **state)
{
    struct limits l;
    struct err err;
    char text[] = "max_total = 7%\n";
    static const char zero[] = "max_total = 5%\nmax_flat = 5%\0,6%\n";
    (void)state;
    limits_init(&l);
    assert_int_equal(limits_read(&l, text, strlen(text), &err), 0);
    memset(text, 'x', sizeof text - 1);
    expect_text("a copy", l.total.text, "7%");
    limits_release(&l);
    limits_init(&l);
    assert_int_equal(limits_read(&l, zero, sizeof zero - 1, &err), -1);
    expect_part("a byte 0", err.msg, "line 2: a byte 0");
    limits_release(&l);
    for (unsigned seed = 1; seed < 3000; seed++) { /* nothing is read or freed that is not there */
        static const char piece[][12] = {"max_flat", "limit", "=",     "%", "5", "\n", ",", ":",
                                         "(",        "\xff",  "total", " ", "e", "9",  "z", "#"};
        struct buf b;
        unsigned x = seed;
        buf_init(&b);
        for (int i = 0; i < 12; i++) {
            x = x * 1103515245 + 12345;
            buf_puts(&b, piece[(x >> 16) % ROWS(piece)]);
        }
        limits_init(&l);
        limits_read(&l, b.data, b.len, &err);
        limits_complete(&l);
        limits_release(&l);
        buf_release(&b);
    }
}

/* ---- What is beyond ---- */

static void test_exceeded(void **state)
{
    static const struct {
        const char *text;
        double delta, of, total;
        const char *unit;
        bool want;
    } rows[] = {
        {"5%", 5, 100, 1000, "ns", false},
        {"5%", 5.01, 100, 1000, "ns", true},
        {"5%", 1, 0, 1000, "ns", true},
        {"0%", 1, 100, 1000, "ns", true},
        {"0%", 0, 100, 1000, "ns", false},
        {"0%", -1, 100, 1000, "ns", false},
        {"5%", -50, 100, 1000, "ns", false},
        {"5%", -1, -100, 1000, "ns", false},
        {"100", 100, 1, 1, "ns", false},
        {"100", 101, 1000000, 1, "ns", true},
        {"10ms", 9999999, 1, 1, "nanoseconds", false},
        {"10ms", 10000001, 1, 1, "nanoseconds", true},
        {"1kb", 1024, 1, 1, "bytes", false},
        {"1kb", 1025, 1, 1, "bytes", true},
        {"1KiB", 1024, 1, 1, "bytes", false},
        {"1KiB", 1025, 1, 1, "bytes", true},
        {"1MiB", 1, 1, 1, "MB", false},
        {"1MiB", 1.1, 1, 1, "MB", true},
        {"0.5%total", 5, 1, 1000, "ns", false},
        {"0.5%total", 5.1, 1000, 1000, "ns", true},
        {"5%,10", 11, 100, 1, "ns", true},
        {"5%,10", 11, 1000, 1, "ns", false},
        {"5%,10", 9, 100, 1, "ns", false},
        {"5%,1%total", 9, 100, 1000, "ns", false},
        {"5%,1%total", 11, 100, 1000, "ns", true},
        {"5%,1%total,20", 11, 100, 1000, "ns", false},
        {"5%,1%total,20", 21, 100, 1000, "ns", true},
    };
    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct limits l;
        assert_null(parse(&l, "max_flat", rows[i].text));
        if (limit_is_exceeded(&l.flat, rows[i].delta, rows[i].of, rows[i].total, str_of(rows[i].unit)) != rows[i].want)
            fail_msg("%s: %g of %g, %g", rows[i].text, rows[i].delta, rows[i].of, rows[i].total);
        limits_release(&l);
    }
}

static void test_units(void **state)
{
    static const struct {
        const char *text, *unit;
        bool fits;
    } rows[] = {
        {"5%", "anything", true},      {"100", "anything", true},     {"10ms", "nanoseconds", true},
        {"100", "count", true},        {"100", "bytes", false},       {"100", "ns", false},
        {"0", "bytes", true},          {"10MiB", "bytes", true},      {"10mib", "kilobytes", true},
        {"10MiB", "ns", false},        {"10MiB", "MiB", true},        {"5percent", "bytes", false},
        {"10s", "ns", true},           {"1MB", "bytes", true},        {"10ms", "bytes", false},
        {"1MB", "nanoseconds", false}, {"5;6", "ns", false},          {"5apples", "ns", false},
        {"5apples", "apples", true},   {"5apples", "count", false},   {"10ms", "count", false},
        {"5%,10ms", "bytes", false},   {"5%,1%total", "bytes", true},
    };
    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct limits l;
        struct err err;
        assert_null(parse(&l, "max_cum", rows[i].text));
        if ((limits_fit(&l, str_of(rows[i].unit), &err) == 0) != rows[i].fits)
            fail_msg("%s of %s", rows[i].text, rows[i].unit);
        if (!rows[i].fits)
            expect_part(rows[i].text, err.msg, "-max_cum=");
        limits_release(&l);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_parts),           cmocka_unit_test(test_what_is_none), cmocka_unit_test(test_functions),
        cmocka_unit_test(test_the_first_wins),  cmocka_unit_test(test_defaults),     cmocka_unit_test(test_budgets),
        cmocka_unit_test(test_hostile_budgets), cmocka_unit_test(test_exceeded),     cmocka_unit_test(test_units),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
