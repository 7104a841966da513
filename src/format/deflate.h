/*
 * Bytes to gzip data (RFC 1952), by zlib in several threads: one member, the same whatever the number of threads.
 */
#ifndef CPPROF_FORMAT_DEFLATE_H
#define CPPROF_FORMAT_DEFLATE_H

#include <stddef.h>

#include "base/buf.h"

/** The bytes are compressed in blocks of this size, each by a thread. */
enum { DEFLATE_BLOCK = 128 * 1024 };

struct deflater;

/**
 * A compressor whose output is appended to `out`, which is borrowed and may drain. At most `n_threads` threads (at least 1)
 * work for it, this one among them; what fits one block starts none. End it with deflate_close.
 */
struct deflater *deflate_open(struct buf *out, size_t n_threads);

/** Takes `len` bytes; of the type buf_drain, with the deflater as its `to`. @return 0. */
int deflate_put(void *deflater, const char *data, size_t len);

/** Writes what is left and frees the deflater. */
void deflate_close(struct deflater *d);

#endif
