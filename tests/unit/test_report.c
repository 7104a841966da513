/* What reports share: values in units, the lines above a report, source files. */
#include "build_graph.h"

#include <sys/stat.h>

#include "host/source_code.h"
#include "report/header.h"
#include "report/report.h"

/* ---- Values ---- */

static void test_values(void **state)
{
    static const struct {
        const char *sample_unit, *output_unit;
        double ratio;
        int64_t value;
        const char *want;
    } rows[] = {
        {"bytes", "minimum", 1, 1572864, "1.50MB"},
        {"bytes", "kb", 1, 1572864, "1536kB"},
        {"nanoseconds", "ms", 1, 1234567, "1.23ms"},
        {"nanoseconds", "ms", 2, 1500000, "3ms"},
        {"nanoseconds", "ns", 0.5, 5, "2ns"}, /* cut, not rounded */
        {"nanoseconds", "ns", 0, 5, "5ns"},   /* no ratio */
        {"nanoseconds", "ns", -1, 5, "5ns"},
        {"count", "minimum", 1, -7, "-7"},
        {"count", "count", 1, 0, "0"},
    };
    struct buf b = {0};
    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        const struct value_format f = {str_of(rows[i].sample_unit), str_of(rows[i].output_unit), rows[i].ratio};
        value_format_put(&f, &b, rows[i].value);
        expect_buf(rows[i].want, &b, rows[i].want);
    }
    buf_release(&b);
}

static void test_padding_counts_characters(void **state)
{
    const struct value_format f = {STR("bytes"), STR("auto"), 1};
    struct buf b = {0};
    (void)state;
    value_format_put_padded(&f, &b, 2048, 8);
    expect_buf("value", &b, "     2kB");
    value_format_put_padded(&f, &b, 2048, 2);
    expect_buf("longer than the column", &b, "2kB");
    buf_put_padded(&b, STR("ab"), 4);
    buf_put_padded(&b, STR("é…"), 4);
    buf_put_padded(&b, STR(""), 2);
    buf_put_padded(&b, STR("abc"), 0);
    expect_buf("texts", &b, "  ab  é…  abc");
    buf_release(&b);
}

/* A session of a profile that is given as text, and an analysis of it. */
struct analysis_scene {
    struct session session;
    struct options options;
    struct query query;
    struct analysis analysis;
};

/* Change `options`, then call analysis_scene_ask. */
static void analysis_scene_open(struct analysis_scene *s, const char *text)
{
    const struct session_plan plan = {.comment = ""};
    struct profile p = build_profile(text);
    struct err err;
    *s = (struct analysis_scene){.session = {.facts = NULL}};
    assert_int_equal(session_open(&s->session, &p, NULL, &plan, &err), 0);
    options_init(&s->options);
}

static void analysis_scene_ask(struct analysis_scene *s)
{
    const struct budget none = {.name = ""};
    struct err err;
    assert_int_equal(query_init(&s->query, &s->options, &none, &err), 0);
    assert_int_equal(analysis_open(&s->analysis, &s->session, &s->query, &err), 0);
}

static void analysis_scene_done(struct analysis_scene *s)
{
    analysis_close(&s->analysis);
    query_release(&s->query);
}

static void analysis_scene_close(struct analysis_scene *s)
{
    session_release(&s->session);
}

