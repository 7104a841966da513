/* Verdicts, findings and warnings of checks, without a report. */
#include "build_comparison.h"

#include "compare/check.h"
#include "compare/preemption.h"
#include "compare/self_test.h"

#define EXACT "types: goroutine/count\n"
#define CPU   "types: samples/count cpu/nanoseconds\nperiod: cpu/nanoseconds 10\n"

struct check_scene {
    struct comparison_scene sides;
    struct cost_shift cost_shift;
    struct comparison_side side[N_SIDES]; /* what the files say: may be changed before check_scene_evaluate */
    struct limits limits;
    struct check_request request;
    struct check check;
};

static void check_scene_prepare(struct check_scene *s, const char *limits)
{
    struct err err;
    limits_init(&s->limits);
    if (limits_read(&s->limits, limits, strlen(limits), &err))
        fail_msg("%s", err.msg);
    limits_complete(&s->limits);
    for (int i = 0; i < N_SIDES; i++)
        s->side[i] =
            (struct comparison_side){.n_profiles = s->sides.request.n_sources[i], .binary = "", .build_id = ""};
    s->request = (struct check_request){.comparison = &s->sides.comparison,
                                        .cost_shift = &s->cost_shift,
                                        .side = s->side,
                                        .limits = &s->limits,
                                        .row = {"function", "functions"}};
}

static void check_scene_open(struct check_scene *s, const char *header, const char *old, const char *new,
                             const char *limits)
{
    *s = (struct check_scene){.limits = {.z = 0}};
    comparison_scene_open(&s->sides, header, old, new);
    check_scene_prepare(s, limits);
}

static void check_scene_evaluate(struct check_scene *s)
{
    comparison_scene_compare(&s->sides);
    cost_shift_init(&s->cost_shift, &s->sides.comparison, &s->sides.units);
    check_evaluate(&s->check, &s->request);
}

static void check_scene_close(struct check_scene *s)
{
    cost_shift_release(&s->cost_shift);
    limits_release(&s->limits);
    comparison_scene_close(&s->sides);
}

/* A verdict, its reason, and a line for each finding: "state kind old new limit: callers > function". */
static void print_check(struct buf *out, const struct check *c)
{
    static const char *const verdict[] = {
        [VERDICT_PASS] = "pass", [VERDICT_FAIL] = "fail", [VERDICT_INCONCLUSIVE] = "inconclusive"};
    static const char *const state[] = {"failed", "moved", "exempt"}, *const kind[] = {"total", "flat", "cum", "new"};
    buf_puts(out, verdict[c->verdict]);
    buf_printf(out, "%s%s\n", c->reason ? ": " : "", c->reason ? c->reason : "");
    for (size_t i = 0; i < c->n; i++) {
        const struct finding *f = &c->finding[i];
        buf_printf(out, "%s %s %" PRId64 " %" PRId64 " ", state[f->state], kind[f->kind], f->value[OLD].value,
                   f->value[NEW].value);
        limit_print(out, f->limit);
        for (size_t k = 0; k < f->path_len; k++)
            print_str(out, k ? " > " : ": ", f->path[k]);
        buf_putc(out, '\n');
    }
}

static void expect_verdict(const char *what, const struct check *c, const char *want)
{
    struct buf b;
    buf_init(&b);
    print_check(&b, c);
    expect_buf(what, &b, want);
    buf_release(&b);
}

static void test_findings(void **state)
{
    static const struct {
        const char *what, *old, *new, *limits, *want;
    } rows[] = {
        {"nothing grew", "main;a 1000\n", "main;a 1000\n", "", "pass\n"},
        {"less is no growth", "main;a 1000\n", "main;a 500\n", "", "pass\n"},
        {"within the limit", "main;a 1000\n", "main;a 1040\n", "max_flat=5%\nmax_cum=5%\n", "pass\n"},
        {"flat and cum of one function are named once", "main;a 1000\n", "main;a 1500\n", "max_flat=5%\nmax_cum=5%\n",
         "fail\nfailed flat 1000 1500 -max_flat=5%: main > a\nfailed cum 1000 1500 -max_cum=5%: main\n"},
        {"the total comes first", "main;a 1000\n", "main;a 1500\n", "max_total=10%\nmax_flat=5%\n",
         "fail\nfailed total 1000 1500 -max_total=10%\nfailed flat 1000 1500 -max_flat=5%: main > a\n"},
        {"new ones have a limit of their own", "main;a 1000\n", "main;a 1000\nmain;b 100\n", "max_new=50\n",
         "fail\nfailed new 0 100 -max_new=50: main > b\n"},
        {"the first limit that a function has counts", "main;a 1000\n", "main;a 1500\n",
         "limit=^a$:60%\nlimit=^a:1%\nmax_flat=5%\n", "pass\n"},
        {"what moved does not fail", "main;a 1000\nmain;b 1000\n", "main;a 1500\nmain;b 500\n", "max_flat=5%\n",
         "pass\nmoved flat 1000 1500 -max_flat=5%: main > a\n"},
        {"nor does what is exempt", "main;a 1000\n", "main;a 1500\n", "max_flat=5%\nexempt=^a$\n",
         "pass\nexempt flat 1000 1500 -max_flat=5%: main > a\n"},
        {"failures come first", "main;a 1000\nmain;b 1000\n", "main;a 3000\nmain;b 1500\n", "max_flat=5%\nexempt=^a$\n",
         "fail\nfailed flat 1000 1500 -max_flat=5%: main > b\nexempt flat 1000 3000 -max_flat=5%: main > a\n"},
        {"a limit that no function has", "main;a 1000\n", "main;a 1000\n", "limit=nosuch:5%\n",
         "inconclusive: no function is met by -limit=nosuch:5%\n"},
        {"growth counts before that", "main;a 1000\n", "main;a 1500\n", "limit=nosuch:5%\nmax_flat=5%\n",
         "fail: no function is met by -limit=nosuch:5%\nfailed flat 1000 1500 -max_flat=5%: main > a\n"},
        {"nothing in common", "a 1000\n", "b 1000\n", "max_flat=5%\n",
         "inconclusive: no function is in both profiles\n"},
        {"nothing in the base", "", "b 1000\n", "", "inconclusive: the base is empty\n"},
        {"nothing new", "a 1000\n", "", "", "inconclusive: the profile is empty\n"},
    };
    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct check_scene s;
        check_scene_open(&s, EXACT, rows[i].old, rows[i].new, rows[i].limits);
        check_scene_evaluate(&s);
        expect_verdict(rows[i].what, &s.check, rows[i].want);
        check_scene_close(&s);
    }
}

