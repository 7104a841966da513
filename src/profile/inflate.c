#include "profile/inflate.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <zlib.h>

enum { GZIP_ONLY = 16 + MAX_WBITS, INPUT_SIZE = 64 * 1024 };

struct inflater {
    struct byte_source source;
    struct byte_source *from;
    z_stream z;
    bool between_members, input_ended;
    char input[INPUT_SIZE];
};

static int refill(struct inflater *s, struct err *err)
{
    if (s->z.avail_in || s->input_ended)
        return 0;
    ssize_t n = s->from->read(s->from, s->input, sizeof s->input, err);
    if (n < 0)
        return -1;
    s->input_ended = n == 0;
    s->z.next_in = (unsigned char *)s->input;
    s->z.avail_in = (unsigned)n;
    return 0;
}

static ssize_t inflate_read(struct byte_source *source, char *to, size_t cap, struct err *err)
{
    struct inflater *s = (struct inflater *)source;
    s->z.next_out = (unsigned char *)to;
    s->z.avail_out = cap > 1 << 30 ? 1 << 30 : (unsigned)cap;
    unsigned room = s->z.avail_out;
    while (s->z.avail_out == room) {
        if (refill(s, err))
            return -1;
        if (s->input_ended && s->between_members)
            return 0;
        if (s->between_members && inflateReset(&s->z) != Z_OK)
            return err_set(err, "decompressing: zlib cannot be reset");
        s->between_members = false;
        int status = inflate(&s->z, Z_NO_FLUSH);
        if (status == Z_STREAM_END)
            s->between_members = true;
        else if (status == Z_BUF_ERROR && s->input_ended)
            return err_set(err, "decompressing: unexpected end of the gzip data");
        else if (status == Z_MEM_ERROR)
            err_out_of_memory();
        else if (status != Z_OK && status != Z_BUF_ERROR)
            return err_set(err, "decompressing: %s", s->z.msg ? s->z.msg : "invalid gzip data");
    }
    return (ssize_t)(room - s->z.avail_out);
}

static void inflate_close(struct byte_source *source)
{
    struct inflater *s = (struct inflater *)source;
    inflateEnd(&s->z);
    free(s);
}

struct byte_source *inflate_open(struct byte_source *from)
{
    struct inflater *s = calloc(1, sizeof *s);
    if (!s || inflateInit2(&s->z, GZIP_ONLY) != Z_OK)
        err_out_of_memory();
    s->source = (struct byte_source){inflate_read, inflate_close};
    s->from = from;
    return &s->source;
}

const char *inflate_library(void)
{
    static char text[64];
    snprintf(text, sizeof text, "zlib %s", zlibVersion());
    return text;
}
