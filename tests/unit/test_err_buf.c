#include "unit.h"

#include <errno.h>
#include <unistd.h>

#include "base/err.h"

/* ---- Error messages ---- */

static void test_err_set_formats_and_returns_minus_one(void **state)
{
    struct err err;
    (void)state;
    assert_int_equal(err_set(&err, "bad %s: %d", "flag", 7), -1);
    assert_string_equal(err.msg, "bad flag: 7");
}

static void test_err_set_errno_adds_the_text_in_lower_case(void **state)
{
    struct err err;
    (void)state;
    assert_int_equal(err_set_errno(&err, ENOENT, "open %s", "x.pb"), -1);
    assert_string_equal(err.msg, "open x.pb: no such file or directory");
    assert_string_equal(err_text(EACCES), "permission denied");
}

static void test_err_wrap_puts_subjects_in_front(void **state)
{
    struct err err;
    (void)state;
    err_set(&err, "unexpected end");
    assert_int_equal(err_wrap(&err, "member %d", 2), -1);
    assert_int_equal(err_wrap(&err, "%s", "cpu.pb.gz"), -1);
    assert_string_equal(err.msg, "cpu.pb.gz: member 2: unexpected end");
}

static void test_err_add_puts_facts_behind(void **state)
{
    struct err err;
    (void)state;
    err_set(&err, "types do not fit");
    assert_int_equal(err_add(&err, "%s has %d", "a", 2), -1);
    assert_string_equal(err.msg, "types do not fit: a has 2");
}

static void test_err_cuts_overlong_messages_visibly(void **state)
{
    struct err err, wrapped;
    char text[4000];
    (void)state;
    memset(text, 'x', sizeof text - 1);
    text[sizeof text - 1] = '\0';

    err_set(&err, "%s", text);
    assert_int_equal(strlen(err.msg), sizeof err.msg - 1);
    assert_string_equal(err.msg + sizeof err.msg - 6, "xx...");
    wrapped = err;
    err_wrap(&wrapped, "file");
    assert_memory_equal(wrapped.msg, "file: xxx", 9);
    assert_string_equal(wrapped.msg + sizeof wrapped.msg - 4, "...");
    err_set_errno(&err, EIO, "%s", text);
    assert_string_equal(err.msg + sizeof err.msg - 4, "...");

    text[sizeof err.msg - 1] = '\0';
    err_set(&err, "%s", text);
    assert_string_equal(err.msg, text); /* fits to the last byte */
}

/* ---- Buffers ---- */

static void test_buf_appends(void **state)
{
    struct buf b;
    (void)state;
    buf_init(&b);
    assert_int_equal(b.len, 0);
    assert_string_equal(buf_cstr(&b), "");
    buf_puts(&b, "ab");
    buf_putc(&b, 'c');
    buf_put(&b, "d\0e", 3);
    buf_fill(&b, '-', 3);
    buf_fill(&b, '!', 0);
    buf_put(&b, NULL, 0);
    assert_int_equal(b.len, 9);
    assert_memory_equal(b.data, "abcd\0e---", 9);
    buf_clear(&b);
    buf_printf(&b, "%05.1f|%s", 2.25, "x");
    assert_string_equal(buf_cstr(&b), "002.2|x");
    assert_int_equal(b.len, 7); /* the NUL is not counted */
    assert_int_equal(buf_flush(&b), 0);
    assert_int_equal(b.len, 7); /* nowhere to go */
    buf_release(&b);
    assert_int_equal(b.len, 0);
    buf_puts(&b, "again"); /* usable as after buf_init */
    assert_string_equal(buf_cstr(&b), "again");
    buf_release(&b);
}

static void test_buf_printf_of_any_length(void **state)
{
    struct buf b;
    char text[5000];
    (void)state;
    buf_init(&b);
    for (size_t len = 0; len < sizeof text; len += len < 300 ? 1 : 997) {
        memset(text, 'a', len);
        text[len] = '\0';
        buf_clear(&b);
        buf_printf(&b, "<%s>", text);
        assert_int_equal(b.len, len + 2);
        assert_int_equal(b.data[0], '<');
        assert_int_equal(b.data[len + 1], '>');
    }
    buf_release(&b);
}

