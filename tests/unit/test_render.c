#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/err.h"
#include "render/graphviz.h"
#include "render/svg_pan.h"
#include "svg_pan_js.h"

static const char small[] =
    "digraph \"small\" {\n"
    "node [style=filled fillcolor=\"#f8f8f8\"]\n"
    "N1 [label=\"main\\nmain\\n0 of 2s (100%)\" id=\"node1\" shape=box tooltip=\"main.main (2s)\"]\n"
    "N2 [label=\"strings\\nIndex\\n2s (100%)\" id=\"node2\" fontsize=24 shape=box]\n"
    "N1 -> N2 [label=\" 2s\" weight=101 tooltip=\"main.main -> strings.Index (2s)\"]\n"
    "}\n";

static void need_graphviz(void)
{
    struct buf out;
    struct err err;
    buf_init(&out);
    int rc = graphviz_render("digraph {}", 10, "svg", &out, &err);
    buf_release(&out);
    if (rc && strstr(err.msg, "not installed"))
        skip();
}

static struct buf picture(const char *dot, size_t len, const char *format)
{
    struct buf out;
    struct err err = {""};
    buf_init(&out);
    if (graphviz_render(dot, len, format, &out, &err))
        fail_msg("%s: %s", format, err.msg);
    return out;
}

static struct buf small_picture(const char *format)
{
    return picture(small, sizeof small - 1, format);
}

static size_t count(struct buf *in, const char *what)
{
    size_t n = 0;
    for (const char *at = buf_cstr(in); (at = strstr(at, what)); at++)
        n++;
    return n;
}

static void assert_begins(const struct buf *b, const char *with, size_t len)
{
    assert_true(b->len > len);
    assert_memory_equal(b->data, with, len);
}

/* ---- Pictures ---- */

static void test_svg_shows_nodes_and_edges(void **state)
{
    (void)state;
    need_graphviz();
    struct buf svg = small_picture("svg");
    assert_begins(&svg, "<?xml ", 6);
    assert_int_equal(count(&svg, "class=\"node\""), 2);
    assert_int_equal(count(&svg, "class=\"edge\""), 1);
    assert_int_equal(count(&svg, ">strings</text>"), 1);
    assert_int_equal(count(&svg, ">0 of 2s (100%)</text>"), 1);
    assert_int_equal(count(&svg, "xlink:title=\"main.main (2s)\""), 1);
    assert_int_equal(count(&svg, "<g"), count(&svg, "</g>"));
    assert_int_equal(count(&svg, "</svg>\n"), 1);
    buf_release(&svg);
}

static uint32_t big_endian(const char *at)
{
    const unsigned char *u = (const unsigned char *)at;
    return (uint32_t)u[0] << 24 | (uint32_t)u[1] << 16 | (uint32_t)u[2] << 8 | u[3];
}

static void assert_png(const struct buf *png)
{
    assert_begins(png, "\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 16);
    assert_in_range(big_endian(png->data + 16), 1, 32767);
    assert_in_range(big_endian(png->data + 20), 1, 32767);
    assert_memory_equal(png->data + png->len - 8, "IEND", 4);
}

static void test_png(void **state)
{
    (void)state;
    need_graphviz();
    struct buf png = small_picture("png");
    assert_png(&png);
    buf_release(&png);
}

static void test_other_formats(void **state)
{
    static const struct {
        const char *format, *begins;
    } rows[] = {{"gif", "GIF8"}, {"pdf", "%PDF-"}, {"ps", "%!PS-"}};
    (void)state;
    need_graphviz();
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct buf out = small_picture(rows[i].format);
        assert_begins(&out, rows[i].begins, strlen(rows[i].begins));
        buf_release(&out);
    }
}

