#include "format/inflate.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "format/inflate_engine.h"

#ifdef HAVE_ISAL
static const struct inflate_engine *const best = &inflate_isal;
#else
static const struct inflate_engine *const best = &inflate_zlib;
#endif

enum { INPUT_SIZE = 64 * 1024, MOST_AT_ONCE = 1 << 30 };

struct inflater {
    struct byte_source source;
    struct byte_source *from;
    const struct inflate_engine *engine;
    void *state;
    struct inflate_bytes in;
    bool between_members, input_ended;
    unsigned char input[INFLATE_GIVES_BACK +
                        INPUT_SIZE]; /* the last bytes of the previous input, followed by the current input */
};

static int refill(struct inflater *s, struct err *err)
{
    unsigned char *input = s->input + INFLATE_GIVES_BACK;
    if (s->in.left || s->input_ended)
        return 0;
    if (s->in.next)
        memmove(s->input, s->in.next - INFLATE_GIVES_BACK, INFLATE_GIVES_BACK);
    ssize_t n = s->from->read(s->from, (char *)input, INPUT_SIZE, err);
    if (n < 0)
        return -1;
    s->input_ended = n == 0;
    s->in = (struct inflate_bytes){input, (size_t)n};
    return 0;
}

static ssize_t inflate_read(struct byte_source *source, char *to, size_t cap, struct err *err)
{
    struct inflater *s = (struct inflater *)source;
    struct inflate_bytes out = {(unsigned char *)to, cap > MOST_AT_ONCE ? MOST_AT_ONCE : cap};
    const char *why = "";
    while (out.next == (unsigned char *)to) {
        if (refill(s, err))
            return -1;
        if (s->input_ended && s->in.left == 0 && s->between_members)
            return 0;
        if (s->between_members)
            s->engine->begin_member(s->state);
        s->between_members = false;
        switch (s->engine->run(s->state, &s->in, &out, &why)) {
        case INFLATE_DAMAGED: return err_set(err, "decompressing: %s", why);
        case INFLATE_MEMBER_ENDED: s->between_members = true; break;
        case INFLATE_GOES_ON:
            if (s->input_ended && s->in.left == 0 && out.next == (unsigned char *)to)
                return err_set(err, "decompressing: unexpected end of the gzip data");
        }
    }
    return out.next - (unsigned char *)to;
}

static void inflate_close(struct byte_source *source)
{
    struct inflater *s = (struct inflater *)source;
    s->engine->close(s->state);
    free(s);
}

struct byte_source *inflate_open_with(const struct inflate_engine *engine, struct byte_source *from)
{
    struct inflater *s = calloc(1, sizeof *s);
    if (!s)
        err_out_of_memory();
    s->source = (struct byte_source){inflate_read, inflate_close};
    s->from = from;
    s->engine = engine;
    s->state = engine->open();
    return (struct byte_source *)s;
}

struct byte_source *inflate_open(struct byte_source *from)
{
    return inflate_open_with(best, from);
}

const char *inflate_library(void)
{
    static char text[128];
    snprintf(text, sizeof text, "%s%s%s", inflate_zlib.name(), best == &inflate_zlib ? "" : ", ",
             best == &inflate_zlib ? "" : best->name());
    return text;
}
