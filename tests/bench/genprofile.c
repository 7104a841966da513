/*
 * Writes a large profile, the same for the same arguments: genprofile [-samples=N] [-depth=N] [-functions=N] [-seed=N]
 * > file
 *
 * Stacks are walks through a call tree that is made up on the way, with hot and cold branches as in production
 * profiles.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

static uint64_t state;

static uint64_t next_random(void)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return state;
}

static unsigned char message[1 << 16];
static size_t len;
static gzFile out;

static void varint(uint64_t x)
{
    for (; x >= 0x80; x >>= 7)
        message[len++] = (unsigned char)(x | 0x80);
    message[len++] = (unsigned char)x;
}

static void field(unsigned number, uint64_t x)
{
    varint(number << 3);
    varint(x);
}

static void flush(unsigned number)
{
    unsigned char head[16];
    size_t n = 0;
    uint64_t x = len;
    head[n++] = (unsigned char)(number << 3 | 2);
    for (; x >= 0x80; x >>= 7)
        head[n++] = (unsigned char)(x | 0x80);
    head[n++] = (unsigned char)x;
    gzwrite(out, head, (unsigned)n);
    gzwrite(out, message, (unsigned)len);
    len = 0;
}

static void string(const char *s)
{
    len = strlen(s);
    memcpy(message, s, len);
    flush(6);
}

static void value_type(uint64_t type, uint64_t unit)
{
    field(1, type);
    field(2, unit);
    flush(1);
}

static long option(int argc, char **argv, const char *name, long dflt)
{
    for (int i = 1; i < argc; i++)
        if (argv[i][0] == '-' && strncmp(argv[i] + 1, name, strlen(name)) == 0 && argv[i][1 + strlen(name)] == '=')
            return atol(argv[i] + 2 + strlen(name));
    return dflt;
}

/* A frame's callee: the same few for the same caller, the first of them most of the time. */
static uint64_t callee(uint64_t caller, uint64_t n_locations)
{
    uint64_t r = next_random(), branch = r % 8 < 4 ? 0 : r % 8 < 6 ? 1 : (r >> 8) % 24;
    uint64_t h = (caller * 0x9e3779b97f4a7c15u) ^ (branch * 0xc2b2ae3d27d4eb4fu);
    h ^= h >> 29;
    h *= 0xbf58476d1ce4e5b9u;
    return (h ^ h >> 32) % n_locations + 1;
}

static void sample(uint64_t n_locations, long depth)
{
    static uint64_t stack[4096];
    long n = depth / 2 + (long)(next_random() % (uint64_t)depth);
    if (n > 4096)
        n = 4096;
    stack[0] = next_random() % 4 + 1;
    for (long i = 1; i < n; i++)
        stack[i] = callee(stack[i - 1], n_locations);
    unsigned char *start = message + 16; /* room for the head of the packed field */
    size_t at = 0;
    for (long i = n; i > 0; i--) {
        uint64_t x = stack[i - 1];
        for (; x >= 0x80; x >>= 7)
            start[at++] = (unsigned char)(x | 0x80);
        start[at++] = (unsigned char)x;
    }
    varint(1 << 3 | 2);
    varint(at);
    memmove(message + len, start, at);
    len += at;
    uint64_t count = next_random() % 20 + 1;
    field(2, count);
    field(2, count * 10000000);
    flush(2);
}

int main(int argc, char **argv)
{
    long n_samples = option(argc, argv, "samples", 100000), depth = option(argc, argv, "depth", 42),
         n_functions = option(argc, argv, "functions", 20000);
    uint64_t n_locations = 3 * (uint64_t)n_functions;
    char name[128];
    state = (uint64_t)option(argc, argv, "seed", 1) * 0x9e3779b97f4a7c15u + 1;
    out = gzdopen(1, "wb");
    value_type(1, 2);
    value_type(3, 4);
    for (long i = 0; i < n_samples; i++)
        sample(n_locations, depth);
    field(1, 1);
    field(2, 0x400000);
    field(3, 0x4000000);
    field(5, 5);
    field(7, 1);
    field(8, 1);
    field(9, 1);
    flush(3);
    for (uint64_t i = 1; i <= n_locations; i++) {
        field(1, i);
        field(2, 1);
        field(3, 0x400000 + i * 16);
        varint(4 << 3 | 2);
        size_t at = len++; /* the line's length fits in a byte */
        field(1, (i - 1) / 3 + 1);
        field(2, 10 + i % 90);
        message[at] = (unsigned char)(len - at - 1);
        flush(4);
    }
    for (long i = 1; i <= n_functions; i++) {
        field(1, (uint64_t)i);
        field(2, 6 + (uint64_t)i * 2);
        field(3, 6 + (uint64_t)i * 2);
        field(4, 7 + (uint64_t)i * 2);
        flush(5);
    }
    static const char *const fixed[] = {"", "samples", "count", "cpu", "nanoseconds", "/app/server", "", ""};
    for (size_t i = 0; i < sizeof fixed / sizeof *fixed; i++)
        string(fixed[i]);
    for (long i = 1; i <= n_functions; i++) {
        snprintf(name, sizeof name, "example.com/service/package%ld.(*Type%ld).Method%ld", i % 100, i % 1000, i);
        string(name);
        snprintf(name, sizeof name, "example.com/service/package%ld/file%ld.go", i % 100, i % 1000);
        string(name);
    }
    return gzclose(out) == Z_OK ? 0 : 1;
}
