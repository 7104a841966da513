/* What both sides of a comparison have, and the errors, against numbers that were computed by hand. */
#include "build_comparison.h"

#include <math.h>

#include "compare/sampling_error.h"
#include "profile/filter.h"
#include "profile/tag_filter.h"
#include "regex/regex.h"

#define CPU  "types: samples/count cpu/nanoseconds\nperiod: cpu/nanoseconds 10\n"
#define HEAP "types: inuse_objects/count inuse_space/bytes\nperiod: space/bytes 512\n"

/* ---- How values came about, and what a sample adds to the variance ---- */

static void test_sampling(void **state)
{
    static const struct {
        const char *what, *header;
        size_t value;
        enum sampling how;
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
        struct sampling_of s = sampling_find(&p, rows[i].value);
        if (s.how != rows[i].how || s.count != rows[i].count || s.bytes != rows[i].bytes || s.rate != rows[i].rate ||
            s.per_event != rows[i].per_event)
            fail_msg("%s: %d %zu %zu %g %g", rows[i].what, (int)s.how, s.count, s.bytes, s.rate, s.per_event);
        profile_release(&p);
    }
}

static void test_variance(void **state)
{
    /* seen: 1 - exp(-size/rate); of objects of the rate's size 0.632121 */
    static const struct {
        const char *what;
        struct sampling_of s;
        int64_t value[2];
        size_t type;
        double want;
    } rows[] = {
        {"n events: (v/n)^2 * n", {SAMPLED_EVENTS, true, 0, 1, 0, 0}, {25, 1000}, 1, 40000},
        {"of the count itself: n", {SAMPLED_EVENTS, true, 0, 0, 0, 0}, {25, 1000}, 0, 25},
        {"of a period: v / period events", {SAMPLED_EVENTS, true, 1, 1, 0, 10}, {0, 250}, 1, 2500},
        {"less than none: as much", {SAMPLED_EVENTS, true, 0, 1, 0, 0}, {-25, -1000}, 1, 40000},
        {"no events", {SAMPLED_EVENTS, true, 0, 1, 0, 0}, {0, 1000}, 1, 0},
        {"nothing", {SAMPLED_EVENTS, true, 0, 1, 0, 0}, {25, 0}, 1, 0},
        {"exact", {SAMPLED_NEVER, true, 0, 1, 0, 0}, {25, 1000}, 1, 0},
        /* 10 objects of 512 bytes: 10 * 512^2 * 0.367879 / 0.632121 */
        {"bytes", {SAMPLED_BYTES, true, 0, 1, 512, 0}, {10, 5120}, 1, 1525617.0},
        {"objects", {SAMPLED_BYTES, true, 0, 1, 512, 0}, {10, 5120}, 0, 5.8197671},
        /* 1 object of 10 rates: 5120^2 * 4.53999e-5 / 0.9999546 */
        {"large objects are hardly ever missed", {SAMPLED_BYTES, true, 0, 1, 512, 0}, {1, 5120}, 1, 1190.1850},
        /* 1000 objects of 1 byte: 1000 * (1-p)/p, p = 0.00195122 */
        {"small ones nearly always", {SAMPLED_BYTES, true, 0, 1, 512, 0}, {1000, 1000}, 1, 511500.16},
        {"objects without a size", {SAMPLED_BYTES, true, 0, 1, 512, 0}, {3, 0}, 0, 9},
    };
    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        double got = sampling_variance(&rows[i].s, rows[i].value, rows[i].type);
        if (fabs(got - rows[i].want) > 1e-6 * rows[i].want)
            fail_msg("%s: got %.9g, want %.9g", rows[i].what, got, rows[i].want);
    }
}

/* ---- Sums ---- */

