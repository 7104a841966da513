/*
 * Bytes to gzip data (RFC 1952), by zlib.
 */
#ifndef CPPROF_PROFILE_DEFLATE_H
#define CPPROF_PROFILE_DEFLATE_H

#include <stddef.h>

#include "base/buf.h"

struct deflater;

/** A compressor whose output is appended to `out`, which is borrowed and may drain. End it with deflate_close. */
struct deflater *deflate_open(struct buf *out);

/** Takes `len` bytes; of the type buf_drain, with the deflater as its `to`. @return 0. */
int deflate_put(void *deflater, const char *data, size_t len);

/** Writes what is left and frees the deflater. */
void deflate_close(struct deflater *d);

#endif
