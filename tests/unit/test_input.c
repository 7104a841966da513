/* Where profile bytes come from. */
#include "message.h"

#include <errno.h>
#include <pthread.h>
#include <sys/stat.h>
#include <zlib.h>
#include <zstd.h>

#include "format/deflate.h"
#include "format/input.h"
#include "host/source.h"

enum form { PLAIN, GZIP, ZSTD };

/* Bytes that compress, though not much: large ones are beyond 64 KB compressed too, where a thread inflates. */
static void put_sample_bytes(struct buf *out, size_t n)
{
    uint32_t x = 12345;
    for (size_t i = 0; i < n; i++) {
        x = x * 1664525 + 1013904223;
        buf_putc(out, (char)('a' + (x >> 26)));
    }
}

static void put_gzip(struct buf *out, const char *data, size_t len)
{
    struct deflater *d = deflate_open(out, 1);
    assert_int_equal(deflate_put(d, data, len), 0);
    deflate_close(d);
}

static void put_zstd(struct buf *out, const char *data, size_t len)
{
    size_t room = ZSTD_compressBound(len), n = ZSTD_compress(buf_reserve(out, room), room, data, len, 3);
    assert_false(ZSTD_isError(n));
    out->len += n;
}

static void put_form(struct buf *out, enum form form, const char *data, size_t len)
{
    if (form == PLAIN)
        buf_put(out, data, len);
    else if (form == GZIP)
        put_gzip(out, data, len);
    else
        put_zstd(out, data, len);
}

/* Reads all; @return 0, or -1 with `err` set and in `got` what came before. */
static int read_path(const char *path, uint64_t max, struct buf *got, struct err *err)
{
    const char *data;
    size_t len;
    int status;
    struct input *in = source_open(path, &(struct input_how){.max_bytes = max}, err);
    if (!in)
        return -1;
    while ((status = input_next(in, &data, &len, err)) == 1) {
        assert_true(len > 0);
        buf_put(got, data, len);
    }
    input_close(in);
    return status;
}

static int read_bytes(const struct buf *data, uint64_t max, struct buf *got, struct err *err)
{
    struct memory_file m = memory_file_make(data->data, data->len);
    int status = read_path(m.path, max, got, err);
    memory_file_close(&m);
    return status;
}

static void expect_same(const struct buf *got, const struct buf *want)
{
    assert_int_equal(got->len, want->len);
    if (want->len)
        assert_memory_equal(got->data, want->data, want->len);
}

static void test_all_forms_and_sizes(void **state)
{
    static const size_t sizes[] = {1, 2, 3, 4, 5, 100, 70000, 3000000};
    (void)state;
    for (enum form form = PLAIN; form <= ZSTD; form++)
        for (size_t i = 0; i < ROWS(sizes); i++) {
            struct buf plain = {0}, packed = {0}, got = {0};
            struct err err;
            put_sample_bytes(&plain, sizes[i]);
            put_form(&packed, form, plain.data, plain.len);
            assert_int_equal(read_bytes(&packed, INPUT_DEFAULT_MAX, &got, &err), 0);
            expect_same(&got, &plain);
            buf_release(&plain);
            buf_release(&packed);
            buf_release(&got);
        }
}

static void test_several_members_and_frames(void **state)
{
    static const size_t sizes[] = {10, 0, 400000, 1, 300000};
    (void)state;
    for (enum form form = GZIP; form <= ZSTD; form++) {
        struct buf plain = {0}, packed = {0}, got = {0};
        struct err err;
        for (size_t i = 0; i < ROWS(sizes); i++) {
            size_t at = plain.len;
            put_sample_bytes(&plain, sizes[i]);
            put_form(&packed, form, plain.data + at, sizes[i]);
        }
        assert_int_equal(read_bytes(&packed, INPUT_DEFAULT_MAX, &got, &err), 0);
        expect_same(&got, &plain);
        buf_release(&plain);
        buf_release(&packed);
        buf_release(&got);
    }
}

