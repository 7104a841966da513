/* Options become a query: enums, compiled filters, parsed limits; and what is asked twice is made once. */
#include "unit.h"

#include "query/query.h"

static const struct budget no_budget = {.name = ""};

static void set_option(struct options *o, const char *name, const char *text)
{
    struct err err;
    const struct option_def *def = option_find(name);
    assert_non_null(def);
    if (option_set(o, def, text, &err))
        fail_msg("%s", err.msg);
}

static struct query make_query(const struct options *o)
{
    struct query q;
    struct err err;
    if (query_init(&q, o, &no_budget, &err))
        fail_msg("%s", err.msg);
    return q;
}

static void test_choices_become_levels(void **state)
{
    static const struct {
        const char *flag;
        enum level level;
        struct granularity want;
    } rows[] = {
        {"functions", LEVEL_FUNCTIONS, {.function = true, .inlines = true}},
        {"filefunctions", LEVEL_FILEFUNCTIONS, {.function = true, .filename = true, .inlines = true}},
        {"files", LEVEL_FILES, {.filename = true, .inlines = true}},
        {"packages", LEVEL_PACKAGES, {.function = true, .inlines = true, .packages = true}},
        {"lines", LEVEL_LINES, {.function = true, .filename = true, .line = true, .inlines = true}},
        {"addresses", LEVEL_ADDRESSES, {true, true, true, true, true, true, false}},
    };
    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct options o;
        const char *ignored;
        struct err err;
        options_init(&o);
        set_option(&o, rows[i].flag, "true");
        assert_int_equal(options_resolve(&o, &ignored, &err), 0);
        assert_int_equal(o.granularity, rows[i].level);
        assert_string_equal(option_choice_name(&o, "granularity"), rows[i].flag);
        struct query q = make_query(&o);
        struct granularity g = query_granularity(&q, LEVEL_DEFAULT), lines = query_granularity(&q, LEVEL_LINES);
        assert_memory_equal(&g, &rows[i].want, sizeof g);
        assert_true(lines.line && !lines.address); /* what a report insists on comes first */
        query_release(&q);
    }
}

static void test_choices_exclude_each_other(void **state)
{
    struct options o;
    const char *ignored;
    struct err err;
    (void)state;
    options_init(&o);
    set_option(&o, "lines", "true");
    set_option(&o, "cum", "true");
    assert_int_equal(options_resolve(&o, &ignored, &err), 0);
    assert_int_equal(o.sort, SORT_CUM);
    set_option(&o, "files", "true");
    assert_int_equal(options_resolve(&o, &ignored, &err), -1);
    assert_string_equal(err.msg, "conflicting options set: -files and -lines");
}

static void test_words_become_enums(void **state)
{
    struct options o;
    struct err err;
    (void)state;
    options_init(&o);
    assert_int_equal(o.color, COLOR_AUTO);
    assert_int_equal(o.format, FORMAT_TEXT);
    assert_int_equal(o.columns, COLUMNS_SHORT);
    set_option(&o, "color", "never");
    set_option(&o, "format", "junit");
    set_option(&o, "report", "markdown:a:b.md");
    assert_int_equal(o.color, COLOR_NEVER);
    assert_int_equal(o.format, FORMAT_JUNIT);
    assert_int_equal(o.report.n, 1);
    assert_int_equal(o.report.item[0].format, FORMAT_MARKDOWN);
    assert_string_equal(o.report.item[0].file, "a:b.md");
    for (enum format f = 0; f < N_FORMATS; f++) {
        set_option(&o, "format", format_name(f)); /* the words of the table are the names */
        assert_int_equal(o.format, f);
    }
    assert_int_equal(option_set(&o, option_find("report"), "xml:a", &err), -1);
    assert_int_equal(option_set(&o, option_find("report"), "json", &err), -1);
    assert_int_equal(option_set(&o, option_find("color"), "alway", &err), -1);
}

/* A variable that is not set must not turn an option of a gate off, so only what go tool pprof reads as "not given" may be empty. */
static void test_empty_values(void **state)
{
    (void)state;
    for (size_t i = 0; i < n_option_defs; i++) {
        const struct option_def *def = &option_defs[i];
        struct options o;
        struct err err = {""};
        options_init(&o);
        bool refused = option_set(&o, def, "", &err) != 0, may_be_empty = def->kind == OPTION_STRING;
        if (refused == may_be_empty || (may_be_empty && def->group == GROUP_CHECK))
            fail_msg("-%s= is %s", def->name, refused ? "refused" : "taken");
        if (refused)
            expect_part("names the option", err.msg, def->name);
    }
}