static void test_choose_unit(void **state)
{
    static const struct {
        const char *what, *text, *unit, *asked;
        double divide_by;
        const char *want;
        bool integers;
    } rows[] = {
        {"that of the smallest", "a 5000\nb 70000\n", "ns", "minimum", 1, "us", false},
        {"all of one unit", "a 5000000\nb 7000000\n", "ns", "minimum", 1, "ms", false},
        {"larger where the largest would be long", "a 50000000\nb 100000000000\n", "ns", "minimum", 1, "s", false},
        {"but not where only integers can be shown", "a 50000000\nb 100000000000\n", "ns", "minimum", 1, "ms", true},
        {"the smallest is shown as 0.01 at least", "a 1000\nb 100000000000\n", "ns", "minimum", 1, "us", false},
        {"bytes", "a 2048\nb 4194304\n", "bytes", "minimum", 1, "kB", false},
        {"bytes, far apart", "a 20480\nb 4294967296\n", "bytes", "minimum", 1, "MB", false},
        {"negative values by their magnitude", "a -5000\nb 70000\n", "ns", "minimum", 1, "us", false},
        {"cum where there is no flat", "a;b 0\nmain;x 3000000000\n", "ns", "minimum", 1, "s", false},
        {"counts have no unit: the sample's", "a 1\nb 100\n", "count", "minimum", 1, "count", false},
        {"after the ratio", "a 5000\nb 70000\n", "ns", "minimum", 1000, "ns", false},
        {"what the user asked for stays", "a 5000\nb 70000\n", "ns", "hours", 1, "hours", false},
        {"auto is not minimum", "a 5000\n", "ns", "auto", 1, "auto", false},
        {"without nodes", "", "ns", "minimum", 1, "minimum", false},
    };
    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct analysis_scene s;
        struct buf text = {0};
        buf_printf(&text, "types: x/%s\n%s", rows[i].unit, rows[i].text);
        analysis_scene_open(&s, buf_cstr(&text));
        s.options.unit = rows[i].asked;
        s.options.divide_by = rows[i].divide_by;
        s.options.trim = false;
        analysis_scene_ask(&s);
        const struct callgraph_request request = {.integers = rows[i].integers};
        expect_str(rows[i].what, analysis_callgraph(&s.analysis, &request)->format.output_unit, rows[i].want);
        analysis_scene_done(&s);
        analysis_scene_close(&s);
        buf_release(&text);
    }
}

static void test_a_callgraph_is_made_once(void **state)
{
    struct analysis_scene s;
    (void)state;
    analysis_scene_open(&s, "main;a 5\nmain;b -2\nmain 10\n");
    analysis_scene_ask(&s);
    assert_false(analysis_has_callgraph(&s.analysis));
    const struct callgraph *all = analysis_callgraph(&s.analysis, &(struct callgraph_request){.untrimmed = true});
    const struct callgraph *lines = analysis_callgraph(&s.analysis, &(struct callgraph_request){.level = LEVEL_LINES});
    assert_int_equal(all->shown, 13);
    assert_ptr_not_equal(all, lines);
    assert_ptr_equal(all, analysis_callgraph(&s.analysis, &(struct callgraph_request){.untrimmed = true}));
    assert_true(analysis_has_callgraph(&s.analysis));
    assert_ptr_equal(analysis_view(&s.analysis, LEVEL_DEFAULT), all->view);
    assert_ptr_equal(analysis_view(&s.analysis, LEVEL_LINES), lines->view);
    analysis_scene_done(&s);
    analysis_scene_close(&s);
}

static void test_reports_are_found_by_name_and_alias(void **state)
{
    (void)state;
    assert_true(n_report_defs > 0);
    for (size_t i = 0; i < n_report_defs; i++) {
        const struct report_def *d = report_defs[i];
        assert_ptr_equal(report_find(d->name), d); /* no two of one name */
        if (d->alias)
            assert_ptr_equal(report_find(d->alias), d);
        assert_non_null(d->summary);
        assert_non_null(d->write);
    }
    assert_null(report_find("no such report"));
    assert_null(report_find(""));
}

/* ---- The lines above a report ---- */

static void expect_header(const char *what, const struct header *h, const char *want)
{
    struct buf b = {0};
    header_write(h, &b);
    expect_buf(what, &b, want);
    buf_release(&b);
}

static const char described[] = "types: samples/count cpu/nanoseconds\n"
                                "map: 0x1000-0x2000 /usr/bin/server a1b2\n"
                                "time: 1782901230500000000\n"
                                "duration: 10000000000\n"
                                "comment: a note\n"
                                "comment: #hidden\n"
                                "doc: http://doc\n"
                                "main;a 1 2000000000\n"
                                "main;b 1 500000000\n";