static void test_sums(void **state)
{
    static const struct {
        const char *what, *header, *old, *new, *want;
    } rows[] = {
        {"flat, cum, and the root of the events", "types: samples/count cpu/count\n",
         "main;a 4 4\nmain;b 9 9\nmain 3 3\n", "main;a 16 16\n",
         "total 16 16\na 4±2 16±4, 4±2 16±4\nb 9±3 0, 9±3 0\nmain 3±1.732 0, 16±4 16±4\n"},
        {"events that weigh", CPU, "a 4 40\n", "a 9 90\n", "total 40 90\na 40±20 90±30, 40±20 90±30\n"},
        {"exact: one may come and go", "types: goroutine/count\n", "a 4\n", "a 9\n", "total 4 9\na 4±1 9±1, 4±1 9±1\n"},
        /* 512 * sqrt(10 * 0.581977 + 1): one object may come and go */
        {"scaled up", HEAP, "a 10 5120\n", "a 40 20480\n",
         "total 5120 20480\na 5120±1337 20480±2523, 5120±1337 20480±2523\n"},
        {"recursion counts once", CPU, "f;g;f 4 40\n", "f;f;f 9 90\nf;g 16 160\n",
         "total 40 250\nf 40±20 90±30, 40±20 250±50\ng 0 160±40, 40±20 160±40\n"},
        {"inlined functions", CPU, "main;a>b 4 40\n", "main;a>b 9 90\n",
         "total 40 90\na 0 0, 40±20 90±30\nb 40±20 90±30, 40±20 90±30\nmain 0 0, 40±20 90±30\n"},
        {"new and gone", CPU, "a 4 40\n", "b 9 90\n", "total 40 90\na 40±20 0, 40±20 0\nb 0 90±30, 0 90±30\n"},
        {"what cancels out has a deviation", CPU, "f 4 40\n", "f 4 40\nf 4 -40\ng 1 10\n",
         "total 40 10\nf 40±20 0±28.28, 40±20 0±28.28\ng 0 10±10, 0 10±10\n"},
        {"nobody's", CPU, "- 4 40\nf 1 10\n", "f 1 10\n", "total 50 10\nf 10±10 10±10, 10±10 10±10\n"},
        {"nothing", CPU, "", "", "total 0 0\n"},
    };
    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct comparison_scene s;
        comparison_scene_open(&s, rows[i].header, rows[i].old, rows[i].new);
        comparison_scene_add(&s);
        expect_sides(rows[i].what, &s.sides, rows[i].want);
        comparison_scene_close(&s);
    }
}

/* Of each side what sampling gives, and the spread of the mean between profiles; what that makes is the model's (compare/sampling_error.h). */
static void test_repeats(void **state)
{
    static const char exact[] = "types: goroutine/count\n", counted[] = "types: samples/count events/count\n";
    static const struct {
        const char *what, *header, *old, *new;
        int64_t value[N_SIDES];
        struct noise_side noise[N_SIDES];
        unsigned missing; /* a bit for each profile that could not be loaded, the new ones first */
    } rows[] = {
        /* deviation 10, of the mean 10/sqrt(3); in each one object may come and go */
        {"10, 20, 30",
         exact,
         "a 10\n--\na 20\n--\na 30\n",
         "a 20\n--\na 20\n",
         {20, 20},
         {{20, 1. / 3, 100. / 3}, {20, .5, 0}},
         0},
        {"30 and none", exact, "a 30\n--\nb 10\n", "a 10\n--\na 10\n", {15, 10}, {{15, .25, 225}, {10, .5, 0}}, 0},
        {"sampling: sqrt(100 + 100) / 2",
         counted,
         "a 100 100\n--\na 100 100\n",
         "a 100 100\n--\na 100 100\n",
         {100, 100},
         {{100, 50, 0}, {100, 50, 0}},
         0},
        {"both: sqrt(25 + 225) / 2, and 200 / 2",
         counted,
         "a 25 25\n--\na 225 225\n",
         "a 100 100\n--\na 100 100\n",
         {125, 100},
         {{125, 62.5, 10000}, {100, 50, 0}},
         0},
        {"a file that could not be loaded is none",
         exact,
         "a 10\n--\n--\na 30\n",
         "a 20\n--\na 20\n",
         {20, 20},
         {{20, .5, 100}, {20, .5, 0}},
         1 << 3},
        {"nor of the new side",
         exact,
         "a 10\n--\na 10\n",
         "--\na 20\n--\na 20\n",
         {10, 20},
         {{10, .5, 0}, {20, .5, 0}},
         1},
        {"an empty one is one", exact, "a 10\n--\na 10\n", "a 20\n--\n", {10, 10}, {{10, .5, 0}, {10, .25, 100}}, 0},
    };
    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct comparison_scene s;
        comparison_scene_open(&s, rows[i].header, rows[i].old, rows[i].new);
        for (size_t k = 0; k < ROWS(s.loaded); k++)
            s.loaded[k] = !(rows[i].missing >> k & 1);
        comparison_scene_add(&s);
        const struct comparison_row *a = row_named(&s.sides, "a");
        for (int k = 0; k < N_SIDES; k++) {
            const size_t *n = s.sides.n_profiles;
            double want = sqrt(noise_variance(&rows[i].noise[k], s.sides.dispersion, n[k], n[!k]));
            if (a->flat[k].value != rows[i].value[k] || a->cum[k].value != rows[i].value[k] ||
                fabs(a->flat[k].error - want) > 1e-9 || fabs(a->cum[k].error - want) > 1e-9)
                fail_msg("%s: side %d: %" PRId64 "±%g, not ±%g", rows[i].what, k, a->flat[k].value, a->flat[k].error,
                         want);
        }
        comparison_scene_close(&s);
    }
}

