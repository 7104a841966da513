/* Every engine inflates what zlib packed, however its input comes in pieces, and none takes what another does not. */
#include "format/inflate.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "base/buf.h"
#include "format/inflate_engine.h"
#include "unit.h"

static const struct inflate_engine *const engines[] = {
    &inflate_zlib,
#ifdef HAVE_ISAL
    &inflate_isal,
#endif
};

/** A file of which each read gives at most `step` bytes. */
struct pieces {
    struct byte_source source;
    const struct buf *data;
    size_t at, step;
};

static ssize_t pieces_read(struct byte_source *source, char *to, size_t cap, struct err *err)
{
    struct pieces *p = (struct pieces *)source;
    size_t n = p->data->len - p->at;
    (void)err;
    n = n > p->step ? p->step : n;
    n = n > cap ? cap : n;
    if (n)
        memcpy(to, p->data->data + p->at, n);
    p->at += n;
    return (ssize_t)n;
}

/* Inflates all of it by reads of `room` bytes. @return 0, or -1 with `err` set */
static int inflate_all(const struct inflate_engine *engine, const struct buf *packed, size_t step, size_t room,
                       struct buf *out, struct err *err)
{
    struct pieces from = {.source = {pieces_read, NULL}, .data = packed, .step = step};
    struct byte_source *s = inflate_open_with(engine, &from.source);
    ssize_t n;
    buf_init(out);
    while ((n = s->read(s, buf_reserve(out, room), room, err)) > 0)
        out->len += (size_t)n;
    s->close(s);
    return (int)n;
}

static void put_bytes(struct buf *to, size_t n, uint32_t seed)
{
    for (size_t i = 0; i < n; i++) {
        seed = seed * 1664525 + 1013904223;
        buf_putc(to, (char)(i % 97 < 60 ? 'a' + (seed >> 24) % 3 : seed >> 24));
    }
}

static void put_member(struct buf *to, const char *data, size_t len, int level)
{
    z_stream z = {0};
    assert_int_equal(deflateInit2(&z, level, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY), Z_OK);
    gz_header header = {
        .name = (Bytef *)"name", .comment = (Bytef *)"comment", .extra = (Bytef *)"extra", .extra_len = 5};
    if (level == 1)
        deflateSetHeader(&z, &header);
    size_t room = deflateBound(&z, len) + 100;
    z.next_in = (Bytef *)data;
    z.avail_in = (unsigned)len;
    z.next_out = (Bytef *)buf_reserve(to, room);
    z.avail_out = (unsigned)room;
    assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
    to->len += z.total_out;
    deflateEnd(&z);
}

static void test_members_in_pieces(void **state)
{
    static const size_t sizes[] = {0, 1, 10, 5000, 0, 300000, 7}, steps[] = {1, 2, 7, 8, 9, 1000, 1 << 20},
                        rooms[] = {1, 100, 1 << 18};
    struct buf plain = {0}, packed = {0};
    (void)state;
    for (size_t i = 0; i < ROWS(sizes); i++) {
        size_t at = plain.len;
        put_bytes(&plain, sizes[i], (uint32_t)i);
        put_member(&packed, plain.data ? plain.data + at : "", sizes[i], i % 2 ? 1 : i % 3 ? 9 : 0);
    }
    for (size_t e = 0; e < ROWS(engines); e++)
        for (size_t i = 0; i < ROWS(steps); i++)
            for (size_t j = 0; j < ROWS(rooms); j++) {
                struct buf got;
                struct err err = {""};
                assert_int_equal(inflate_all(engines[e], &packed, steps[i], rooms[j], &got, &err), 0);
                assert_int_equal(got.len, plain.len);
                assert_memory_equal(got.data, plain.data, plain.len);
                buf_release(&got);
            }
    buf_release(&plain);
    buf_release(&packed);
}

/* Cut off anywhere it is an error, and what came before is right. */
static void test_cut_off(void **state)
{
    struct buf plain = {0}, packed = {0};
    (void)state;
    put_bytes(&plain, 700, 3);
    put_member(&packed, plain.data, plain.len, 6);
    put_member(&packed, plain.data, plain.len, 1);
    size_t whole = packed.len;
    for (size_t e = 0; e < ROWS(engines); e++) {
        size_t n_whole = 0;
        for (packed.len = 1; packed.len < whole; packed.len++) {
            struct buf got;
            struct err err = {""};
            int status = inflate_all(engines[e], &packed, 5, 64, &got, &err);
            n_whole += status == 0; /* between the members */
            if (status)
                expect_str("cut off", str_of(err.msg), "decompressing: unexpected end of the gzip data");
            assert_true(got.len <= 2 * plain.len);
            for (size_t i = 0; i < got.len; i++)
                assert_int_equal(got.data[i], plain.data[i % plain.len]);
            buf_release(&got);
        }
        assert_int_equal(n_whole, 1);
        packed.len = whole;
    }
    buf_release(&plain);
    buf_release(&packed);
}

/* A byte that changed is found by all; at least the checksum tells. */
static void test_damage(void **state)
{
    struct buf plain = {0}, packed = {0};
    uint32_t seed = 5;
    (void)state;
    put_bytes(&plain, 3000, 9);
    put_member(&packed, plain.data, plain.len, 6);
    for (int round = 0; round < 4000; round++) {
        seed = seed * 1664525 + 1013904223;
        size_t at = (seed >> 8) % packed.len;
        char before = packed.data[at];
        packed.data[at] = (char)(before ^ (1 << (seed >> 29)));
        for (size_t e = 0; e < ROWS(engines); e++) {
            struct buf got;
            struct err err = {""};
            int status = inflate_all(engines[e], &packed, 64, 4096, &got, &err);
            if (status == 0) { /* what says nothing: of the header, or the bits between the last code and the trailer */
                assert_true(at < 10 || at + 9 == packed.len);
                assert_int_equal(got.len, plain.len);
                assert_memory_equal(got.data, plain.data, plain.len);
            } else {
                assert_int_equal(strncmp(err.msg, "decompressing: ", 15), 0);
            }
            buf_release(&got);
        }
        packed.data[at] = before;
    }
    buf_release(&plain);
    buf_release(&packed);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_members_in_pieces),
        cmocka_unit_test(test_cut_off),
        cmocka_unit_test(test_damage),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