static void test_counts(void **state)
{
    struct options o;
    struct err err;
    const struct option_def *def = option_find("allow_missing");
    (void)state;
    options_init(&o);
    assert_int_equal(o.allow_missing, 0);
    assert_int_equal(option_set(&o, def, "3", &err), 0);
    assert_int_equal(o.allow_missing, 3);
    assert_int_equal(option_set(&o, def, "-1", &err), -1);
    assert_string_equal(err.msg, "-allow_missing: \"-1\" is not a whole number from 0 on");
    assert_int_equal(option_set(&o, def, "1.5", &err), -1);
    assert_int_equal(o.allow_missing, 3);
}

static void test_filters_are_compiled(void **state)
{
    struct options o;
    struct arena arena;
    struct err err;
    const char *range;
    size_t n;
    (void)state;
    options_init(&o);
    set_option(&o, "focus", "a|b");
    set_option(&o, "tagfocus", "bytes=1kb:");
    set_option(&o, "prune_from", "p");
    set_option(&o, "tagroot", "thread");
    struct query q = make_query(&o);
    assert_true(regex_match(q.filters.pattern[FILTER_focus], "b", 1));
    assert_null(q.filters.pattern[FILTER_ignore]);
    assert_true(filter_set_is_range(&q.filters, FILTER_tagfocus, &range));
    assert_string_equal(range, "1kb:");
    assert_false(filter_set_is_range(&q.filters, FILTER_focus, &range));
    arena_init(&arena);
    const char *const *active = query_active_filters(&q, &n, &arena); /* the reference names no others */
    assert_int_equal(n, 2);
    assert_string_equal(active[0], "focus=a|b");
    assert_string_equal(active[1], "tagfocus=bytes=1kb:");
    arena_release(&arena);
    query_release(&q);
    set_option(&o, "hide", "(");
    assert_int_equal(query_init(&q, &o, &no_budget, &err), -1);
    assert_string_equal(err.msg, "parsing hide regexp: error parsing regexp: missing closing ): `(`");
}

static void test_trimming(void **state)
{
    struct options o;
    (void)state;
    options_init(&o);
    struct query q = make_query(&o);
    struct trim_request t = query_trimming(&q, 80, false);
    assert_int_equal(t.node_count, 80); /* the report's own */
    assert_true(t.node_fraction == 0.005 && t.edge_fraction == 0.001 && !t.cum);
    t = query_trimming(&q, 80, true);
    assert_true(t.node_count == 0 && t.node_fraction == 0 && t.edge_fraction == 0);
    query_release(&q);
    set_option(&o, "nodecount", "7");
    o.sort = SORT_CUM;
    q = make_query(&o);
    t = query_trimming(&q, 80, false);
    assert_true(t.node_count == 7 && t.cum);
    query_release(&q);
    set_option(&o, "trim", "false");
    q = make_query(&o);
    t = query_trimming(&q, 80, false);
    assert_true(t.node_count == 0 && t.node_fraction == 0 && t.cum);
    query_release(&q);
}

static void test_limits(void **state)
{
    static const char text[] = "max_flat = 7%\nmax_cum = 9%\n";
    const struct budget budget = {"b", text, sizeof text - 1}, broken = {"b", "?", 1};
    struct options o;
    struct query q;
    struct err err;
    (void)state;
    options_init(&o);
    set_option(&o, "max_flat", "3%");
    assert_int_equal(query_init(&q, &o, &budget, &err), 0);
    assert_true(q.limits.flat.percent == 3 && q.limits.cum.percent == 9); /* the option comes first */
    assert_false(limit_is_set(&q.limits.total));
    query_release(&q);
    assert_int_equal(query_init(&q, &o, &broken, &err), -1);
    assert_string_equal(err.msg, "b: line 1: not of the form KEY = VALUE");
    set_option(&o, "self_test", "true"); /* it must fail, whatever the user allows */
    set_option(&o, "max_flat", "1000%");
    assert_int_equal(query_init(&q, &o, &no_budget, &err), 0);
    assert_true(q.limits.flat.percent < 1000);
    query_release(&q);
}

static void test_argument(void **state)
{
    struct options o;
    struct err err;
    (void)state;
    options_init(&o);
    struct query q = make_query(&o);
    assert_int_equal(query_set_argument(&q, "", &err), 0);
    assert_null(q.argument);
    assert_int_equal(query_set_argument(&q, "[a", &err), -1);
    assert_int_equal(query_set_argument(&q, "ma+in", &err), 0);
    assert_true(regex_match(q.argument, "maain", 5));
    query_release(&q);
    set_option(&o, "divide_by", "0");
    assert_int_equal(query_init(&q, &o, &no_budget, &err), -1);
    assert_string_equal(err.msg, "zero divisor specified");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_choices_become_levels),
        cmocka_unit_test(test_choices_exclude_each_other),
        cmocka_unit_test(test_words_become_enums),
        cmocka_unit_test(test_empty_values),
        cmocka_unit_test(test_counts),
        cmocka_unit_test(test_filters_are_compiled),
        cmocka_unit_test(test_trimming),
        cmocka_unit_test(test_limits),
        cmocka_unit_test(test_argument),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