static void test_two_renders_are_equal(void **state)
{
    static const char *const formats[] = {"svg", "png", "gif", "ps"};
    (void)state;
    need_graphviz();
    for (size_t i = 0; i < sizeof formats / sizeof formats[0]; i++) {
        struct buf one = small_picture(formats[i]), two = small_picture(formats[i]);
        assert_int_equal(one.len, two.len);
        assert_memory_equal(one.data, two.data, one.len);
        buf_release(&one);
        buf_release(&two);
    }
}

static void test_appends(void **state)
{
    struct buf out;
    struct err err;
    (void)state;
    need_graphviz();
    buf_init(&out);
    buf_puts(&out, "before");
    assert_int_equal(graphviz_render(small, sizeof small - 1, "svg", &out, &err), 0);
    assert_begins(&out, "before<?xml ", 12);
    buf_release(&out);
}

/* ---- Errors ---- */

static void assert_refused(const char *dot, const char *format, const char *cause)
{
    struct buf out;
    struct err err = {""};
    buf_init(&out);
    buf_puts(&out, "before");
    assert_int_equal(graphviz_render(dot, strlen(dot), format, &out, &err), -1);
    assert_non_null(strstr(err.msg, cause));
    assert_null(strchr(err.msg, '\n'));
    assert_string_equal(buf_cstr(&out), "before");
    buf_release(&out);
}

static void test_errors_append_nothing(void **state)
{
    (void)state;
    need_graphviz();
    assert_refused("digraph {\n\nA -> -> B\n}\n", "svg", "syntax error in line 3");
    assert_refused("digraph {\nA [label=\"open\n", "svg", "syntax error in line");
    assert_refused("", "svg", "cannot read the graph");
    assert_refused("digraph { A }\n", "hologram", "hologram");
}

static void test_a_failure_leaves_no_trace(void **state)
{
    (void)state;
    need_graphviz();
    struct buf one = small_picture("svg");
    assert_refused("digraph {\n\"A\" [label=\"x\" ; ] ]] }\ndigraph b { }", "svg", "syntax error in line 2");
    struct buf rest = picture("digraph a { A }\ndigraph other { B }", 36, "svg");
    struct buf two = small_picture("svg");
    assert_int_equal(one.len, two.len);
    assert_memory_equal(one.data, two.data, one.len);
    buf_release(&one);
    buf_release(&rest);
    buf_release(&two);
}

/** Leads file descriptor `fd` into a new file in memory, which is returned; `*saved` leads back. */
static int catch_output(int fd, int *saved)
{
    int file = memfd_create("caught", MFD_CLOEXEC);
    assert_true(file >= 0);
    *saved = dup(fd);
    dup2(file, fd);
    return file;
}

static off_t caught(int fd, int file, int saved)
{
    off_t size = lseek(file, 0, SEEK_END);
    dup2(saved, fd);
    close(saved);
    close(file);
    return size;
}

/* A label of 5,000 letters is wider than cairo's bitmaps, and that is said on stderr by the dot program. */
static void test_is_silent(void **state)
{
    char dot[6000];
    int saved_out, saved_err;
    struct buf png;
    struct err cause;
    (void)state;
    need_graphviz();
    int n = snprintf(dot, sizeof dot, "digraph { A [fontsize=24 nosuch=1 label=\"%05000d\"] }", 0);
    buf_init(&png);
    fflush(stdout);
    int out = catch_output(STDOUT_FILENO, &saved_out), err = catch_output(STDERR_FILENO, &saved_err);
    int good = graphviz_render(dot, (size_t)n, "png", &png, &cause);
    int bad = graphviz_render("digraph { [ }", 13, "svg", &png, &cause);
    fflush(stdout);
    off_t said_err = caught(STDERR_FILENO, err, saved_err), said_out = caught(STDOUT_FILENO, out, saved_out);
    assert_int_equal(good, 0);
    assert_int_equal(bad, -1);
    assert_int_equal(said_err, 0);
    assert_int_equal(said_out, 0);
    assert_png(&png);
    buf_release(&png);
}