static void test_an_empty_file_ends_at_once(void **state)
{
    struct buf none = {0}, got = {0};
    struct err err;
    (void)state;
    for (enum form form = PLAIN; form <= ZSTD; form++) {
        buf_clear(&none);
        put_form(&none, form, "", 0);
        assert_int_equal(read_bytes(&none, INPUT_DEFAULT_MAX, &got, &err), 0);
        assert_int_equal(got.len, 0);
    }
    buf_release(&none);
}

static void test_cut_off_data_are_an_error(void **state)
{
    static const size_t sizes[] = {50, 200000};
    (void)state;
    for (enum form form = GZIP; form <= ZSTD; form++)
        for (size_t i = 0; i < ROWS(sizes); i++) {
            struct buf plain = {0}, packed = {0};
            put_sample_bytes(&plain, sizes[i]);
            put_form(&packed, form, plain.data, plain.len);
            size_t whole = packed.len;
            for (packed.len = 4; packed.len < whole; packed.len += i ? whole / 7 : 1) {
                struct buf got = {0};
                struct err err = {""};
                assert_int_equal(read_bytes(&packed, INPUT_DEFAULT_MAX, &got, &err), -1);
                expect_part("cut off", err.msg, "unexpected end");
                assert_true(got.len <= plain.len);
                buf_release(&got);
            }
            buf_release(&plain);
            buf_release(&packed);
        }
}

static void test_damaged_data_are_an_error(void **state)
{
    static const size_t sizes[] = {500, 300000};
    (void)state;
    for (enum form form = GZIP; form <= ZSTD; form++)
        for (size_t i = 0; i < ROWS(sizes); i++) {
            struct buf plain = {0}, packed = {0}, got = {0};
            struct err err;
            put_sample_bytes(&plain, sizes[i]);
            put_form(&packed, form, plain.data, plain.len);
            if (form == GZIP)
                packed.data[packed.len - 5] ^= 1; /* the checksum */
            else
                packed.data[4] |= 8; /* a bit that must be 0 */
            assert_int_equal(read_bytes(&packed, INPUT_DEFAULT_MAX, &got, &err), -1);
            expect_part("damaged", err.msg, "decompressing: ");
            buf_release(&plain);
            buf_release(&packed);
            buf_release(&got);
        }
}

static void test_rubbish_behind_a_member_is_an_error(void **state)
{
    struct buf packed = {0}, got = {0};
    struct err err;
    (void)state;
    put_gzip(&packed, "abc", 3);
    buf_puts(&packed, "rubbish");
    assert_int_equal(read_bytes(&packed, INPUT_DEFAULT_MAX, &got, &err), -1);
    expect_part("rubbish", err.msg, "decompressing: ");
    buf_release(&packed);
    buf_release(&got);
}

static void test_the_limit_holds_to_the_byte(void **state)
{
    static const size_t sizes[] = {1000, 1000000};
    (void)state;
    for (enum form form = PLAIN; form <= ZSTD; form++)
        for (size_t i = 0; i < ROWS(sizes); i++) {
            struct buf plain = {0}, packed = {0}, got = {0};
            struct err err;
            char part[32];
            put_sample_bytes(&plain, sizes[i]);
            put_form(&packed, form, plain.data, plain.len);
            assert_int_equal(read_bytes(&packed, sizes[i], &got, &err), 0);
            expect_same(&got, &plain);
            buf_clear(&got);
            assert_int_equal(read_bytes(&packed, sizes[i] - 1, &got, &err), -1);
            snprintf(part, sizeof part, "larger than %zu bytes", sizes[i] - 1);
            expect_part("too large", err.msg, part);
            assert_true(got.len < sizes[i]);
            buf_release(&plain);
            buf_release(&packed);
            buf_release(&got);
        }
}

