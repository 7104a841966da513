/* traces, where there is so much that several threads make it. */
#include "build_graph.h"

#include "report/report.h"

static const char separator[] = "-----------+-------------------------------------------------------\n";

static void put_traces(const char *text, struct buf *out)
{
    const struct session_plan plan = {.comment = ""};
    const struct budget none = {.name = ""};
    struct profile p = build_profile(text);
    struct session s = {.facts = NULL};
    struct options o;
    struct query q;
    struct analysis a;
    struct err err;
    options_init(&o);
    assert_int_equal(session_open(&s, &p, NULL, &plan, &err), 0);
    assert_int_equal(query_init(&q, &o, &none, &err), 0);
    assert_int_equal(analysis_open(&a, &s, &q, &err), 0);
    assert_int_equal(report_find("traces")->write(&a, &(struct report_out){.to = out}, &err), 0);
    analysis_close(&a);
    query_release(&q);
    session_release(&s);
}

static void expect_traces(const char *text, const struct buf *want)
{
    struct buf got = {0};
    put_traces(text, &got);
    assert_int_equal(got.len, want->len);
    assert_memory_equal(got.data, want->data, got.len);
    buf_release(&got);
}

/* As many samples as several batches hold: their order, labels, inlined frames and values stay what they are. */
static void test_many_samples_stay_in_order(void **state)
{
    struct buf text = {0}, want = {0};
    (void)state;
    buf_puts(&want, "Type: samples\n");
    for (int i = 1; i <= 5000; i++) {
        buf_printf(&text, "main;outer>inner;f%d;g %d | n:%d\n", i % 7, i, i % 3 + 1);
        buf_printf(&want, "%s         n:  %d\n%10d   g\n             f%d\n", separator, i % 3 + 1, i, i % 7);
        buf_puts(&want, "             inner (inline)\n             outer\n             main\n");
    }
    buf_puts(&want, separator);
    expect_traces(buf_cstr(&text), &want);
    buf_release(&text);
    buf_release(&want);
}

/* Text of many megabytes in one sample, and in the inlined frames of one location. */
static void test_long_names_and_stacks(void **state)
{
    enum { LONG = 2000 * 1000, DEEP = 8 };
    struct buf name = {0}, text = {0}, want = {0};
    (void)state;
    buf_fill(&name, 'n', LONG);
    buf_cstr(&name);
    buf_puts(&want, "Type: samples\n");
    buf_puts(&text, "a 1\n");
    buf_printf(&want, "%s         1   a\n", separator);
    for (int i = 0; i < DEEP; i++)
        buf_printf(&text, "%s%s", i ? ";" : "", name.data);
    buf_puts(&text, " 2\n");
    for (int i = 0; i < DEEP; i++)
        buf_printf(&want, "%s%s   %s\n", i ? "" : separator, i ? "          " : "         2", name.data);
    for (int i = 0; i < DEEP; i++)
        buf_printf(&text, "%s%s", i ? ">" : "", name.data);
    buf_puts(&text, " 3\nb 4\n");
    for (int i = 0; i < DEEP; i++)
        buf_printf(&want, "%s%s   %s%s\n", i ? "" : separator, i ? "          " : "         3", name.data,
                   i + 1 < DEEP ? " (inline)" : "");
    buf_printf(&want, "%s         4   b\n%s", separator, separator);
    expect_traces(buf_cstr(&text), &want);
    buf_release(&name);
    buf_release(&text);
    buf_release(&want);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_many_samples_stay_in_order),
        cmocka_unit_test(test_long_names_and_stacks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
