/*
 * Bytes that can be pulled from a file, or from a decompressor on top of another source.
 */
#ifndef CPPROF_FORMAT_BYTE_SOURCE_H
#define CPPROF_FORMAT_BYTE_SOURCE_H

#include <stddef.h>
#include <sys/types.h>

#include "base/err.h"

struct byte_source {
    /** Writes up to `cap` bytes (at least 1) to `to`. @return how many; 0 at the end; or -1 with `err` set */
    ssize_t (*read)(struct byte_source *s, char *to, size_t cap, struct err *err);
    /** Frees `s`, but not the source that it reads from. */
    void (*close)(struct byte_source *s);
};

#endif
