/*
 * Bytes that can be pulled: a file, or what a decompressor makes of another source. Sources stack.
 */
#ifndef CPPROF_FORMAT_BYTE_SOURCE_H
#define CPPROF_FORMAT_BYTE_SOURCE_H

#include <stddef.h>
#include <sys/types.h>

#include "base/err.h"

struct byte_source {
    /** Fills up to `cap` (at least 1) bytes at `to`. @return how many, 0 at the end, -1 with `err` set. */
    ssize_t (*read)(struct byte_source *s, char *to, size_t cap, struct err *err);
    /** Frees `s`, not what it reads from. */
    void (*close)(struct byte_source *s);
};

#endif