static void test_means(void **state)
{
    struct comparison_scene s;
    (void)state;
    /* 100 in 4: 25, deviation 100/sqrt(4)/4; 300 in 25: 12, and 4 in 2: 2 */
    comparison_scene_open(&s, "types: contentions/count delay/nanoseconds\n", "a 4 100\n", "a;b 25 300\na 2 4\n");
    s.options.mean = true;
    comparison_scene_add(&s);
    expect_sides("over the first value", &s.sides,
                 "total 25 11\na 25±12.5 2±1.414, 25±12.5 11±2.225\nb 0 12±2.4, 0 12±2.4\n");
    comparison_scene_close(&s);
}

static void test_events(void **state)
{
    struct comparison_scene s;
    (void)state;
    comparison_scene_open(&s, CPU, "a 4 40\nb 2 20\n--\na 1 10\n", "a 9 90\n");
    comparison_scene_add(&s);
    assert_true(s.sides.events[OLD] == 7 && s.sides.events[NEW] == 9);
    assert_true(s.sides.n_profiles[OLD] == 2 && s.sides.n_profiles[NEW] == 1);
    comparison_scene_close(&s);
}

static void test_totals(void **state)
{
    struct comparison_scene s;
    (void)state;
    /* the root of 100 and 400 events in 2 profiles each: 10 * sqrt(100) / sqrt(2) */
    comparison_scene_open(&s, CPU, "a 100 1000\n--\na 100 1000\n", "a 400 4000\n--\nb 400 4000\n");
    comparison_scene_add(&s);
    assert_true(fabs(s.sides.total[OLD].error - 70.710678) < 1e-6);
    assert_true(fabs(s.sides.total[NEW].error - 141.421356) < 1e-6);
    comparison_scene_close(&s);
    comparison_scene_open(&s, CPU, "a 100 1000\n", "a 100 1000\n"); /* single ones may drift as a whole */
    comparison_scene_add(&s);
    assert_true(side_error(s.sides.total) > 141.5);
    comparison_scene_close(&s);
}

/* What is slower in all functions is the machine, up to a tenth; what is slower in one is that function. */
static void test_drift(void **state)
{
    static const struct {
        int percent;
        double drift, median;
    } rows[] = {{0, 0, 0}, {6, .06, .06}, {-6, -.06, -.06}, {50, .1, .5}, {800, .1, 8}};
    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct comparison_scene s;
        struct buf side[N_SIDES];
        for (int k = 0; k < N_SIDES; k++) {
            buf_init(&side[k]);
            for (int f = 0; f < 9; f++) {
                int n = k == OLD ? 10000 : 100 * (100 + rows[i].percent) * (f == 0 ? 2 : 1);
                buf_printf(&side[k], "f%d %d %d0\n", f, n, n);
            }
        }
        comparison_scene_open(&s, CPU, buf_cstr(&side[OLD]), buf_cstr(&side[NEW]));
        comparison_scene_add(&s);
        const struct comparison_row *same = row_named(&s.sides, "f1"), *grown = row_named(&s.sides, "f0");
        assert_true(fabs(s.sides.drift - rows[i].drift) < 1e-6 && fabs(s.sides.median - rows[i].median) < 1e-6);
        assert_int_equal(same->flat[NEW].value, 1000 * (100 + rows[i].percent));
        double left = (1 + rows[i].median) / (1 + rows[i].drift) - 1; /* in terms of what the median has */
        assert_true(fabs(same->flat[NEW].level / same->flat[OLD].level - 1 - left) < 1e-6);
        assert_true(side_error(same->flat) < .03 * (1 + left) * same->flat[OLD].level); /* 10000 events a side */
        assert_true(fabs(grown->flat[NEW].level / grown->flat[OLD].level - 2 * (1 + left)) < 1e-6);
        for (int k = 0; k < N_SIDES; k++)
            buf_release(&side[k]);
        comparison_scene_close(&s);
    }
}