static void test_a_reader_may_leave_early(void **state)
{
    struct buf plain = {0}, packed = {0};
    struct err err;
    const char *data;
    size_t len;
    (void)state;
    put_sample_bytes(&plain, 8000000);
    put_gzip(&packed, plain.data, plain.len);
    struct memory_file m = memory_file_make(packed.data, packed.len);
    for (int pieces = 0; pieces < 3; pieces++) {
        struct input *in = source_open(m.path, NULL, &err);
        for (int i = 0; i < pieces; i++)
            assert_int_equal(input_next(in, &data, &len, &err), 1);
        input_close(in);
    }
    input_close(NULL);
    memory_file_close(&m);
    buf_release(&plain);
    buf_release(&packed);
}

/* ---- Files and pipes ---- */

static void test_what_cannot_be_opened(void **state)
{
    const struct folder *f = *state;
    struct file_name secret = file_write(f, "secret", "x", 1), none = file_in(f, "none");
    struct err err;
    assert_null(source_open(none.path, NULL, &err));
    assert_string_equal(err.msg, "no such file or directory"); /* without the name */
    assert_null(source_open(f->path, NULL, &err));
    assert_string_equal(err.msg, "is a directory");
    if (geteuid() != 0) {
        chmod(secret.path, 0);
        assert_null(source_open(secret.path, NULL, &err));
        assert_string_equal(err.msg, "permission denied");
    }
}

static void test_a_file(void **state)
{
    const struct folder *f = *state;
    struct file_name name = file_write(f, "plain", "some bytes", 10);
    struct buf got = {0};
    struct err err;
    assert_int_equal(read_path(name.path, INPUT_DEFAULT_MAX, &got, &err), 0);
    expect_buf("file", &got, "some bytes");
    buf_release(&got);
}

struct pipe_writer {
    int fd;
    const struct buf *data;
    size_t slow; /* so many bytes come one by one */
};

static void *write_pipe(void *arg)
{
    struct pipe_writer *w = arg;
    for (size_t at = 0; at < w->data->len;) {
        ssize_t n = write(w->fd, w->data->data + at, at < w->slow ? 1 : w->data->len - at);
        if (n <= 0)
            break;
        at += (size_t)n;
    }
    close(w->fd);
    return NULL;
}

/* Reads what a thread writes into a pipe, as standard input or by a name. */
static void read_pipe(const struct buf *data, bool as_stdin, struct buf *got)
{
    int ends[2], kept = -1;
    pthread_t t;
    char path[32];
    struct err err;
    assert_int_equal(pipe(ends), 0);
    struct pipe_writer w = {ends[1], data, 50};
    snprintf(path, sizeof path, "/proc/self/fd/%d", ends[0]);
    if (as_stdin) {
        kept = dup(STDIN_FILENO);
        dup2(ends[0], STDIN_FILENO);
    }
    assert_int_equal(pthread_create(&t, NULL, write_pipe, &w), 0);
    assert_int_equal(read_path(as_stdin ? "-" : path, INPUT_DEFAULT_MAX, got, &err), 0);
    pthread_join(t, NULL);
    if (as_stdin) {
        dup2(kept, STDIN_FILENO);
        close(kept);
    }
    close(ends[0]);
}

static void test_pipes(void **state)
{
    static const size_t sizes[] = {3, 300, 500000};
    (void)state;
    for (enum form form = PLAIN; form <= ZSTD; form++)
        for (size_t i = 0; i < ROWS(sizes); i++)
            for (int as_stdin = 0; as_stdin < 2; as_stdin++) {
                struct buf plain = {0}, packed = {0}, got = {0};
                put_sample_bytes(&plain, sizes[i]);
                put_form(&packed, form, plain.data, plain.len);
                read_pipe(&packed, as_stdin, &got);
                expect_same(&got, &plain);
                buf_release(&plain);
                buf_release(&packed);
                buf_release(&got);
            }
}

