/*
 * Makes profiles from bytes and bytes from profiles, for targets that check the result.
 */
#ifndef CPPROF_FUZZ_PROFILE_BYTES_H
#define CPPROF_FUZZ_PROFILE_BYTES_H

#include "fuzz.h"

#include "format/decode.h"
#include "format/encode.h"
#include "host/source.h"

/** @return whether the bytes are a profile; if so, the caller releases `p` */
static inline bool profile_from_bytes(struct profile *p, const void *data, size_t len)
{
    struct fuzz_file file = fuzz_file_make(data, len);
    struct err err;
    bool good = source_load(p, file.path, &(struct input_how){.max_bytes = 16 << 20}, &err) == 0;
    fuzz_file_close(&file);
    return good;
}

/** @return the message of the whole profile, which the caller releases */
static inline struct buf profile_to_bytes(const struct profile *p)
{
    struct arena arena;
    struct view v;
    struct buf out;
    arena_init(&arena);
    view_init(&v, p, &arena);
    buf_init(&out);
    profile_encode(&v, 1, &out);
    view_release(&v);
    arena_release(&arena);
    return out;
}

static inline bool same_bytes(const struct buf *a, const struct buf *b)
{
    return a->len == b->len && (a->len == 0 || memcmp(a->data, b->data, a->len) == 0);
}

#endif