/* Repeats show which functions drift: f0 does not, f1 as all, and half as much leaves it open. */
static void test_drift_of_repeats(void **state)
{
    static const int percent[N_SIDES][3] = {[OLD] = {95, 100, 105}, [NEW] = {100, 105, 110}};
    struct comparison_scene s;
    struct buf side[N_SIDES];
    (void)state;
    for (int k = 0; k < N_SIDES; k++) {
        buf_init(&side[k]);
        for (int i = 0; i < 3; i++) {
            int n[] = {10000, 100 * percent[k][i], 50 * (100 + percent[k][i])};
            buf_printf(&side[k], "%sf0 %d %d0\nhalf %d %d0\n", i ? "--\n" : "", n[0], n[0], n[2], n[2]);
            for (int f = 1; f < 10; f++)
                buf_printf(&side[k], "f%d %d %d0\n", f, n[1], n[1]);
        }
    }
    comparison_scene_open(&s, CPU, buf_cstr(&side[OLD]), buf_cstr(&side[NEW]));
    comparison_scene_add(&s);
    const struct comparison_row *fixed = row_named(&s.sides, "f0"), *same = row_named(&s.sides, "f1"),
                                *half = row_named(&s.sides, "half");
    assert_true(fabs(s.sides.drift - .05) < 1e-3);
    assert_true(fabs(side_excess(fixed->flat)) < 1 && fabs(side_excess(same->flat)) < 1);
    /* between the delta that there is, of 2.5 percent, and the one that is left without the drift, of -2.5 percent */
    assert_true(side_delta(half->flat) == 2500 && fabs(side_excess(half->flat)) < 500);
    for (int k = 0; k < N_SIDES; k++)
        buf_release(&side[k]);
    comparison_scene_close(&s);
}

/* ---- What filters leave ---- */

static void test_hidden_frames(void **state)
{
    struct comparison_scene s;
    struct filter_hits hits;
    struct err err;
    struct regex *hide = regex_compile("b", 1, &err);
    (void)state;
    comparison_scene_open(&s, CPU, "main;a;b 4 40\nb 1 10\n", "main;b;a 9 90\nmain;b 4 40\n");
    filter_names(&s.scene.view, &(struct name_filters){.hide = hide}, &hits);
    comparison_scene_add(&s);
    expect_sides("hidden frames are their callers'", &s.sides,
                 "total 40 130\na 40±20 90±30, 40±20 90±30\nmain 0 40±20, 40±20 130±36.06\n");
    regex_free(hide);
    comparison_scene_close(&s);
}