static void test_counts(void **state)
{
    struct check_scene s;
    (void)state;
    check_scene_open(&s, EXACT, "main;a 10\nmain;b 5\n", "main;a 30\nmain;c 5\n", "max_flat=5%\n");
    check_scene_evaluate(&s);
    assert_true(s.check.n_checked == 3 && s.check.n_common == 2); /* not c, which is new; main and a */
    assert_true(s.check.n_exempt == 0 && !s.check.checks_total);
    assert_true(s.check.n == 1 && s.check.n_failed == 1);
    assert_ptr_equal(s.check.finding[0].row, row_named(&s.sides.comparison, "a"));
    check_scene_close(&s);
}

/* Growth that chance may have made is within 3 errors: here of sqrt(100 + 130), without any limit to speak of. */
static void test_chance(void **state)
{
    struct check_scene s;
    (void)state;
    check_scene_open(&s, CPU, "main;a 100 1000\n", "main;a 130 1300\n", "max_flat=1%\n");
    check_scene_evaluate(&s);
    expect_verdict("1.9 errors", &s.check, "pass\n");
    check_scene_close(&s);
    check_scene_open(&s, CPU, "main;a 100 1000\n", "main;a 130 1300\n", "max_flat=1%\nz=1\n");
    check_scene_evaluate(&s);
    expect_verdict("z=1", &s.check, "fail\nfailed flat 1000 1300 -max_flat=1%: main > a\n");
    check_scene_close(&s);
}

static void test_incomparable(void **state)
{
    static const struct {
        const char *what, *header, *old, *new, *want;
        struct comparison_side side[N_SIDES];
        bool has_filters;
    } rows[] = {
        {"programs",
         EXACT,
         "a 1\n",
         "a 1\n",
         "inconclusive: the profiles are of different programs: x and y\n",
         {{.binary = "x"}, {.binary = "y"}},
         false},
        {"one program is not known", EXACT, "a 1\n", "a 1\n", "pass\n", {{.binary = "x"}, {.binary = ""}}, false},
        {"periods",
         CPU,
         "a 500 5000\n",
         "a 500 5000\n",
         "inconclusive: the profiles are of different periods: 10ns and 20ns\n",
         {{.binary = "", .period = 10}, {.binary = "", .period = 20}},
         false},
        {"few samples",
         CPU,
         "a 99 990\n",
         "a 100 1000\n",
         "inconclusive: the base has too few samples\n",
         {{.binary = ""}, {.binary = ""}},
         false},
        {"few new samples",
         CPU,
         "a 100 1000\n",
         "a 99 990\n",
         "inconclusive: the profile has too few samples\n",
         {{.binary = ""}, {.binary = ""}},
         false},
        {"filters",
         EXACT,
         "",
         "a 1\n",
         "inconclusive: the filters leave nothing of the base\n",
         {{.binary = ""}, {.binary = ""}},
         true},
    };
    struct check c;
    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct check_scene s;
        check_scene_open(&s, rows[i].header, rows[i].old, rows[i].new, "");
        s.request.side = rows[i].side;
        s.request.has_filters = rows[i].has_filters;
        check_scene_evaluate(&s);
        expect_verdict(rows[i].what, &s.check, rows[i].want);
        check_scene_close(&s);
    }
    check_evaluate(&c, &(struct check_request){.incomparable = "incompatible sample types"});
    expect_verdict("no comparison at all", &c, "inconclusive: incompatible sample types\n");
}