/* ---- Text that Graphviz would choke on ---- */

/** A graph of one node whose label is `n` times `letter` and a second line "end". */
static struct buf long_label(const char *letter, size_t n)
{
    struct buf dot;
    buf_init(&dot);
    buf_puts(&dot, "digraph {\nA [label=\"");
    while (n--)
        buf_puts(&dot, letter);
    buf_puts(&dot, "\\nend\"]\n}\n");
    return dot;
}

static void test_label_of_80000_bytes(void **state)
{
    (void)state;
    need_graphviz();
    struct buf dot = long_label("x", 80000);
    struct buf svg = picture(dot.data, dot.len, "svg"), png = picture(dot.data, dot.len, "png");
    assert_int_equal(count(&svg, "xxxx\xe2\x80\xa6</text>"), 1);
    assert_int_equal(count(&svg, ">end</text>"), 1);
    assert_png(&png);
    buf_release(&dot);
    buf_release(&svg);
    buf_release(&png);
}

static void test_long_label_is_cut_between_characters(void **state)
{
    static const char *const letters[] = {"\xc3\xa9", "\xe2\x82\xac", "\xf0\x9f\x9a\x80"};
    (void)state;
    need_graphviz();
    for (size_t i = 0; i < sizeof letters / sizeof letters[0]; i++) {
        char end[16];
        struct buf dot;
        buf_init(&dot);
        buf_puts(&dot, "digraph { A [label=\"\\l_"); /* so that the characters do not lie even */
        for (int k = 0; k < 20000; k++)
            buf_puts(&dot, letters[i]);
        buf_puts(&dot, "\"] }");
        struct buf svg = picture(dot.data, dot.len, "svg");
        snprintf(end, sizeof end, "%s\xe2\x80\xa6</", letters[i]);
        assert_int_equal(count(&svg, end), 1);
        buf_release(&dot);
        buf_release(&svg);
    }
}

static void test_what_dot_takes_is_not_cut(void **state)
{
    (void)state;
    need_graphviz();
    struct buf dot = long_label("y", 16381), svg = picture(dot.data, dot.len, "svg");
    assert_int_equal(count(&svg, "\xe2\x80\xa6"), 0);
    assert_true(svg.len > 16381);
    buf_release(&dot);
    buf_release(&svg);
}

static void test_escapes_in_long_label(void **state)
{
    (void)state;
    need_graphviz();
    struct buf dot = long_label("quo\\\"te\\\\\\n", 3000), svg = picture(dot.data, dot.len, "svg");
    assert_int_equal(count(&svg, ">quo&quot;te\\</text>"), 3000);
    buf_release(&dot);
    buf_release(&svg);
}

static void test_nul_byte(void **state)
{
    static const char dot[] = "digraph {\nA [label=\"be\0fore\" tooltip=\"\0\"]\nB [label=\"behind\"]\n}\n";
    (void)state;
    need_graphviz();
    struct buf svg = picture(dot, sizeof dot - 1, "svg");
    assert_int_equal(count(&svg, ">be\xef\xbf\xbd"
                                 "fore</text>"),
                     1);
    assert_int_equal(count(&svg, ">behind</text>"), 1);
    buf_release(&svg);
}

static void test_bytes_that_are_no_utf8(void **state)
{
    static const char dot[] = "digraph {\nA [label=\"caf\xe9\"]\nB [label=\"\xff\xfe\xc3\"]\n}\n";
    (void)state;
    need_graphviz();
    struct buf svg = picture(dot, sizeof dot - 1, "svg");
    assert_int_equal(count(&svg, "class=\"node\""), 2);
    buf_release(&svg);
}

/* ---- Pan and zoom ---- */

static struct buf wrapped(const char *svg, size_t len)
{
    struct buf out;
    buf_init(&out);
    svg_pan_wrap(svg, len, &out);
    return out;
}