static void test_standard_input_stays_open(void **state)
{
    struct buf got = {0};
    struct err err;
    int kept = dup(STDIN_FILENO), null = open("/dev/null", O_RDONLY);
    (void)state;
    dup2(null, STDIN_FILENO);
    assert_int_equal(read_path("-", INPUT_DEFAULT_MAX, &got, &err), 0);
    assert_true(fcntl(STDIN_FILENO, F_GETFD) >= 0);
    dup2(kept, STDIN_FILENO);
    close(kept);
    close(null);
}

static void test_profile_load_says_why_it_failed(void **state)
{
    struct buf text = {0}, packed = {0};
    struct profile p;
    struct err err;
    (void)state;
    put_text(&text, "string_table:'' time_nanos:5");
    put_gzip(&packed, text.data, text.len);
    struct memory_file m = memory_file_make(packed.data, packed.len);
    assert_int_equal(source_load(&p, m.path, NULL, &err), 0);
    assert_int_equal(p.time_nanos, 5);
    profile_release(&p);
    assert_int_equal(source_load(&p, m.path, &(struct input_how){.max_bytes = 2}, &err), -1);
    expect_part("too large", err.msg, "larger than 2 bytes");
    assert_int_equal(source_load(&p, "/nowhere/at/all", NULL, &err), -1);
    expect_part("missing", err.msg, "no such file");
    memory_file_close(&m);
    buf_release(&text);
    buf_release(&packed);
}

/* What an input says of its length before it is read. */
static uint64_t expected_of(const char *path, uint64_t max)
{
    struct err err;
    struct input *in = source_open(path, &(struct input_how){.max_bytes = max}, &err);
    assert_non_null(in);
    uint64_t n = input_expected(in);
    input_close(in);
    return n;
}

static void test_expected_length(void **state)
{
    enum { N = 100000 };
    const struct folder *f = *state;
    struct buf plain, gzip, zstd;
    buf_init(&plain);
    buf_init(&gzip);
    buf_init(&zstd);
    put_sample_bytes(&plain, N);
    put_gzip(&gzip, plain.data, plain.len);
    put_zstd(&zstd, plain.data, plain.len);
    struct file_name name = file_write(f, "x", plain.data, plain.len);
    assert_int_equal(expected_of(name.path, 0), N);
    assert_int_equal(expected_of(name.path, 1000), 1000); /* no more can come */
    file_write(f, "x", gzip.data, gzip.len);
    assert_int_equal(expected_of(name.path, 0), N);
    memset(gzip.data + gzip.len - 4, 0xff, 4); /* no file of this size has so much in it */
    file_write(f, "x", gzip.data, gzip.len);
    assert_int_equal(expected_of(name.path, 0), 0);
    file_write(f, "x", gzip.data, 3);
    assert_int_equal(expected_of(name.path, 0), 0);
    file_write(f, "x", zstd.data, zstd.len);
    assert_int_equal(expected_of(name.path, 0), 0);
    buf_release(&plain);
    buf_release(&gzip);
    buf_release(&zstd);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        test_with_folder(test_expected_length),
        cmocka_unit_test(test_all_forms_and_sizes),
        cmocka_unit_test(test_several_members_and_frames),
        cmocka_unit_test(test_an_empty_file_ends_at_once),
        cmocka_unit_test(test_cut_off_data_are_an_error),
        cmocka_unit_test(test_damaged_data_are_an_error),
        cmocka_unit_test(test_rubbish_behind_a_member_is_an_error),
        cmocka_unit_test(test_the_limit_holds_to_the_byte),
        cmocka_unit_test(test_a_reader_may_leave_early),
        test_with_folder(test_what_cannot_be_opened),
        test_with_folder(test_a_file),
        cmocka_unit_test(test_pipes),
        cmocka_unit_test(test_standard_input_stays_open),
        cmocka_unit_test(test_profile_load_says_why_it_failed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
