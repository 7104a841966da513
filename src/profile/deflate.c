#include "profile/deflate.h"

#include <stdlib.h>
#define ZLIB_CONST
#include <zlib.h>

#include "base/err.h"

enum { GZIP = 16 + MAX_WBITS, MEMORY_LEVEL = 8, ROOM = 32 * 1024 };

struct deflater {
    z_stream z;
    struct buf *out;
};

struct deflater *deflate_open(struct buf *out)
{
    struct deflater *d = calloc(1, sizeof *d);
    if (!d || deflateInit2(&d->z, Z_DEFAULT_COMPRESSION, Z_DEFLATED, GZIP, MEMORY_LEVEL, Z_DEFAULT_STRATEGY) != Z_OK)
        err_out_of_memory();
    d->out = out;
    return d;
}

static void run(struct deflater *d, int flush)
{
    do {
        d->z.next_out = (unsigned char *)buf_reserve(d->out, ROOM);
        d->z.avail_out = ROOM;
        deflate(&d->z, flush);
        d->out->len += ROOM - d->z.avail_out;
    } while (d->z.avail_out == 0);
}

int deflate_put(void *deflater, const char *data, size_t len)
{
    struct deflater *d = deflater;
    for (size_t n; len; data += n, len -= n) {
        n = len > 1 << 30 ? 1 << 30 : len;
        d->z.next_in = (const unsigned char *)data;
        d->z.avail_in = (unsigned)n;
        run(d, Z_NO_FLUSH);
    }
    return 0;
}

void deflate_close(struct deflater *d)
{
    run(d, Z_FINISH);
    deflateEnd(&d->z);
    free(d);
}
