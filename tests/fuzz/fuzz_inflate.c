/*
 * Reads bytes that may be compressed. The bits of the first byte say how. If gzip data was read to the end, the plain bytes must be
 * those of zlib itself.
 */
#include "fuzz.h"

#include <zlib.h>

#include "format/input.h"
#include "host/source.h"

FUZZ_WITH_THREADS(2)

/*
 * Whether zlib also gets `n` bytes with this checksum from the gzip members. A header with a reserved flag is not compared, because
 * ISA-L and Go ignore such flags.
 */
static bool zlib_agrees(struct fuzz_input in, uint64_t n, uLong sum)
{
    uLong own_sum = crc32(0, NULL, 0);
    uint64_t own_n = 0;
    unsigned char out[16384];
    z_stream z = {.next_in = (Bytef *)in.p, .avail_in = (uInt)in.len};
    fuzz_expect(inflateInit2(&z, 15 + 16) == Z_OK, "zlib works");
    int status = Z_OK;
    while (status == Z_OK) {
        z.next_out = out;
        z.avail_out = sizeof out;
        status = inflate(&z, Z_NO_FLUSH);
        own_sum = crc32(own_sum, out, (uInt)(sizeof out - z.avail_out));
        own_n += sizeof out - z.avail_out;
        if (status == Z_STREAM_END && z.avail_in)
            status = inflateReset(&z);
    }
    bool reserved = z.msg && strcmp(z.msg, "unknown header flags set") == 0;
    inflateEnd(&z);
    return reserved || (status == Z_STREAM_END && own_n == n && own_sum == sum);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct fuzz_input in = {(const char *)data, size};
    unsigned how = fuzz_byte(&in);
    struct fuzz_file file = fuzz_file_make(in.p, in.len);
    struct input_how input_how = {.max_bytes = how & 1 ? 1000 : 3 << 20, .no_thread = !(how & 2)};
    struct err err;
    struct input *input = source_open(file.path, &input_how, &err);
    uint64_t n = 0;
    uLong sum = crc32(0, NULL, 0);
    const char *piece;
    size_t len;
    int status = input ? 1 : -1;
    while (status == 1 && (status = input_next(input, &piece, &len, &err)) == 1) {
        fuzz_expect(len > 0, "a piece has bytes");
        n += len;
        sum = crc32(sum, (const Bytef *)piece, (uInt)len);
        if (how & 4) /* ends early */
            break;
    }
    if (status == 0 && in.len >= 2 && memcmp(in.p, "\x1f\x8b", 2) == 0)
        fuzz_expect(zlib_agrees(in, n, sum), "what is inflated is what zlib makes of it");
    fuzz_expect(n <= input_how.max_bytes, "no more bytes come than were allowed");
    input_close(input);
    fuzz_file_close(&file);
    return 0;
}