static void test_buf_reserve_leaves_the_length_to_the_caller(void **state)
{
    struct buf b;
    (void)state;
    buf_init(&b);
    buf_puts(&b, "x");
    char *at = buf_reserve(&b, 100000);
    assert_int_equal(b.len, 1);
    memset(at, 'y', 100000);
    b.len += 100000;
    assert_int_equal(b.data[0], 'x');
    assert_int_equal(b.data[100000], 'y');
    buf_release(&b);
}

/* ---- Draining ---- */

struct sink {
    struct buf got;
    size_t calls, largest;
    size_t fail_at; /* the call that fails, from 1 on; 0: none does */
};

static int sink_take(void *to, const char *data, size_t len)
{
    struct sink *s = to;
    s->calls++;
    s->largest = len > s->largest ? len : s->largest;
    if (s->calls == s->fail_at)
        return ENOSPC;
    buf_put(&s->got, data, len);
    return 0;
}

static void test_buf_drains_everything_in_order_and_in_pieces(void **state)
{
    struct sink sink = {0};
    struct buf b, want;
    (void)state;
    buf_init(&want);
    buf_init_drain(&b, sink_take, &sink);
    for (int i = 0; i < 60000; i++) {
        buf_printf(&b, "line %d\n", i);
        buf_printf(&want, "line %d\n", i);
    }
    assert_true(sink.calls > 2);               /* before anyone asked */
    assert_true(sink.largest < 2 * 64 * 1024); /* "pieces of some 64 KB" */
    assert_int_equal(buf_flush(&b), 0);
    assert_int_equal(sink.got.len, want.len);
    assert_memory_equal(sink.got.data, want.data, want.len);
    size_t calls = sink.calls;
    assert_int_equal(buf_flush(&b), 0);
    assert_int_equal(sink.calls, calls); /* nothing is held any more */
    buf_release(&b);
    buf_release(&want);
    buf_release(&sink.got);
}

static void test_buf_remembers_the_first_failure_of_its_sink(void **state)
{
    struct sink sink = {.fail_at = 2};
    struct buf b;
    (void)state;
    buf_init_drain(&b, sink_take, &sink);
    for (int i = 0; i < 60000; i++)
        buf_puts(&b, "some text that is long enough\n");
    assert_int_equal(b.failed, ENOSPC);
    assert_int_equal(buf_flush(&b), ENOSPC);
    assert_int_equal(sink.calls, 2); /* what came later was dropped */
    buf_puts(&b, "more");
    assert_int_equal(buf_flush(&b), ENOSPC);
    assert_int_equal(sink.calls, 2);
    buf_release(&b);
    buf_release(&sink.got);
}

static void test_buf_release_loses_what_was_not_flushed(void **state)
{
    struct sink sink = {0};
    struct buf b;
    (void)state;
    buf_init_drain(&b, sink_take, &sink);
    buf_puts(&b, "lost");
    buf_release(&b);
    assert_int_equal(sink.calls, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_err_set_formats_and_returns_minus_one),
        cmocka_unit_test(test_err_set_errno_adds_the_text_in_lower_case),
        cmocka_unit_test(test_err_wrap_puts_subjects_in_front),
        cmocka_unit_test(test_err_add_puts_facts_behind),
        cmocka_unit_test(test_err_cuts_overlong_messages_visibly),
        cmocka_unit_test(test_buf_appends),
        cmocka_unit_test(test_buf_printf_of_any_length),
        cmocka_unit_test(test_buf_reserve_leaves_the_length_to_the_caller),
        cmocka_unit_test(test_buf_drains_everything_in_order_and_in_pieces),
        cmocka_unit_test(test_buf_remembers_the_first_failure_of_its_sink),
        cmocka_unit_test(test_buf_release_loses_what_was_not_flushed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
