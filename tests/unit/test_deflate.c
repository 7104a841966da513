/* Gzip on the way out, in several threads. */
#include "unit.h"

#include <zlib.h>

#include "format/deflate.h"

/* Bytes with matches near and far, some of them across the ends of blocks. */
static void put_sample_bytes(struct buf *out, size_t n)
{
    uint32_t x = 12345;
    while (out->len < n) {
        x = x * 1664525 + 1013904223;
        size_t back = 1 + (x >> 8) % 40000, len = 1 + x % 100;
        if (back <= out->len && x >> 31)
            for (size_t i = 0; i < len; i++)
                buf_putc(out, out->data[out->len - back]);
        else
            buf_putc(out, (char)(x >> 24));
    }
    out->len = n;
}

static void pack(struct buf *out, const struct buf *plain, size_t n_threads, size_t piece)
{
    struct deflater *d = deflate_open(out, n_threads);
    for (size_t at = 0; at < plain->len; at += piece) {
        size_t len = plain->len - at < piece ? plain->len - at : piece;
        assert_int_equal(deflate_put(d, plain->data + at, len), 0);
    }
    deflate_close(d);
}

/* zlib must find one member that ends with the data. */
static void expect_unpacked(const struct buf *packed, const struct buf *want)
{
    z_stream z = {.next_in = (unsigned char *)packed->data, .avail_in = (unsigned)packed->len};
    struct buf got = {0};
    z.next_out = (unsigned char *)buf_reserve(&got, want->len + 1);
    z.avail_out = (unsigned)want->len + 1;
    assert_int_equal(inflateInit2(&z, 16 + MAX_WBITS), Z_OK);
    assert_int_equal(inflate(&z, Z_FINISH), Z_STREAM_END);
    assert_int_equal(z.avail_in, 0);
    assert_int_equal(z.total_out, want->len);
    if (want->len)
        assert_memory_equal(got.data, want->data, want->len);
    inflateEnd(&z);
    buf_release(&got);
}

enum { BLOCK = DEFLATE_BLOCK };

static void test_every_size_comes_back_whatever_the_threads(void **state)
{
    static const size_t sizes[] = {
        0, 1, 2, BLOCK - 1, BLOCK, BLOCK + 1, 2 * BLOCK, 3 * BLOCK, 3 * BLOCK + 1, 17 * BLOCK - 1, 17 * BLOCK + 5};
    static const size_t threads[] = {2, 3, 4, 16};
    (void)state;
    for (size_t i = 0; i < ROWS(sizes); i++) {
        struct buf plain = {0}, one = {0};
        put_sample_bytes(&plain, sizes[i]);
        pack(&one, &plain, 1, SIZE_MAX / 2);
        expect_unpacked(&one, &plain);
        for (size_t k = 0; k < ROWS(threads); k++) {
            struct buf packed = {0};
            pack(&packed, &plain, threads[k], k % 2 ? 1000 : BLOCK);
            assert_int_equal(packed.len, one.len);
            assert_memory_equal(packed.data, one.data, one.len);
            buf_release(&packed);
        }
        buf_release(&plain);
        buf_release(&one);
    }
}

/* Bytes that repeat from so far back that only the window from the previous block has them. */
static void test_blocks_know_what_came_before_them(void **state)
{
    struct buf noise = {0}, plain = {0}, packed = {0};
    uint32_t x = 1;
    (void)state;
    for (size_t i = 0; i < 20000; i++) {
        x = x * 1664525 + 1013904223;
        buf_putc(&noise, (char)(x >> 24));
    }
    while (plain.len < 8 * BLOCK)
        buf_put(&plain, noise.data, noise.len);
    pack(&packed, &plain, 2, SIZE_MAX / 2);
    expect_unpacked(&packed, &plain);
    assert_true(packed.len < 2 * noise.len);
    buf_release(&noise);
    buf_release(&plain);
    buf_release(&packed);
}

static int drop(void *to, const char *data, size_t len)
{
    (void)data;
    *(size_t *)to += len;
    return 0;
}

static void test_it_takes_from_a_buffer_and_drains(void **state)
{
    struct buf plain = {0}, packed = {0}, front, back;
    size_t n_drained = 0;
    (void)state;
    put_sample_bytes(&plain, 10 * BLOCK);
    pack(&packed, &plain, 2, SIZE_MAX / 2);
    buf_init_drain(&back, drop, &n_drained);
    struct deflater *d = deflate_open(&back, 2);
    buf_init_drain(&front, deflate_put, d);
    for (size_t at = 0; at < plain.len; at += 1024)
        buf_put(&front, plain.data + at, 1024);
    assert_int_equal(buf_flush(&front), 0);
    deflate_close(d);
    assert_int_equal(buf_flush(&back), 0);
    assert_int_equal(n_drained, packed.len);
    assert_true(back.cap <= 4 * BLOCK);
    buf_release(&front);
    buf_release(&back);
    buf_release(&plain);
    buf_release(&packed);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_size_comes_back_whatever_the_threads),
        cmocka_unit_test(test_blocks_know_what_came_before_them),
        cmocka_unit_test(test_it_takes_from_a_buffer_and_drains),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
