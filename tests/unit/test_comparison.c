/* What both sides of a comparison have, and the errors, against numbers that were computed by hand. */
#include "build_comparison.h"

#include <math.h>

#include "compare/variance.h"
#include "profile/filter.h"
#include "profile/tag_filter.h"
#include "regex/regex.h"

#define CPU  "types: samples/count cpu/nanoseconds\nperiod: cpu/nanoseconds 10\n"
#define HEAP "types: inuse_objects/count inuse_space/bytes\nperiod: space/bytes 512\n"

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
        comparison_scene_compare(&s);
        expect_comparison(rows[i].what, &s.comparison, rows[i].want);
        comparison_scene_close(&s);
    }
}

/* Of each side what sampling gives, and the spread of the mean between profiles; what that makes is the model's (compare/variance.h). */
static void test_repeats(void **state)
{
    static const char exact[] = "types: goroutine/count\n", counted[] = "types: samples/count events/count\n";
    static const struct {
        const char *what, *header, *old, *new;
        int64_t value[N_SIDES];
        struct estimate estimate[N_SIDES];
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
        comparison_scene_compare(&s);
        const struct comparison_row *a = row_named(&s.comparison, "a");
        for (int k = 0; k < N_SIDES; k++) {
            const size_t *n = s.comparison.n_profiles;
            double want = sqrt(variance_of_estimate(&rows[i].estimate[k], s.comparison.dispersion, n[k], n[!k]));
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
    s.request.mean = true;
    comparison_scene_compare(&s);
    expect_comparison("over the first value", &s.comparison,
                      "total 25 11\na 25±12.5 2±1.414, 25±12.5 11±2.225\nb 0 12±2.4, 0 12±2.4\n");
    comparison_scene_close(&s);
}

static void test_events(void **state)
{
    struct comparison_scene s;
    (void)state;
    comparison_scene_open(&s, CPU, "a 4 40\nb 2 20\n--\na 1 10\n", "a 9 90\n");
    comparison_scene_compare(&s);
    assert_true(s.comparison.events[OLD] == 7 && s.comparison.events[NEW] == 9);
    assert_true(s.comparison.n_profiles[OLD] == 2 && s.comparison.n_profiles[NEW] == 1);
    comparison_scene_close(&s);
}

static void test_totals(void **state)
{
    struct comparison_scene s;
    (void)state;
    /* the root of 100 and 400 events in 2 profiles each: 10 * sqrt(100) / sqrt(2) */
    comparison_scene_open(&s, CPU, "a 100 1000\n--\na 100 1000\n", "a 400 4000\n--\nb 400 4000\n");
    comparison_scene_compare(&s);
    assert_true(fabs(s.comparison.total[OLD].error - 70.710678) < 1e-6);
    assert_true(fabs(s.comparison.total[NEW].error - 141.421356) < 1e-6);
    comparison_scene_close(&s);
    comparison_scene_open(&s, CPU, "a 100 1000\n", "a 100 1000\n"); /* single ones may drift as a whole */
    comparison_scene_compare(&s);
    assert_true(side_error(s.comparison.total) > 141.5);
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
        comparison_scene_compare(&s);
        const struct comparison_row *same = row_named(&s.comparison, "f1"), *grown = row_named(&s.comparison, "f0");
        assert_true(fabs(s.comparison.drift - rows[i].drift) < 1e-6 &&
                    fabs(s.comparison.median_growth - rows[i].median) < 1e-6);
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
    comparison_scene_compare(&s);
    const struct comparison_row *fixed = row_named(&s.comparison, "f0"), *same = row_named(&s.comparison, "f1"),
                                *half = row_named(&s.comparison, "half");
    assert_true(fabs(s.comparison.drift - .05) < 1e-3);
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
    comparison_scene_compare(&s);
    expect_comparison("hidden frames are their callers'", &s.comparison,
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
        comparison_scene_compare(&s);
        expect_comparison(rows[i].focus ? rows[i].focus : "labels", &s.comparison, rows[i].want);
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
        s.request.normalize = true;
        s.request.mean = rows[i].mean;
        comparison_scene_compare(&s);
        expect_comparison(rows[i].what, &s.comparison, rows[i].want);
        comparison_scene_close(&s);
    }
}

/* A profile of one side is made as much as one of the other, however many there are. */
static void test_normalized_repeats(void **state)
{
    struct comparison_scene s;
    (void)state;
    comparison_scene_open(&s, CPU, "a 4 40\n", "a 8 80\n--\na 8 80\n--\na 8 80\n");
    s.request.normalize = true;
    comparison_scene_compare(&s);
    assert_int_equal(s.comparison.total[NEW].value, 40);
    assert_int_equal(row_named(&s.comparison, "a")->flat[NEW].value, 40);
    comparison_scene_close(&s);
}

/* Shares are of all samples, whatever the filters leave of them, and scaled with them. */
static void test_wholes(void **state)
{
    static const struct {
        const char *what;
        bool normalize, relative;
        int64_t total[N_SIDES], whole[N_SIDES], measured;
    } rows[] = {
        {"before filters", false, false, {[OLD] = 10, [NEW] = 20}, {[OLD] = 40, [NEW] = 80}, 20},
        {"after filters", false, true, {[OLD] = 10, [NEW] = 20}, {[OLD] = 10, [NEW] = 20}, 20},
        {"normalized", true, false, {[OLD] = 10, [NEW] = 10}, {[OLD] = 40, [NEW] = 40}, 20},
    };
    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct comparison_scene s;
        static const bool keep[] = {true, false, true, false, true, false}; /* only those of a */
        comparison_scene_open(&s, CPU, "a 1 10\nb 3 30\n", "a 2 20\nb 6 60\n--\na 2 20\nb 6 60\n");
        view_keep(&s.scene.view, keep);
        s.request.normalize = rows[i].normalize;
        s.request.relative = rows[i].relative;
        comparison_scene_compare(&s);
        for (int side = 0; side < N_SIDES; side++)
            if (s.comparison.total[side].value != rows[i].total[side] ||
                s.comparison.whole[side] != rows[i].whole[side])
                fail_msg("%s: %" PRId64 " of %" PRId64, rows[i].what, s.comparison.total[side].value,
                         s.comparison.whole[side]);
        assert_int_equal(s.comparison.measured, rows[i].measured);
        comparison_scene_close(&s);
    }
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
        cmocka_unit_test(test_wholes),
        cmocka_unit_test(test_delta),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
