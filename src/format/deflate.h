/*
 * Compresses bytes to gzip data (RFC 1952) with zlib, in several threads. The result is one member, and does not depend on the
 * number of threads.
 *
 *     struct deflater *d = deflate_open(&out, thread_count());
 *     buf_init_drain(&plain, deflate_put, d); // append to `plain`, then buf_flush(&plain)
 *     deflate_close(d);
 */
#ifndef CPPROF_FORMAT_DEFLATE_H
#define CPPROF_FORMAT_DEFLATE_H

#include <stddef.h>

#include "base/buf.h"

/** The size of the blocks, in bytes. Each block is compressed by one thread. */
enum { DEFLATE_BLOCK = 128 * 1024 };

struct deflater;

/**
 * Begins to compress. The output is appended to `out`, which is borrowed and may drain.
 * @param n_threads  the most threads that work, including the caller's; at least 1. Bytes that fit in one block start none
 * @return a compressor, which the caller ends with deflate_close()
 */
struct deflater *deflate_open(struct buf *out, size_t n_threads);

/** Compresses `len` more bytes. A function of type buf_drain, whose `to` is the deflater. @return 0 always */
int deflate_put(void *deflater, const char *data, size_t len);

/** Writes the rest of the output and frees the deflater. */
void deflate_close(struct deflater *d);

#endif
