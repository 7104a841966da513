#include "format/unzstd.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <zstd.h>
#include <zstd_errors.h>

enum { INPUT_SIZE = 128 * 1024 };

struct unzstd {
    struct byte_source source;
    struct byte_source *from;
    ZSTD_DStream *z;
    ZSTD_inBuffer in;
    bool inside_frame;
    char input[INPUT_SIZE];
};

static ssize_t unzstd_read(struct byte_source *source, char *to, size_t cap, struct err *err)
{
    struct unzstd *s = (struct unzstd *)source;
    ZSTD_outBuffer out = {to, cap, 0};
    while (out.pos == 0) {
        bool ended = false;
        if (s->in.pos == s->in.size) {
            ssize_t n = s->from->read(s->from, s->input, sizeof s->input, err);
            if (n < 0)
                return -1;
            s->in = (ZSTD_inBuffer){s->input, (size_t)n, 0};
            ended = n == 0;
            if (ended && !s->inside_frame)
                return 0;
        }
        size_t status = ZSTD_decompressStream(s->z, &out, &s->in);
        if (ZSTD_getErrorCode(status) == ZSTD_error_memory_allocation)
            err_out_of_memory();
        if (ZSTD_isError(status))
            return err_set(err, "decompressing: zstd: %s", ZSTD_getErrorName(status));
        s->inside_frame = status != 0;
        if (ended && out.pos == 0)
            return err_set(err, "decompressing: unexpected end of the zstd data");
    }
    return (ssize_t)out.pos;
}

static void unzstd_close(struct byte_source *source)
{
    struct unzstd *s = (struct unzstd *)source;
    ZSTD_freeDStream(s->z);
    free(s);
}

struct byte_source *unzstd_open(struct byte_source *from)
{
    struct unzstd *s = calloc(1, sizeof *s);
    if (!s)
        err_out_of_memory();
    s->z = ZSTD_createDStream();
    if (!s->z)
        err_out_of_memory();
    s->source = (struct byte_source){unzstd_read, unzstd_close};
    s->from = from;
    return (struct byte_source *)s;
}

const char *unzstd_library(void)
{
    static char text[64];
    snprintf(text, sizeof text, "libzstd %s", ZSTD_versionString());
    return text;
}
