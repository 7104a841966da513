/* Whether a change only moved, and along which callers it came. */
#include "build_comparison.h"

static void open_cost_shift(struct comparison_scene *s, struct cost_shift *m, const char *old, const char *new)
{
    comparison_scene_open(s, "types: goroutine/count\n", old, new);
    comparison_scene_compare(s);
    cost_shift_init(m, &s->comparison, &s->units);
}

static void close_cost_shift(struct comparison_scene *s, struct cost_shift *m)
{
    cost_shift_release(m);
    comparison_scene_close(s);
}

static void test_moved(void **state)
{
    static const struct {
        const char *what, *old, *new, *name;
        bool flat, cum;
    } rows[] = {
        {"a function was split: the new part", "main;f 100\n", "main;f 60\nmain;g 40\n", "g", true, true},
        {"and what is left of it", "main;f 100\n", "main;f 60\nmain;g 40\n", "f", true, true},
        {"its callers stay", "main;f 100\n", "main;f 60\nmain;g 40\n", "main", false, false},
        {"split into a callee: both stay what they are with what they call", "main;f 100\n", "main;f 60\nmain;f;g 40\n",
         "f", true, false},
        {"the callee has what its caller lost", "main;f 100\n", "main;f 60\nmain;f;g 40\n", "g", true, true},
        {"renamed", "main;f;x 100\n", "main;g;x 100\n", "g", false, true},
        {"what it calls has another caller", "main;f;x 100\n", "main;g;x 100\n", "x", false, false},
        {"inlined into its caller", "main;f 60\nmain;f;g 40\n", "main;f 100\n", "f", true, false},
        {"and gone", "main;f 60\nmain;f;g 40\n", "main;f 100\n", "g", true, true},
        {"it grew", "main;f 100\nmain;g 50\n", "main;f 200\nmain;g 50\n", "f", false, false},
        {"new", "main;g 50\n", "main;f 200\nmain;g 50\n", "f", false, false},
        {"it grew more than others lost", "main;f 100\nmain;g 50\n", "main;f 200\nmain;g 10\n", "f", false, false},
        {"it grew, something under another caller fell", "main;a;f 100\nmain;b;g 150\n", "main;a;f 200\nmain;b;g 50\n",
         "f", false, false},
        {"so did that caller", "main;a;f 100\nmain;b;g 150\n", "main;a;f 200\nmain;b;g 50\n", "a", false, true},
        {"within a tenth", "main;f 100\nmain;g 100\n", "main;f 200\nmain;g 9\n", "f", true, true},
        {"not within a tenth", "main;f 100\nmain;g 100\n", "main;f 200\nmain;g 20\n", "f", false, false},
        {"others lost as much, and their caller has more", "main;f 100\nmain;g 100\n", "main;f 200\nmain;x 100\n", "f",
         false, false},
        {"over several callers", "a;f 100\na;x 100\nb;f 100\nb;y 100\n", "a;f 150\na;x 50\nb;f 150\nb;y 50\n", "f",
         false, false},
        {"no callers", "f 100\ng 100\n", "f 200\n", "f", false, false},
        {"no callers, less", "f 100\ng 100\n", "f 200\n", "g", false, false},
        {"recursion", "main;f;f 100\nmain;g 50\n", "main;f;f 150\n", "f", true, true},
        {"recursion that grew", "main;f;f 100\n", "main;f;f 150\n", "f", false, false},
        {"a cycle that took in what it called", "f;g;f 100\nf;g;h 50\n", "f;g;f 150\n", "f", true, false},
        {"a cycle that grew", "main;f;g;f 100\nmain;x 50\n", "main;f;g;f 150\nmain;x 50\n", "f", false, false},
        {"nothing changed", "main;f 100\n", "main;f 100\n", "f", false, false},
        {"sides of several profiles", "main;f 100\n", "main;f 60\nmain;g 40\n--\nmain;f 60\nmain;g 40\n", "g", true,
         true},
    };
    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct comparison_scene s;
        struct cost_shift m;
        open_cost_shift(&s, &m, rows[i].old, rows[i].new);
        const struct comparison_row *r = row_named(&s.comparison, rows[i].name);
        for (int twice = 0; twice < 2; twice++) { /* what is remembered says the same */
            bool flat = cost_shift_is_moved(&m, r, false), cum = cost_shift_is_moved(&m, r, true);
            if (flat != rows[i].flat || cum != rows[i].cum)
                fail_msg("%s: %s: flat %d, cum %d", rows[i].what, rows[i].name, flat, cum);
        }
        close_cost_shift(&s, &m);
    }
}

/* With equal totals all others lose what one gains, though none of their cost has moved. */
static void test_normalized(void **state)
{
    struct comparison_scene s;
    struct cost_shift m;
    (void)state;
    comparison_scene_open(&s, "types: goroutine/count\n", "main;f 100\nmain;g 100\n", "main;f 100\nmain;g 300\n");
    s.request.normalize = true;
    comparison_scene_compare(&s);
    cost_shift_init(&m, &s.comparison, &s.units);
    assert_int_equal(side_delta(row_named(&s.comparison, "g")->flat), 50);
    assert_false(cost_shift_is_moved(&m, row_named(&s.comparison, "g"), false));
    assert_false(cost_shift_is_moved(&m, row_named(&s.comparison, "f"), false));
    close_cost_shift(&s, &m);
}

