/* Inflates with ISA-L, if it is installed when cpprof is built. It takes half the time of zlib. */
#ifdef HAVE_ISAL
#include <isa-l.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/err.h"
#include "format/inflate_engine.h"

static void isal_begin_member(void *state)
{
    struct inflate_state *s = state;
    isal_inflate_init(s);
    s->crc_flag = ISAL_GZIP; /* reads the header, and checks the trailer */
}

static void *isal_open(void)
{
    struct inflate_state *s = calloc(1, sizeof *s);
    if (!s)
        err_out_of_memory();
    isal_begin_member(s);
    return s;
}

/* In zlib's words. */
static const char *words(int status)
{
    switch (status) {
    case ISAL_INVALID_BLOCK: return "invalid block";
    case ISAL_INVALID_SYMBOL: return "invalid code";
    case ISAL_INVALID_LOOKBACK: return "invalid distance too far back";
    case ISAL_INVALID_WRAPPER: return "incorrect header check";
    case ISAL_UNSUPPORTED_METHOD: return "unknown compression method";
    case ISAL_INCORRECT_CHECKSUM: return "incorrect data check";
    }
    return "invalid gzip data";
}

static enum inflate_status isal_run(void *state, struct inflate_bytes *in, struct inflate_bytes *out, const char **why)
{
    struct inflate_state *s = state;
    s->next_in = in->next;
    s->avail_in = (uint32_t)in->left;
    s->next_out = out->next;
    s->avail_out = (uint32_t)out->left;
    int status = isal_inflate(s);
    *in = (struct inflate_bytes){s->next_in, s->avail_in};
    *out = (struct inflate_bytes){s->next_out, s->avail_out};
    if (status < 0 || status == ISAL_NEED_DICT) {
        *why = words(status);
        return INFLATE_DAMAGED;
    }
    if (s->block_state != ISAL_BLOCK_FINISH)
        return INFLATE_GOES_ON;
    size_t ahead = s->read_in_length > 0 ? (size_t)s->read_in_length / 8
                                         : 0; /* whole bytes that it has read and not used */
    in->next -= ahead;
    in->left += ahead;
    return INFLATE_MEMBER_ENDED;
}

static const char *isal_name(void)
{
    static char text[64];
    snprintf(text, sizeof text, "ISA-L %d.%d.%d", ISAL_MAJOR_VERSION, ISAL_MINOR_VERSION, ISAL_PATCH_VERSION);
    return text;
}

const struct inflate_engine inflate_isal = {isal_open, free, isal_begin_member, isal_run, isal_name};
#else
typedef int inflate_isal_is_not_there; /* C does not allow an empty file */
#endif
