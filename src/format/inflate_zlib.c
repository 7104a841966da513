/* Inflates with zlib, which is everywhere. */
#include <stdio.h>
#include <stdlib.h>
#include <zlib.h>

#include "base/err.h"
#include "format/inflate_engine.h"

enum { GZIP_ONLY = 16 + MAX_WBITS };

static void *zlib_open(void)
{
    z_stream *z = calloc(1, sizeof *z);
    if (!z || inflateInit2(z, GZIP_ONLY) != Z_OK)
        err_out_of_memory();
    return z;
}

static void zlib_close(void *state)
{
    inflateEnd(state);
    free(state);
}

static void zlib_begin_member(void *state)
{
    inflateReset(state); /* fails only for a stream without a state */
}

static enum inflate_status zlib_run(void *state, struct inflate_bytes *in, struct inflate_bytes *out, const char **why)
{
    z_stream *z = state;
    z->next_in = in->next;
    z->avail_in = (unsigned)in->left;
    z->next_out = out->next;
    z->avail_out = (unsigned)out->left;
    int status = inflate(z, Z_NO_FLUSH);
    *in = (struct inflate_bytes){z->next_in, z->avail_in};
    *out = (struct inflate_bytes){z->next_out, z->avail_out};
    if (status == Z_MEM_ERROR)
        err_out_of_memory();
    if (status == Z_STREAM_END)
        return INFLATE_MEMBER_ENDED;
    if (status == Z_OK || status == Z_BUF_ERROR)
        return INFLATE_GOES_ON;
    *why = z->msg ? z->msg : "invalid gzip data";
    return INFLATE_DAMAGED;
}

static const char *zlib_name(void)
{
    static char text[64];
    snprintf(text, sizeof text, "zlib %s", zlibVersion());
    return text;
}

const struct inflate_engine inflate_zlib = {zlib_open, zlib_close, zlib_begin_member, zlib_run, zlib_name};