/* Filters of labels do not touch which source a sample is of, and cannot ask for it. */
static void test_labels(void **state)
{
    static const struct {
        const char *show, *hide, *focus, *want;
    } rows[] = {
        {"thread", NULL, NULL, "total 40 90\na 40±20 90±30, 40±20 90±30\n"},
        {"nosuch", NULL, NULL, "total 40 90\na 40±20 90±30, 40±20 90±30\n"},
        {NULL, ".", NULL, "total 40 90\na 40±20 90±30, 40±20 90±30\n"},
        {NULL, NULL, "t1", "total 0 90\na 0 90±30, 0 90±30\n"},
        {NULL, NULL, "source", "total 0 0\n"},
    };
    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct comparison_scene s;
        struct filter_hits hits;
        struct err err;
        struct regex *show = rows[i].show ? regex_compile(rows[i].show, strlen(rows[i].show), &err) : NULL;
        struct regex *hide = rows[i].hide ? regex_compile(rows[i].hide, strlen(rows[i].hide), &err) : NULL;
        struct tag_filter *focus = rows[i].focus ? tag_filter_compile(rows[i].focus, &err) : NULL;
        comparison_scene_open(&s, CPU, "a 4 40 | thread=t2\n", "a 9 90 | thread=t1\n");
        tags_filter_samples(&s.scene.view, focus, NULL, &s.units, &hits);
        tags_filter_keys(&s.scene.view, show, hide, &hits);
        comparison_scene_add(&s);
        expect_sides(rows[i].focus ? rows[i].focus : "labels", &s.sides, rows[i].want);
        regex_free(show);
        regex_free(hide);
        tag_filter_free(focus);
        comparison_scene_close(&s);
    }
}

/* ---- The new side made as large as the old one ---- */

static void test_normalized(void **state)
{
    static const struct {
        const char *what, *old, *new, *want;
        bool mean;
    } rows[] = {
        /* 10 times the events: a tenth, and so are the errors of 40 and 60 events */
        {"errors are those of what was counted", "a 5 50\nb 5 50\n", "a 40 400\nb 60 600\n",
         "total 100 100\na 50±22.36 40±6.325, 50±22.36 40±6.325\nb 50±22.36 60±7.746, 50±22.36 60±7.746\n", false},
        /* scaled one by one, samples of one event would be of none */
        {"small samples are not lost", "a 100 1000\n", "a 1 100\nb 1 100\nc 400 9800\n",
         "total 1000 1000\na 1000±100 10±10, 1000±100 10±10\nb 0 10±10, 0 10±10\nc 0 980±49, 0 980±49\n", false},
        {"nothing of something", "a 4 40\n", "", "total 40 0\na 40±20 0, 40±20 0\n", false},
        {"means are of both values", "a 4 40\n", "a 8 160\n", "total 10 10\na 10±5 10±3.536, 10±5 10±3.536\n", true},
    };
    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct comparison_scene s;
        comparison_scene_open(&s, CPU, rows[i].old, rows[i].new);
        s.options.normalize = true;
        s.options.mean = rows[i].mean;
        comparison_scene_add(&s);
        expect_sides(rows[i].what, &s.sides, rows[i].want);
        comparison_scene_close(&s);
    }
}

/* A profile of one side is made as much as one of the other, however many there are. */
static void test_normalized_repeats(void **state)
{
    struct comparison_scene s;
    (void)state;
    comparison_scene_open(&s, CPU, "a 4 40\n", "a 8 80\n--\na 8 80\n--\na 8 80\n");
    s.options.normalize = true;
    comparison_scene_add(&s);
    assert_int_equal(s.sides.total[NEW].value, 40);
    assert_int_equal(row_named(&s.sides, "a")->flat[NEW].value, 40);
    comparison_scene_close(&s);
}

static void test_delta(void **state)
{
    static const struct side_value v[N_SIDES] = {[OLD] = {40, 44, 3}, [NEW] = {30, 30, 4}};
    static const struct side_value most[N_SIDES] = {[OLD] = {INT64_MIN, 0, 0}, [NEW] = {INT64_MAX, 0, 0}};
    (void)state;
    assert_int_equal(side_delta(v), -10);
    assert_true(side_error(v) == 5 && side_excess(v) == -14);
    assert_int_equal(side_delta(most), -1); /* sums wrap around, as all do */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sampling),
        cmocka_unit_test(test_variance),
        cmocka_unit_test(test_sums),
        cmocka_unit_test(test_repeats),
        cmocka_unit_test(test_means),
        cmocka_unit_test(test_events),
        cmocka_unit_test(test_hidden_frames),
        cmocka_unit_test(test_labels),
        cmocka_unit_test(test_normalized),
        cmocka_unit_test(test_totals),
        cmocka_unit_test(test_drift),
        cmocka_unit_test(test_drift_of_repeats),
        cmocka_unit_test(test_normalized_repeats),
        cmocka_unit_test(test_delta),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
