/*
 * A growing byte buffer that can drain: text is appended, and when a sink is set the buffer empties itself into it
 * whenever it has filled up, so that a report of any length needs little memory.
 *
 * The one law: appending never fails. A sink that fails is remembered in `failed`, later text is dropped, and the owner
 * of the buffer asks once at the end (buf_flush). Memory running out ends the program (err_out_of_memory).
 */
#ifndef CPPROF_BASE_BUF_H
#define CPPROF_BASE_BUF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

/** Takes `len` bytes; returns 0, or an errno value that buf_flush will hand to the owner. */
typedef int buf_drain(void *to, const char *data, size_t len);

struct buf {
    char *data; /* owned; not terminated by a NUL unless buf_cstr was called */
    size_t len; /* bytes held now */
    size_t cap;
    buf_drain *drain; /* NULL: the buffer only grows */
    void *drain_to;   /* borrowed: handed to `drain` */
    int failed;       /* first errno value that `drain` returned, or 0 */
};

/** An empty buffer; allocates nothing. */
void buf_init(struct buf *b);

/** An empty buffer that drains into `drain(to, ...)` in pieces of some 64 KB. */
void buf_init_drain(struct buf *b, buf_drain *drain, void *to);

/** Frees the memory; the buffer is as after buf_init. What has not been flushed is lost. */
void buf_release(struct buf *b);

/** Empties the buffer and keeps its memory. */
void buf_clear(struct buf *b);

/** Hands what is held to the sink, if there is one. @return 0, or the first errno value that the sink gave. */
int buf_flush(struct buf *b);

void buf_put(struct buf *b, const void *data, size_t len);
void buf_putc(struct buf *b, char c);
void buf_puts(struct buf *b, const char *s);

/** `n` times the byte `c`. */
void buf_fill(struct buf *b, char c, size_t n);

void buf_printf(struct buf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/** Ensures room for `extra` more bytes and returns where they go; the caller adds to `len` what it wrote there. */
char *buf_reserve(struct buf *b, size_t extra);

/** The contents with a NUL after them; valid until the next call that appends. */
const char *buf_cstr(struct buf *b);

/** The contents, less than 4 GB; valid until the next call that appends. */
static inline struct str buf_str(const struct buf *b)
{
    return (struct str){b->len ? b->data : "", (uint32_t)b->len};
}

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