static void test_wrap_goes_round_the_graph(void **state)
{
    static const char in[] =
        "<?xml?>\n<svg width=\"8pt\" height=\"9pt\"\n viewBox=\"0.00 0.00 8.00 9.00\" xmlns=\"x\">\n"
        "<g id=\"graph0\" class=\"graph\">a &; b</g>\n</svg>\n";
    (void)state;
    struct buf want, got = wrapped(in, sizeof in - 1);
    buf_init(&want);
    buf_printf(&want,
               "<?xml?>\n<svg width=\"100%%\" height=\"100%%\" xmlns=\"x\">\n"
               "<script type=\"text/ecmascript\"><![CDATA[%s]]></script>"
               "<g id=\"viewport\" transform=\"scale(0.5,0.5) translate(0,0)\">"
               "<g id=\"graph0\" class=\"graph\">a &amp;; b</g>\n</g></svg>\n",
               svg_pan_js);
    assert_string_equal(buf_cstr(&got), buf_cstr(&want));
    buf_release(&got);
    buf_release(&want);
}

static void test_wrap_of_graphviz(void **state)
{
    (void)state;
    need_graphviz();
    struct buf svg = small_picture("svg"), pan = wrapped(svg.data, svg.len);
    assert_int_equal(count(&pan, "<svg width=\"100%\" height=\"100%\" xmlns="), 1);
    assert_int_equal(count(&pan, "viewBox"), 0);
    assert_int_equal(count(&pan, "translate(0,0)\"><g id=\"graph0\""), 1);
    assert_int_equal(count(&pan, "</g>\n</g></svg>\n"), 1);
    buf_release(&svg);
    buf_release(&pan);
}

static void test_wrap_leaves_foreign_text(void **state)
{
    static const char *const texts[] = {
        "",
        "&;",
        "<svg",
        "<svg width=\"1\"",
        "<svg width=\"1\" height=\"1\" viewBox=\"",
        "<svg width=\"1\" height=\"1\"><g id=\"graph0\"></g></svg>",
        "<svg width=\"1\" height=\"1\" viewBox=\"1\"><g id=\"graph0\"></g>",
        "<svg width=\"1\" height=\"1\" viewBox=\"1\"><g></g></svg>",
        "</svg><g id=\"graph0\"<svg width=\"1\" height=\"1\" viewBox=\"1\">",
    };
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        struct buf out = wrapped(texts[i], strlen(texts[i]));
        assert_string_equal(buf_cstr(&out), texts[i]);
        buf_release(&out);
    }
}

static void test_script_can_stand_in_cdata(void **state)
{
    (void)state;
    assert_int_equal(strlen(svg_pan_js), sizeof svg_pan_js - 1);
    assert_null(strstr(svg_pan_js, "]]>"));
    assert_null(strstr(svg_pan_js, "eval("));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_svg_shows_nodes_and_edges),
        cmocka_unit_test(test_png),
        cmocka_unit_test(test_other_formats),
        cmocka_unit_test(test_two_renders_are_equal),
        cmocka_unit_test(test_appends),
        cmocka_unit_test(test_errors_append_nothing),
        cmocka_unit_test(test_a_failure_leaves_no_trace),
        cmocka_unit_test(test_is_silent),
        cmocka_unit_test(test_label_of_80000_bytes),
        cmocka_unit_test(test_long_label_is_cut_between_characters),
        cmocka_unit_test(test_what_dot_takes_is_not_cut),
        cmocka_unit_test(test_escapes_in_long_label),
        cmocka_unit_test(test_nul_byte),
        cmocka_unit_test(test_bytes_that_are_no_utf8),
        cmocka_unit_test(test_wrap_goes_round_the_graph),
        cmocka_unit_test(test_wrap_of_graphviz),
        cmocka_unit_test(test_wrap_leaves_foreign_text),
        cmocka_unit_test(test_script_can_stand_in_cdata),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
