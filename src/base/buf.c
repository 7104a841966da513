#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"

enum { DRAIN_AT = 64 * 1024 };

void buf_init(struct buf *b)
{
    *b = (struct buf){0};
}

void buf_init_drain(struct buf *b, buf_drain *drain, void *to)
{
    *b = (struct buf){.drain = drain, .drain_to = to};
}

void buf_release(struct buf *b)
{
    free(b->data);
    *b = (struct buf){0};
}

void buf_clear(struct buf *b)
{
    b->len = 0;
}

static void hand_on(struct buf *b, const char *data, size_t len)
{
    if (len && !b->failed)
        b->failed = b->drain(b->drain_to, data, len);
}

static void drain(struct buf *b)
{
    hand_on(b, b->data, b->len);
    b->len = 0;
}

int buf_flush(struct buf *b)
{
    if (b->drain)
        drain(b);
    return b->failed;
}

char *buf_reserve(struct buf *b, size_t extra)
{
    if (b->drain && b->len >= DRAIN_AT)
        drain(b);
    if (extra > b->cap - b->len) {
        size_t need, cap;
        if (__builtin_add_overflow(b->len, extra, &need) || need > SIZE_MAX / 2)
            err_out_of_memory();
        cap = b->cap ? b->cap : 256;
        while (cap < need)
            cap *= 2;
        b->data = realloc(b->data, cap);
        if (!b->data)
            err_out_of_memory();
        b->cap = cap;
    }
    return b->data + b->len;
}

void buf_put(struct buf *b, const void *data, size_t len)
{
    if (!len)
        return;
    if (b->drain && len >= DRAIN_AT) { /* no need to copy them */
        drain(b);
        hand_on(b, data, len);
        return;
    }
    memcpy(buf_reserve(b, len), data, len);
    b->len += len;
}

void buf_putc(struct buf *b, char c)
{
    *buf_reserve(b, 1) = c;
    b->len++;
}

void buf_puts(struct buf *b, const char *s)
{
    buf_put(b, s, strlen(s));
}

void buf_fill(struct buf *b, char c, size_t n)
{
    if (!n)
        return;
    memset(buf_reserve(b, n), c, n);
    b->len += n;
}

void buf_printf(struct buf *b, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    char *at = buf_reserve(b, 128);
    int n = vsnprintf(at, 128, fmt, ap);
    va_end(ap);
    if (n >= 128) {
        at = buf_reserve(b, (size_t)n + 1);
        va_start(ap, fmt);
        vsnprintf(at, (size_t)n + 1, fmt, ap);
        va_end(ap);
    }
    if (n > 0)
        b->len += (size_t)n;
}

const char *buf_cstr(struct buf *b)
{
    *buf_reserve(b, 1) = '\0';
    return b->data;
}

void buf_put_padded(struct buf *b, struct str s, size_t width)
{
    size_t n = str_characters(s);
    if (n < width)
        buf_fill(b, ' ', width - n);
    buf_put(b, s.p, s.len);
}

/* The bytes of the first `n` characters. */
static uint32_t prefix_of(struct str s, size_t n)
{
    uint32_t i = 0;
    for (; i < s.len; i++)
        if (((unsigned char)s.p[i] & 0xc0) != 0x80 && n-- == 0)
            break;
    return i;
}

void buf_put_shortened(struct buf *b, struct str s, size_t width)
{
    size_t n = str_characters(s), kept = width ? width - 1 : 0, head = kept / 2;
    if (n <= width) {
        buf_put_str(b, s);
        return;
    }
    uint32_t tail = prefix_of(s, n - (kept - head));
    buf_put(b, s.p, prefix_of(s, head));
    buf_puts(b, width ? "…" : "");
    buf_put(b, s.p + tail, s.len - tail);
}

static int compare_spans(const void *x, const void *y, void *data)
{
    const struct buf_span *a = x, *b = y;
    return str_compare((struct str){(const char *)data + a->from, (uint32_t)a->len},
                       (struct str){(const char *)data + b->from, (uint32_t)b->len});
}

void buf_sort_spans(const struct buf *b, struct buf_span *span, size_t n)
{
    qsort_r(span, n, sizeof *span, compare_spans, b->data);
}