static void test_headers(void **state)
{
    static const char profile[] = "File: server\nBuild ID: a1b2\na note\nType: cpu\nDoc: http://doc\n"
                                  "Time: 2026-07-01 10:20:30 UTC\nDuration: 10s, Total samples = 2.50s (25.00%)\n";
    struct analysis_scene s;
    char want[1000];
    (void)state;
    setenv("TZ", "UTC0", 1);
    analysis_scene_open(&s, described);
    s.options.unit = "s";
    s.options.trim = false;
    analysis_scene_ask(&s);
    struct header h = header_of_profile(&s.analysis);
    expect_header("profile", &h, profile);
    h = header_of_callgraph(&s.analysis, analysis_callgraph(&s.analysis, &(struct callgraph_request){0}), false);
    snprintf(want, sizeof want, "%sShowing nodes accounting for 2.50s, 100%% of 2.50s total\n", profile);
    expect_header("report", &h, want);
    analysis_scene_done(&s);

    s.options.compact_labels = true;
    s.options.filter[FILTER_focus] = "main";
    s.options.filter[FILTER_ignore] = "0123456789012345678901234567890123456789"
                                      "01234567890123456789012345678901234567890123456789";
    analysis_scene_ask(&s);
    struct callgraph c = *analysis_callgraph(&s.analysis, &(struct callgraph_request){0});
    c.dropped_nodes = 1;
    c.dropped_edges = 2;
    c.node_fraction = 0.004;
    c.edge_fraction = 0.5;
    c.n_before_top = 9;
    s.analysis.total = 5000000000;
    h = header_of_callgraph(&s.analysis, &c, false);
    expect_header("compact", &h,
                  "Active filters:\n   focus=main\n"
                  "   ignore=0123456789012345678901234567890123456789012345678901234567890123456789012…\n"
                  "Showing nodes accounting for 2.50s, 50.00% of 5s total\n"
                  "Dropped 1 node (cum <= 0.02s)\n"
                  "Showing top 3 nodes out of 9\n");
    s.analysis.n_active_filters = 0;
    h = header_of_callgraph(&s.analysis, &c, true);
    snprintf(want, sizeof want,
             "File: server\nBuild ID: a1b2\na note\nType: cpu\nDoc: http://doc\nTime: 2026-07-01 10:20:30 UTC\n"
             "Duration: 10s, Total samples = 5s (50.00%%)\n"
             "Showing nodes accounting for 2.50s, 50.00%% of 5s total\n"
             "Dropped 1 node (cum <= 0.02s)\nDropped 2 edges (freq <= 2.50s)\nShowing top 3 nodes out of 9\n\n"
             "See https://git.io/JfYMW for how to read the graph\n");
    expect_header("for a picture", &h, want);
    analysis_scene_done(&s);
    analysis_scene_close(&s);
}

/* ---- Sources ---- */

static void print_source(struct buf *out, const struct source_file *f)
{
    if (f->error)
        buf_printf(out, "error: %s", f->error);
    for (size_t i = 0; i < f->n_lines; i++)
        buf_printf(out, "<%.*s>", (int)f->line[i].len, f->line[i].p);
}

static void test_lines_of_a_source_file(void **state)
{
    static const struct {
        const char *text, *want;
    } rows[] = {
        {"", ""},
        {"one\n", "<one>"},
        {"one\ntwo", "<one><two>"},
        {"one\r\ntwo\r\n", "<one><two>"},
        {"\n\n", "<><>"},
        {"\r", "<>"},
        {"a\rb\r\r\n", "<a\rb\r>"},
        {" tab\tand blanks  \n", "< tab\tand blanks  >"},
    };
    const struct folder *folder = *state;
    struct arena arena;
    struct buf b = {0};
    arena_init(&arena);
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct file_name n = file_write(folder, "x.c", rows[i].text, strlen(rows[i].text));
        struct source_file f = source_code_read(str_of(n.path), &(struct source_places){"", "", false}, &arena);
        print_source(&b, &f);
        expect_buf(rows[i].text, &b, rows[i].want);
    }
    buf_release(&b);
    arena_release(&arena);
}

static void test_reading_ends_at_an_over_long_line(void **state)
{
    static const struct {
        size_t len;
        size_t n_lines;
    } rows[] = {{65535, 3}, {65536, 1}, {200000, 1}};
    const struct folder *folder = *state;
    struct arena arena;
    arena_init(&arena);
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct buf text = {0};
        buf_puts(&text, "first\n");
        buf_fill(&text, 'x', rows[i].len);
        buf_puts(&text, "\nlast\n");
        struct file_name n = file_write(folder, "long.c", text.data, text.len);
        struct source_file f = source_code_read(str_of(n.path), &(struct source_places){"", "", false}, &arena);
        assert_null(f.error);
        assert_int_equal(f.n_lines, rows[i].n_lines);
        expect_str("first", f.line[0], "first");
        if (rows[i].n_lines == 3)
            assert_int_equal(f.line[1].len, rows[i].len);
        buf_release(&text);
    }
    arena_release(&arena);
}

