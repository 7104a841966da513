#include "format/deflate.h"

#include <stdlib.h>
#include <string.h>
#define ZLIB_CONST
#include <zlib.h>

#include "base/err.h"
#include "base/ordered.h"

/*
 * Level 4. On merged profiles of 25 MB, its files are at most half a percent larger than those of Go's compress/gzip at its default
 * level, and it takes a fifth less time than level 6. With lower levels (deflate_fast), small profiles grow by a tenth.
 */
enum { LEVEL = 4, RAW = -MAX_WBITS, MEMORY_LEVEL = 9, WINDOW = 32 * 1024, ROOM = 32 * 1024 };

/* A part of the data. Its matches may reach into the window before it, so compressing it alone loses nothing. */
struct block {
    struct buf in; /* the window, followed by the bytes of the block */
    size_t n_window;
    bool last;
    struct buf out;
    uint32_t crc; /* of the bytes of the block */
    z_stream z;
    bool ready; /* whether `z` is initialized */
};

struct deflater {
    struct buf *out;
    struct ordered *work;
    struct block *block; /* by slot */
    size_t n_blocks;
    struct block *open; /* the block that is being filled */
    uint32_t crc;
    uint64_t total;
};

static void run(struct block *b, int flush)
{
    do {
        b->z.next_out = (unsigned char *)buf_reserve(&b->out, ROOM);
        b->z.avail_out = ROOM;
        deflate(&b->z, flush);
        b->out.len += ROOM - b->z.avail_out;
    } while (b->z.avail_out == 0);
}

/* Ends at a whole byte, so that the output of blocks can simply be concatenated. */
static void compress_block(void *deflater, size_t slot)
{
    struct block *b = &((struct deflater *)deflater)->block[slot];
    const unsigned char *data = (const unsigned char *)b->in.data;
    int status = b->ready ? deflateReset(&b->z)
                          : deflateInit2(&b->z, LEVEL, Z_DEFLATED, RAW, MEMORY_LEVEL, Z_DEFAULT_STRATEGY);
    if (status != Z_OK)
        err_out_of_memory();
    b->ready = true;
    if (b->n_window)
        deflateSetDictionary(&b->z, data, (unsigned)b->n_window);
    b->z.next_in = data ? data + b->n_window : NULL;
    b->z.avail_in = (unsigned)(b->in.len - b->n_window);
    b->crc = (uint32_t)crc32_z(0, b->z.next_in, b->z.avail_in);
    run(b, b->last ? Z_FINISH : Z_SYNC_FLUSH);
}

static void put_block(void *deflater, size_t slot)
{
    struct deflater *d = deflater;
    struct block *b = &d->block[slot];
    size_t len = b->in.len - b->n_window;
    d->crc = (uint32_t)crc32_combine(d->crc, b->crc, (z_off_t)len);
    d->total += len;
    buf_put(d->out, b->out.data, b->out.len);
    buf_clear(&b->out);
}

struct deflater *deflate_open(struct buf *out, size_t n_threads)
{
    static const char header[10] = {0x1f, (char)0x8b, Z_DEFLATED, [9] = 3 /* Unix */};
    struct deflater *d = calloc(1, sizeof *d);
    if (!d)
        err_out_of_memory();
    d->out = out;
    d->n_blocks = ordered_slots(n_threads);
    d->block = calloc(d->n_blocks, sizeof *d->block);
    if (!d->block)
        err_out_of_memory();
    d->work = ordered_begin(n_threads, d->n_blocks, (struct ordered_calls){compress_block, put_block, d});
    d->open = &d->block[ordered_slot(d->work)];
    buf_put(out, header, sizeof header);
    return d;
}

/* Hands on the full block and opens the next one, whose window is the end of the former. */
static void next_block(struct deflater *d)
{
    const struct block *full = d->open;
    ordered_give(d->work);
    struct block *b = d->open = &d->block[ordered_slot(d->work)];
    const char *window = full->in.data + full->in.len - WINDOW;
    if (b != full)
        buf_clear(&b->in);
    char *to = b == full ? b->in.data : buf_reserve(&b->in, WINDOW + DEFLATE_BLOCK);
    memmove(to, window, WINDOW);
    b->in.len = b->n_window = WINDOW;
}

int deflate_put(void *deflater, const char *data, size_t len)
{
    struct deflater *d = deflater;
    for (size_t n; len; data += n, len -= n) {
        size_t room = DEFLATE_BLOCK - (d->open->in.len - d->open->n_window);
        if (room == 0) {
            next_block(d);
            room = DEFLATE_BLOCK;
        }
        n = len < room ? len : room;
        buf_put(&d->open->in, data, n);
    }
    return 0;
}

static void put_number(struct buf *out, uint32_t x)
{
    for (int i = 0; i < 4; i++, x >>= 8)
        buf_putc(out, (char)x);
}

void deflate_close(struct deflater *d)
{
    d->open->last = true;
    ordered_give(d->work);
    ordered_end(d->work);
    put_number(d->out, d->crc);
    put_number(d->out, (uint32_t)d->total);
    for (size_t i = 0; i < d->n_blocks; i++) {
        buf_release(&d->block[i].in);
        buf_release(&d->block[i].out);
        if (d->block[i].ready)
            deflateEnd(&d->block[i].z);
    }
    free(d->block);
    free(d);
}
