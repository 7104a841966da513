/* Our readers of samples and locations accept, refuse and find what protobuf-c does. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "messages_differ.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))
#define BYTES(s) (s), sizeof(s) - 1
#define TEN(c)   c c c c c c c c c c
#define LONG_ID  "\xff\xff\xff\xff\xff\xff\xff\xff\xff"

struct row {
    const char *bytes;
    size_t len;
    bool sample, location; /* whether it is one */
};

static void test_rows(void **state)
{
    static const struct row rows[] = {
        {BYTES(""), true, true},
        {BYTES("\x0a\x03\x01\x02\x03\x12\x01\x64"), true, false}, /* packed */
        {BYTES("\x08\x01\x08\x02\x10\x64"), true, true},          /* one by one */
        {BYTES("\x08\x01\x0a\x02\x02\x03\x08\x04"), true, false}, /* both */
        {BYTES("\x0a\x0b" LONG_ID "\x01\x05"), true, false},      /* 64 bits */
        {BYTES("\x0a\x0b" LONG_ID "\x7f\x05"), true, false},      /* more than 64 bits: cut */
        {BYTES("\x0a\x0c" LONG_ID "\xff\x01\x05"), false, false}, /* eleven bytes */
        {BYTES("\x0a\x0b" LONG_ID "\xff\x05"), false, false},
        {BYTES("\x0a\x02\x81\x80"), false, false},                             /* cut off within a number */
        {BYTES("\x0a\x09\x81\x01\x82\x01\x83\x01\x84\x01\x85"), false, false}, /* the same after a whole word */
        {BYTES("\x0a\x05\x01\x02"), false, false},                             /* cut off within the field */
        {BYTES("\x0a"), false, false},
        {BYTES("\x0a\x80\x80\x80\x80\x00"), true, false},      /* a length of five bytes */
        {BYTES("\x0a\x80\x80\x80\x80\x80\x00"), false, false}, /* of six */
        {BYTES("\x0a\xff\xff\xff\xff\x7f"), false, false},
        {BYTES("\x1a\x08\x08\x01\x10\x02\x18\x03\x20\x04"), true, false}, /* a label */
        {BYTES("\x1a\x04\x08\x01\x08\x02\x1a\x00"), true, false},         /* the last number counts; an empty label */
        {BYTES("\x1a\x02\x0a\x00"), false, false},                        /* a label whose key is bytes */
        {BYTES("\x1a\x01\x08"), false, false},
        {BYTES("\x18\x01"), false, true}, /* a label, or an address, that is a number */
        {BYTES("\x08\x01\x10\x02\x18\xff\x7f\x22\x04\x08\x01\x10\x07\x28\x01"), false, true},
        {BYTES("\x22\x06\x08\x01\x10\x07\x18\x09\x22\x02\x08\x02"), true, true}, /* two lines; unknown to samples */
        {BYTES("\x28\x00"), true, true},
        {BYTES("\x28\x80\x01"), true, true},
        {BYTES("\x2a\x00"), true, true}, /* folded, as bytes: the length counts */
        {BYTES("\x2a\x01\x00"), true, true},
        {BYTES("\x2d\x00\x00\x00\x01"), true, true},
        {BYTES("\x09\x01\x02\x03\x04\x05\x06\x07\x08"), false, false},                   /* an id of 8 bytes */
        {BYTES("\x39\x01\x02\x03\x04\x05\x06\x07\x08\x3d\x01\x02\x03\x04"), true, true}, /* unknown fields */
        {BYTES("\x39\x01\x02\x03\x04\x05\x06\x07"), false, false},
        {BYTES("\x3d\x01\x02\x03"), false, false},
        {BYTES("\x3b\x3c"), false, false},               /* groups */
        {BYTES("\x00\x00"), false, false},               /* field 0 */
        {BYTES("\x80\x00\x00"), true, true},             /* field 0 in two bytes */
        {BYTES("\xf8\xff\xff\xff\x7f\x01"), true, true}, /* the largest field number */
        {BYTES("\xf8\xff\xff\xff\xff\x01\x01"), false, false},
        {BYTES("\x88\x00\x05"), true, true}, /* field 1 in two bytes */
        {BYTES("\x38" TEN("\x80") "\x00"), false, false},
        {BYTES("\x38"
               "\x80\x80\x80\x80\x80\x80\x80\x80\x80"
               "\x00"),
         true, true},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct sample_message sample = {0};
        struct location_message location = {0};
        const char *difference = messages_differ(rows[i].bytes, rows[i].len);
        if (difference)
            fail_msg("row %zu: %s", i, difference);
        if (rows[i].sample != !sample_message_read(&sample, rows[i].bytes, rows[i].len))
            fail_msg("row %zu: sample", i);
        if (rows[i].location != !location_message_read(&location, rows[i].bytes, rows[i].len))
            fail_msg("row %zu: location", i);
        sample_message_release(&sample);
        location_message_release(&location);
    }
}

static unsigned next_random(uint64_t *seed, unsigned below)
{
    *seed = *seed * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)(*seed >> 33) % below;
}

static size_t put_varint(char *to, uint64_t x)
{
    size_t n = 0;
    for (; x >= 0x80; x >>= 7)
        to[n++] = (char)(x | 0x80);
    to[n++] = (char)x;
    return n;
}

/* Writes bytes that are often a message: fields of all numbers and types, with lengths that are often right. */
static size_t make_bytes(char *to, uint64_t *seed)
{
    static const unsigned char types[] = {0, 0, 0, 1, 2, 2, 2, 2, 2, 5};
    size_t n = 0;
    for (unsigned fields = next_random(seed, 5); fields > 0; fields--) {
        unsigned type = types[next_random(seed, COUNT(types))];
        n += put_varint(to + n, (1 + next_random(seed, 5)) << 3 | type);
        if (type == 2) {
            char body[64];
            size_t len = 0;
            for (unsigned k = next_random(seed, 6); k > 0; k--) {
                if (next_random(seed, 3) == 0)
                    len += put_varint(body + len, 8 * (1 + next_random(seed, 4)));
                len += put_varint(body + len, UINT64_MAX >> next_random(seed, 64));
            }
            n += put_varint(to + n, len - (len && next_random(seed, 30) == 0));
            memcpy(to + n, body, len);
            n += len;
        } else if (type == 0) {
            n += put_varint(to + n, UINT64_MAX >> next_random(seed, 64));
        } else {
            memset(to + n, (int)next_random(seed, 256), 8);
            n += type == 1 ? 8 : 4;
        }
    }
    if (n && next_random(seed, 4) == 0)
        to[next_random(seed, (unsigned)n)] ^= (char)(1 << next_random(seed, 8));
    return n && next_random(seed, 8) == 0 ? n - 1 : n;
}

static void test_random_messages(void **state)
{
    char bytes[1024];
    uint64_t seed = 1;
    size_t n_read = 0;
    (void)state;
    for (int i = 0; i < 300000; i++) {
        size_t len = make_bytes(bytes, &seed);
        char *exact = malloc(len ? len : 1); /* so that a sanitizer sees a read beyond the end */
        struct sample_message m = {0};
        memcpy(exact, bytes, len);
        const char *difference = messages_differ(exact, len);
        if (difference)
            fail_msg("message %d of %zu bytes: %s", i, len, difference);
        n_read += sample_message_read(&m, exact, len) == 0;
        sample_message_release(&m);
        free(exact);
    }
    assert_true(n_read > 30000 && n_read < 270000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),
        cmocka_unit_test(test_random_messages),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