/* A busy server has no more time than before: what one function takes, all others lack. */
static void test_limited_time(void **state)
{
    struct comparison_scene s;
    struct cost_shift m;
    struct buf side[N_SIDES];
    (void)state;
    for (int i = 0; i < N_SIDES; i++) {
        buf_init(&side[i]);
        for (int f = 0; f < 10; f++) {
            int n = i == OLD ? 10000 : f == 0 ? 18182 : 9091;
            buf_printf(&side[i], "main;loop;f%d %d %d0\n", f, n, n);
        }
    }
    comparison_scene_open(&s, "types: samples/count cpu/nanoseconds\n", buf_cstr(&side[OLD]), buf_cstr(&side[NEW]));
    comparison_scene_compare(&s);
    cost_shift_init(&m, &s.comparison, &s.units);
    assert_false(cost_shift_is_moved(&m, row_named(&s.comparison, "f0"), false));
    assert_false(cost_shift_is_moved(&m, row_named(&s.comparison, "f0"), true));
    for (int i = 0; i < N_SIDES; i++)
        buf_release(&side[i]);
    close_cost_shift(&s, &m);
}

static void test_paths(void **state)
{
    static const struct {
        const char *what, *old, *new, *name, *want;
        size_t most;
    } rows[] = {
        {"from the outermost caller", "main;a;f 10\n", "main;a;f 30\n", "f", "main a f", 9},
        {"over whom most of the growth came", "main;a;f 90\nmain;b;f 10\n", "main;a;f 95\nmain;b;f 40\n", "f",
         "main b f", 9},
        {"of what became less, over whom it left", "main;a;f 90\nmain;b;f 40\n", "main;a;f 95\nmain;b;f 10\n", "f",
         "main b f", 9},
        {"the heavier one where both changed by as much", "a;f 10\nb;f 20\n", "a;f 20\nb;f 30\n", "f", "b f", 9},
        {"a new one", "main 10\n", "main 10\nmain;a;f 5\n", "f", "main a f", 9},
        {"one that is gone", "main;a;f 5\nmain 10\n", "main 10\n", "f", "main a f", 9},
        {"nobody calls it", "main;a 10\n", "main;a 20\n", "main", "main", 9},
        {"recursion is left out", "main;f;f;f 10\n", "main;f;f;f 20\n", "f", "main f", 9},
        {"a cycle ends", "f;g;f;g 10\n", "f;g;f;g 20\n", "g", "f g", 9},
        {"no more than there is room for: the nearest", "a;b;c;d;e 10\n", "a;b;c;d;e 20\n", "e", "d e", 2},
    };
    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct comparison_scene s;
        struct cost_shift m;
        struct buf got;
        uint32_t path[16];
        open_cost_shift(&s, &m, rows[i].old, rows[i].new);
        size_t n = cost_shift_path(&m, row_named(&s.comparison, rows[i].name), path, rows[i].most);
        buf_init(&got);
        for (size_t k = 0; k < n; k++)
            print_str(&got, k ? " " : "",
                      strtab_get(&s.comparison.series.strings, comparison_node(&s.comparison, path[k])->name));
        expect_buf(rows[i].what, &got, rows[i].want);
        buf_release(&got);
        close_cost_shift(&s, &m);
    }
}

/* Each has so many callers and callees that no one may look at all of them for each other: hours, if one did. */
static void test_many_callers(void **state)
{
    enum { N = 20000 };
    struct comparison_scene s;
    struct cost_shift m;
    struct buf side[N_SIDES];
    (void)state;
    for (int i = 0; i < N_SIDES; i++) {
        buf_init(&side[i]);
        for (int k = 0; k < N; k++)
            buf_printf(&side[i], "f%d;hub 100\nhub;g%d %d\n", k, k, i == NEW ? 1000 + (k % 2 ? 100 : -100) : 1000);
    }
    open_cost_shift(&s, &m, buf_cstr(&side[OLD]), buf_cstr(&side[NEW]));
    for (size_t i = 0; i < s.comparison.n_rows; i++) {
        uint32_t path[4];
        const struct comparison_row *r = &s.comparison.row[i];
        bool callee = row_name(&s.comparison, r).p[0] == 'g';
        assert_int_equal(cost_shift_is_moved(&m, r, true), callee);
        assert_int_equal(cost_shift_path(&m, r, path, ROWS(path)), callee                                   ? 3
                                                                   : row_name(&s.comparison, r).p[0] == 'h' ? 2
                                                                                                            : 1);
    }
    for (int i = 0; i < N_SIDES; i++)
        buf_release(&side[i]);
    close_cost_shift(&s, &m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_moved), cmocka_unit_test(test_normalized),   cmocka_unit_test(test_limited_time),
        cmocka_unit_test(test_paths), cmocka_unit_test(test_many_callers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