static void test_where_source_files_are_found(void **state)
{
    /* In the folder: top.c, work/src/mine.c, work/other/. A "%" stands for the folder, an "@" for the working directory. */
    static const struct {
        const char *path, *source_path, *trim_path, *want;
    } rows[] = {
        {"%/work/src/mine.c", "", "", "<mine>"},
        {"%/work/src/none.c", "", "", "error: open %/work/src/none.c: no such file or directory"},
        {"mine.c", "%/work/src", "", "<mine>"},
        {"src/mine.c", "%/work", "", "<mine>"},
        {"src/mine.c", "%/work/other", "", "<mine>"}, /* above the folder */
        {"work/src/mine.c", "%/work/other", "", "<mine>"},
        {"./src/../src/mine.c", "%/work", "", "<mine>"},
        {"top.c", "%/work/other:%/work/src", "", "<top>"},
        {"mine.c", "%/none:%/work/src", "", "<mine>"},
        {"none.c", "%/work/src", "", "error: could not find file none.c on path %/work/src"},
        {"nowhere-at-all.c", "", "",
         "error: could not find file nowhere-at-all.c on path @"}, /* the working directory */
        {"/build/src/mine.c", "%/work", "/build", "<mine>"},
        {"/build/work/src/mine.c", "%/work", "", "<mine>"}, /* by the name of the folder */
        {"/proc/self/cwd/src/mine.c", "%/work", "", "<mine>"},
        {"/build/src/mine.c", "%/work", "/other", "error: open /build/src/mine.c: no such file or directory"},
        {"src", "%/work", "", ""},   /* a folder has no lines */
        {"%/work/fifo", "", "", ""}, /* and nobody writes into this */
    };
    const struct folder *folder = *state;
    struct arena arena;
    struct buf b = {0};
    char here[4096];
    assert_non_null(getcwd(here, sizeof here));
    arena_init(&arena);
    assert_int_equal(mkdir(file_in(folder, "work").path, 0700), 0);
    assert_int_equal(mkdir(file_in(folder, "work/src").path, 0700), 0);
    assert_int_equal(mkdir(file_in(folder, "work/other").path, 0700), 0);
    assert_int_equal(mkfifo(file_in(folder, "work/fifo").path, 0600), 0);
    file_write(folder, "top.c", "top\n", 4);
    file_write(folder, "work/src/mine.c", "mine\n", 5);
    for (size_t i = 0; i < ROWS(rows); i++) {
        const char *in[] = {rows[i].path, rows[i].source_path, rows[i].trim_path, rows[i].want};
        struct buf text[4] = {{0}};
        for (size_t k = 0; k < 4; k++)
            for (const char *c = in[k]; *c; c++)
                if (*c == '%')
                    buf_puts(&text[k], folder->path);
                else if (*c == '@')
                    buf_puts(&text[k], here);
                else
                    buf_putc(&text[k], *c);
        struct source_file f = source_code_read(
            str_of(buf_cstr(&text[0])), &(struct source_places){buf_cstr(&text[1]), buf_cstr(&text[2]), false}, &arena);
        print_source(&b, &f);
        expect_buf(rows[i].path, &b, buf_cstr(&text[3]));
        for (size_t k = 0; k < 4; k++)
            buf_release(&text[k]);
    }
    buf_release(&b);
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_values),
        cmocka_unit_test(test_padding_counts_characters),
        cmocka_unit_test(test_choose_unit),
        cmocka_unit_test(test_a_callgraph_is_made_once),
        cmocka_unit_test(test_reports_are_found_by_name_and_alias),
        cmocka_unit_test(test_headers),
        test_with_folder(test_lines_of_a_source_file),
        test_with_folder(test_reading_ends_at_an_over_long_line),
        test_with_folder(test_where_source_files_are_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
