#include "unit.h"

#include "host/terminal.h"
#include "report/report.h"

static void test_clean_shows_what_could_command_a_terminal(void **state)
{
    static const struct {
        const char *text, *want;
    } row[] = {
        {"plain\ttext\n", "plain\ttext\n"},
        {"\x01\b\v\f\r\x1b\x7f", "\\x01\\x08\\x0b\\x0c\\x0d\\x1b\\x7f"},
        {"a\r\nb\rc\r\r\nd\n\r", "a\r\nb\\x0dc\\x0d\r\nd\n\\x0d"}, /* the ends of lines of CSV */
        {"\u00e9\u20ac\U0001f525\u00a0", "\u00e9\u20ac\U0001f525\u00a0"},
        {"\xc2\x80\xc2\x9b\xc2\x9f", "\\u0080\\u009b\\u009f"},
        {"\u202a\u202e\u2066\u2069", "\\u202a\\u202e\\u2066\\u2069"},
        {"\u2027\u202f\u2065\u206a", "\u2027\u202f\u2065\u206a"},
        {"\u061c\u200e\u200f\u2028\u2029", "\\u061c\\u200e\\u200f\\u2028\\u2029"},
        {"\x9b\xff", "\\x9b\\xff"},
        {"\xc0\xaf", "\\xc0\\xaf"},                   /* overlong */
        {"\xe0\x80\x9b", "\\xe0\\x80\\x9b"},          /* overlong */
        {"\xed\xa0\x80", "\\xed\\xa0\\x80"},          /* a surrogate */
        {"\xf4\x90\x80\x80", "\\xf4\\x90\\x80\\x80"}, /* too large */
        {"\xe2\x82z", "\\xe2\\x82z"},                 /* cut short */
        {"\xe2\x82\xe2\x82\xac", "\\xe2\\x82\u20ac"}, /* and then one that is not */
        {"\xf0\x9f\x1b[2J", "\\xf0\\x9f\\x1b[2J"},    /* an escape inside */
        {"\xe2\x82", "\\xe2\\x82"},                   /* cut short by the end */
    };
    (void)state;
    for (size_t i = 0; i < ROWS(row); i++)
        for (size_t piece = 0; piece <= 3; piece++) { /* 0: all at once */
            size_t len = strlen(row[i].text);
            struct terminal t;
            struct buf out;
            buf_init(&out);
            terminal_init(&t, true, &out);
            for (size_t at = 0, n; at < len; at += n) {
                n = piece && piece < len - at ? piece : len - at;
                assert_int_equal(terminal_write(&t, row[i].text + at, n), 0);
            }
            terminal_end(&t);
            expect_buf(row[i].want, &out, row[i].want);
            terminal_clean(&out, row[i].text, len);
            expect_buf(row[i].want, &out, row[i].want);
            buf_release(&out);
        }
}

static void test_styles_come_where_they_were_asked_for(void **state)
{
    struct terminal t;
    struct buf out, text;
    (void)state;
    buf_init(&out);
    terminal_init(&t, true, &out);
    buf_init_drain(&text, terminal_write, &t);
    buf_puts(&text, "a\xe2\x82");
    paint_set(&t.paint, &text, report_heat(100, 1000));
    buf_puts(&text, "\xac\x1b[0m");
    paint_set(&t.paint, &text, STYLE_HOT);
    buf_puts(&text, "b");
    paint_set(&t.paint, &text, STYLE_PLAIN);
    buf_puts(&text, "c");
    paint_set(&t.paint, &text, STYLE_DIM);
    assert_int_equal(buf_flush(&text), 0);
    terminal_end(&t);
    expect_buf("styles", &out, "a\\xe2\\x82\033[0;1;31m\\xac\\x1b[0mb\033[0mc\033[0;2m\033[0m");
    buf_release(&text);
    buf_release(&out);
}

static void test_bytes_stay_where_there_is_no_terminal(void **state)
{
    struct terminal t;
    struct buf out;
    (void)state;
    buf_init(&out);
    terminal_init(&t, false, &out);
    terminal_write(&t, "\x1b\x9b", 2);
    terminal_write(&t, "\xe2", 1);
    terminal_end(&t);
    expect_buf("raw", &out, "\x1b\x9b\xe2");
    buf_release(&out);
}

static void test_heat_goes_by_the_share(void **state)
{
    const int64_t total = 1000, difference = -1000, nothing = 0;
    (void)state;
    assert_int_equal(report_heat(0, total), STYLE_DIM);
    assert_int_equal(report_heat(19, total), STYLE_PLAIN);
    assert_int_equal(report_heat(20, total), STYLE_WARM);
    assert_int_equal(report_heat(99, total), STYLE_WARM);
    assert_int_equal(report_heat(100, total), STYLE_HOT);
    assert_int_equal(report_heat(-1, total), STYLE_LESS);
    assert_int_equal(report_heat(100, difference), STYLE_HOT);
    assert_int_equal(report_heat(100, nothing), STYLE_PLAIN);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_clean_shows_what_could_command_a_terminal),
        cmocka_unit_test(test_styles_come_where_they_were_asked_for),
        cmocka_unit_test(test_bytes_stay_where_there_is_no_terminal),
        cmocka_unit_test(test_heat_goes_by_the_share),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
