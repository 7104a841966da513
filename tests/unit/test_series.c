/* What each profile of a series has, node by node, against sums that were made by hand. */
#include "build_profile.h"

#include <math.h>

#include "compare/drift.h"
#include "compare/series.h"

#define CPU "types: samples/count cpu/nanoseconds\nperiod: cpu/nanoseconds 10\n"

struct series_scene {
    struct scene scene;
    struct source_names names;
    bool loaded[8];
    struct series_request request;
    struct series series;
};

static void series_scene_open(struct series_scene *s, const char *text, size_t n_sources)
{
    *s = (struct series_scene){.names = {STR(""), STR("")}};
    memset(s->loaded, true, sizeof s->loaded);
    scene_open(&s->scene, text);
    s->scene.view.granularity = (struct granularity){.function = true, .inlines = true};
    s->request = (struct series_request){
        .value = s->scene.profile.n_types - 1, .n_sources = n_sources, .loaded = s->loaded, .names = &s->names};
}

static void series_scene_close(struct series_scene *s)
{
    series_release(&s->series);
    scene_close(&s->scene);
}

/* The profiles, a paragraph each: "source: total (variance)", and below it "node flat (variance) cum (variance)". */
static void expect_series(const char *what, struct series_scene *s, const char *want)
{
    struct buf b;
    buf_init(&b);
    for (size_t i = 0; i < s->series.n_profiles; i++) {
        const struct series_profile *p = &s->series.profile[i];
        buf_printf(&b, "%" PRIu32 ": %" PRId64 " (%g)\n", p->source, p->total, p->total_variance);
        for (size_t j = 0; j < p->n; j++) {
            const struct series_entry *e = &p->entry[j];
            print_str(&b, "", series_node_name(&s->series, e->info, &s->scene.arena));
            buf_printf(&b, " %" PRId64 " (%g) %" PRId64 " (%g)\n", e->flat, e->flat_variance, e->cum, e->cum_variance);
        }
    }
    expect_buf(what, &b, want);
    buf_release(&b);
}

static void test_entries(void **state)
{
    static const struct {
        const char *what, *text;
        size_t n_sources;
        const char *want;
    } rows[] = {
        /* v^2 / n of each sample: 40^2/4, 90^2/9, 10^2 */
        {"one source", CPU "main;a 4 40\nmain;b 9 90\nmain 1 10\n", 1,
         "0: 140 (1400)\nmain 10 (100) 140 (1400)\na 40 (400) 40 (400)\nb 90 (900) 90 (900)\n"},
        {"each on its own, in the order of the sources",
         CPU "source: 1\na 4 40\nsource: 0\na 9 90\nsource: 1\nb 1 10\n", 2,
         "0: 90 (900)\na 90 (900) 90 (900)\n1: 50 (500)\na 40 (400) 40 (400)\nb 10 (100) 10 (100)\n"},
        {"a source without samples", CPU "source: 1\na 4 40\n", 2, "0: 0 (0)\n1: 40 (400)\na 40 (400) 40 (400)\n"},
        {"recursion counts once", CPU "f;g;f 4 40\n", 1, "0: 40 (400)\nf 40 (400) 40 (400)\ng 0 (0) 40 (400)\n"},
        {"inlined functions", CPU "main;a>b 4 40\n", 1,
         "0: 40 (400)\nmain 0 (0) 40 (400)\na 0 (0) 40 (400)\nb 40 (400) 40 (400)\n"},
        {"no frames", CPU "- 4 40\n", 1, "0: 40 (400)\n"},
        {"exact: one object, the largest, may come and go", "types: o/count s/bytes\na 2 200\na 1 300\n", 1,
         "0: 500 (90000)\na 500 (90000) 500 (90000)\n"},
    };
    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct series_scene s;
        series_scene_open(&s, rows[i].text, rows[i].n_sources);
        series_init(&s.series, &s.scene.view, &s.request);
        expect_series(rows[i].what, &s, rows[i].want);
        series_scene_close(&s);
    }
}

static void test_means_and_events(void **state)
{
    struct series_scene s;
    (void)state;
    series_scene_open(&s, CPU "a 4 100\nb 1 20\n", 1);
    s.request.mean = true;
    series_init(&s.series, &s.scene.view, &s.request);
    /* 100/4, with the variance 100^2/4 / 4^2; 20/1; 120/5, with (2500 + 400) / 25 */
    expect_series("means", &s, "0: 24 (116)\na 25 (156.25) 25 (156.25)\nb 20 (400) 20 (400)\n");
    assert_true(s.series.profile[0].events == 5 && s.series.profile[0].sampling_variance == 2900);
    series_scene_close(&s);
}

static void test_unread_sources(void **state)
{
    struct series_scene s;
    (void)state;
    series_scene_open(&s, CPU "a 4 40\nsource: 2\na 9 90\n", 3);
    s.loaded[1] = false;
    series_init(&s.series, &s.scene.view, &s.request);
    expect_series("source 1 is not there", &s, "0: 40 (400)\na 40 (400) 40 (400)\n2: 90 (900)\na 90 (900) 90 (900)\n");
    series_scene_close(&s);
}

static void test_samples_of_the_view(void **state)
{
    struct series_scene s;
    (void)state;
    series_scene_open(&s, CPU "a 4 40\nb 9 90\nsource: 1\na 1 10\n", 2);
    view_keep(&s.scene.view, (const bool[]){false, true, true});
    series_init(&s.series, &s.scene.view, &s.request);
    expect_series("filtered", &s, "0: 90 (900)\nb 90 (900) 90 (900)\n1: 10 (100)\na 10 (100) 10 (100)\n");
    series_scene_close(&s);
}

/* Three profiles of ten functions: 10 percent less and more than the one between them, except for one function. */
static void test_drift_factors(void **state)
{
    static const int percent[] = {90, 100, 110};
    struct series_scene s;
    struct buf text;
    double factor[ROWS(percent)];
    (void)state;
    for (int functions = 7; functions <= 10; functions += 3) {
        buf_init(&text);
        buf_puts(&text, CPU);
        for (size_t i = 0; i < ROWS(percent); i++) {
            buf_printf(&text, "source: %zu\n", i);
            for (int f = 0; f < functions; f++)
                buf_printf(&text, "f%d %d %d0\n", f, 100 * percent[i] * (f ? 1 : 1 + (int)i),
                           100 * percent[i] * (f ? 1 : 1 + (int)i));
        }
        series_scene_open(&s, buf_cstr(&text), ROWS(percent));
        series_init(&s.series, &s.scene.view, &s.request);
        drift_find_factors(&s.series, factor, &s.scene.arena);
        for (size_t i = 0; i < ROWS(percent); i++) /* fewer than eight functions tell nothing */
            assert_true(fabs(factor[i] - (functions < 8 ? 1 : percent[i] / 100.)) < 1e-9);
        series_scene_close(&s);
        buf_release(&text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_entries),        cmocka_unit_test(test_means_and_events),
        cmocka_unit_test(test_unread_sources), cmocka_unit_test(test_samples_of_the_view),
        cmocka_unit_test(test_drift_factors),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
