/*
 * A byte buffer that grows, or drains: if a drain is set, the buffer empties itself into it whenever it has filled up, so
 * that a report of any length needs little memory.
 *
 * The one law: appending never fails. If the drain fails, the buffer remembers that in `failed` and drops later text, and
 * its owner asks once at the end (buf_flush). Running out of memory ends the program (err_out_of_memory).
 *
 *     buf_init(&b);                       // or buf_init_drain(&b, sink_write, &sink)
 *     buf_puts(&b, "Total: ");
 *     buf_printf(&b, "%d\n", total);
 *     int failed = buf_flush(&b);         // only a drain can fail
 *     buf_release(&b);
 */
#ifndef CPPROF_BASE_BUF_H
#define CPPROF_BASE_BUF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

/** Takes `len` bytes. @return 0; or an errno value, which buf_flush() hands to the owner of the buffer */
typedef int buf_drain(void *to, const char *data, size_t len);

struct buf {
    char *data; /* owned; not terminated by a NUL unless buf_cstr() was called */
    size_t len; /* bytes held now */
    size_t cap;
    buf_drain *drain; /* NULL: the buffer only grows */
    void *drain_to;   /* borrowed; the first argument of `drain` */
    int failed;       /* the first errno value that `drain` returned, or 0 */
};

/** Makes an empty buffer that grows. Allocates nothing. */
void buf_init(struct buf *b);

/** Makes an empty buffer that calls drain(to, ...) with pieces of some 64 KB. `to` is borrowed. */
void buf_init_drain(struct buf *b, buf_drain *drain, void *to);

/** Frees the memory. The buffer is then as after buf_init(), and bytes that were not flushed are lost. */
void buf_release(struct buf *b);

/** Empties the buffer but keeps its memory. */
void buf_clear(struct buf *b);

/** Hands the bytes that are held to the drain, if there is one. @return 0, or the first errno value that it returned */
int buf_flush(struct buf *b);

/** Append the `len` bytes at `data`, one byte, or the bytes of a C string. */
void buf_put(struct buf *b, const void *data, size_t len);
void buf_putc(struct buf *b, char c);
void buf_puts(struct buf *b, const char *s);

/** Appends the byte `c` `n` times. */
void buf_fill(struct buf *b, char c, size_t n);

/** Appends text as printf formats it. */
void buf_printf(struct buf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/** Makes room for `extra` more bytes. @return where they go; the caller adds to `len` how many it wrote there */
char *buf_reserve(struct buf *b, size_t extra);

/** @return the contents followed by a NUL, valid until the next call that appends */
const char *buf_cstr(struct buf *b);

/** @return the contents, which must be less than 4 GB, valid until the next call that appends */
static inline struct str buf_str(const struct buf *b)
{
    return (struct str){b->len ? b->data : "", (uint32_t)b->len};
}

/** A part of the contents: where it starts, and how many bytes it has. */
struct buf_span {
    size_t from, len;
};

/** Sorts parts of the contents by their bytes. */
void buf_sort_spans(const struct buf *b, struct buf_span *span, size_t n);

/** Appends a string right-justified in `width` columns, counted in characters of UTF-8 as Go's fmt counts them. */
void buf_put_padded(struct buf *b, struct str s, size_t width);

/** Appends a string of which at most `width` characters of UTF-8 stay: where it has more, an ellipsis stands in its middle. */
void buf_put_shortened(struct buf *b, struct str s, size_t width);

/** Appends the bytes of a string. */
static inline void buf_put_str(struct buf *b, struct str s)
{
    buf_put(b, s.p, s.len);
}

#endif
