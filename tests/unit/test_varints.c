/* Varints: both ways to read many at once against reading them one by one. */
#include <stdlib.h>
#include <string.h>

#include "format/varints.h"
#include "format/wire.h"
#include "unit.h"

enum { LONGEST = 400, ROUNDS = 20000 };

/* What reading one by one gives. */
static int read_each(const char *at, const char *end, uint64_t *to, size_t *n)
{
    while (at < end)
        if (wire_varint(&at, end, &to[(*n)++]))
            return -1;
    return 0;
}

static void assert_same(const char *data, size_t len)
{
    uint64_t want[LONGEST + VARINTS_ROOM + 1], got[LONGEST + VARINTS_ROOM + 1] = {7},
                                                                            too[LONGEST + VARINTS_ROOM + 1] = {7};
    size_t n_want = 1, n_got = 1, n_too = 1;
    want[0] = 7;
    int status = read_each(data, data + len, want, &n_want);
    assert_int_equal(varints_read(data, data + len, got, &n_got), status);
    assert_int_equal(varints_read_by_shifts(data, data + len, too, &n_too), status);
    if (status)
        return;
    assert_int_equal(n_got, n_want);
    assert_int_equal(n_too, n_want);
    assert_memory_equal(got, want, n_want * sizeof *want);
    assert_memory_equal(too, want, n_want * sizeof *want);
}

/* A buffer that ends where the data ends, so that a sanitizer sees what is read beyond. */
static void check(const char *data, size_t len)
{
    char *copy = calloc(len + !len, 1);
    memcpy(copy, data, len);
    assert_same(copy, len);
    free(copy);
}

static size_t put(char *to, uint64_t x)
{
    size_t n = 0;
    for (; x >= 0x80; x >>= 7)
        to[n++] = (char)(x | 0x80);
    to[n++] = (char)x;
    return n;
}

static void numbers_of_all_lengths(void **state)
{
    (void)state;
    char data[LONGEST];
    srand(1);
    for (int round = 0; round < ROUNDS; round++) {
        size_t len = 0, most = (size_t)rand() % (LONGEST - 10);
        unsigned widest = (unsigned)rand() % 64 + 1;
        while (len < most) {
            uint64_t x = (uint64_t)rand() << 62 ^ (uint64_t)rand() << 31 ^ (uint64_t)rand();
            len += put(data + len, x >> (64 - 1 - (unsigned)rand() % widest));
        }
        check(data, len);
        check(data, len ? len - 1 : 0); /* the last one may be cut off */
    }
}

static void bytes_that_may_be_no_numbers(void **state)
{
    (void)state;
    char data[64];
    srand(2);
    for (int round = 0; round < ROUNDS; round++) {
        size_t len = (size_t)rand() % sizeof data, more = (size_t)rand() % 100;
        for (size_t i = 0; i < len; i++)
            data[i] = (char)((rand() & 0x7f) | ((size_t)rand() % 100 < more ? 0x80 : 0));
        check(data, len);
    }
}

static void limits(void **state)
{
    (void)state;
    check("", 0);
    check("\x80", 1);
    check("\x80\x80\x80\x80\x80\x80\x80\x80\x80\x01", 10);
    check("\xff\xff\xff\xff\xff\xff\xff\xff\xff\x7f", 10);         /* bits beyond the 64th are dropped */
    check("\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01", 11);     /* too long */
    check("\x80\x00\x80\x80\x00\x80\x80\x80\x80\x80\x80\x00", 12); /* zeros that are longer than they need to be */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_of_all_lengths),
        cmocka_unit_test(bytes_that_may_be_no_numbers),
        cmocka_unit_test(limits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