static void expect_warnings(const char *what, const struct check *c, const char *want)
{
    struct buf b;
    buf_init(&b);
    for (size_t i = 0; i < c->n_warnings; i++) {
        print_str(&b, "", c->warning[i]);
        buf_putc(&b, '\n');
    }
    expect_buf(what, &b, want);
    buf_release(&b);
}

static void test_warnings(void **state)
{
    struct check_scene s;
    (void)state;
    check_scene_open(&s, EXACT, "a 1\n", "a 1\n", "");
    s.request.allow_missing = 2;
    s.side[OLD].duration_nanos = 1000000000;
    s.side[NEW].duration_nanos = 2000000000;
    s.side[NEW].n_unread = 2;
    check_scene_evaluate(&s);
    expect_warnings("of files", &s.check,
                    "the profiles took 1s and 2s: -normalize compares shares\n2 of 4 profiles could not be read\n");
    check_scene_close(&s);
    check_scene_open(&s, EXACT, "a 1\n", "a 1\n", "");
    s.side[NEW].n_shared = 1;
    s.side[OLD].earliest = 2, s.side[NEW].latest = 1;
    check_scene_evaluate(&s);
    expect_warnings("the first doubt about the sides", &s.check, "both sides are the same profile\n");
    check_scene_close(&s);
    check_scene_open(&s, CPU, "a 200 2000\n", "a 200 2000\n", "");
    check_scene_evaluate(&s);
    expect_part("few samples", s.check.warning[0].p, "few samples: a function with 5% of the total");
    expect_part("lone profiles", s.check.warning[1].p, "one profile a side");
    assert_int_equal(s.check.n_warnings, 2);
    check_scene_close(&s);
}

/* A side of which a file could not be read is not whole: only growth is certain then. */
static void test_unread(void **state)
{
    static const struct {
        const char *what, *new;
        size_t unread_old, unread_new, allowed;
        const char *verdict, *warnings;
    } rows[] = {
        {"none", "a 1\n", 0, 0, 0, "pass\n", ""},
        {"one", "a 1\n", 1, 0, 0,
         "inconclusive: 1 of 3 profiles could not be read (-allow_missing=1 would allow that)\n", ""},
        {"one of each side", "a 1\n", 1, 1, 1,
         "inconclusive: 2 of 4 profiles could not be read (-allow_missing=2 would allow that)\n", ""},
        {"as many as may be", "a 1\n", 0, 2, 2, "pass\n", "2 of 4 profiles could not be read\n"},
        {"growth", "a 9\n", 0, 1, 0,
         "fail: 1 of 3 profiles could not be read (-allow_missing=1 would allow that)\n"
         "failed flat 1 9 -max_flat=5%: a\n",
         "1 of 3 profiles could not be read (-allow_missing=1 would allow that)\n"},
    };
    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct check_scene s;
        check_scene_open(&s, EXACT, "a 1\n", rows[i].new, "max_flat=5%\n");
        s.side[OLD].n_unread = rows[i].unread_old;
        s.side[NEW].n_unread = rows[i].unread_new;
        s.request.allow_missing = rows[i].allowed;
        check_scene_evaluate(&s);
        expect_verdict(rows[i].what, &s.check, rows[i].verdict);
        expect_warnings(rows[i].what, &s.check, rows[i].warnings);
        check_scene_close(&s);
    }
}

static void test_self_test_fails(void **state)
{
    struct check_scene s = {.limits = {.z = 0}};
    (void)state;
    self_test_profile(&s.sides.scene.profile);
    comparison_scene_of_profile(&s.sides, 1, 1);
    check_scene_prepare(&s, "");
    check_scene_evaluate(&s);
    assert_int_equal(s.check.verdict, VERDICT_FAIL);
    size_t named = 0;
    for (size_t i = 0; i < s.check.n; i++)
        named += str_is(s.check.finding[i].name, "example.render") && s.check.finding[i].state == FINDING_FAILED;
    assert_int_equal(named, 1);
    check_scene_close(&s);
}

static void test_preemption(void **state)
{
    struct comparison_scene s;
    struct err err;
    (void)state;
    comparison_scene_open(&s, EXACT, "main;a 4\n",
                          "main;a 4\nmain;a;runtime.asyncPreempt;runtime.asyncPreempt2 2\n"
                          "main;my.runtime.asyncPreempt 1\n"
                          "runtime.asyncPreempt 5\n- 3\n");
    assert_int_equal(preemption_hide(&s.scene.view, &err), 0);
    comparison_scene_compare(&s);
    expect_comparison("counted where it was taken from", &s.comparison,
                      "total 4 15\na 4±1 6±1, 4±1 6±1\nmain 0 0, 4±1 7±1\n"
                      "my.runtime.asyncPreempt 0 1±1, 0 1±1\n");
    comparison_scene_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_findings),     cmocka_unit_test(test_counts),   cmocka_unit_test(test_chance),
        cmocka_unit_test(test_incomparable), cmocka_unit_test(test_warnings), cmocka_unit_test(test_self_test_fails),
        cmocka_unit_test(test_preemption),   cmocka_unit_test(test_unread),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
