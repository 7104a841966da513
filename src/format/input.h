/*
 * The bytes of a source as they come, gzip, zstd or plain, told apart by their first bytes and
 * without seeking, so that pipes do. Large inputs are decompressed in a thread of their own, where there are processors for it.
 */
#ifndef CPPROF_FORMAT_INPUT_H
#define CPPROF_FORMAT_INPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

struct input;

/**
 * Told of every read of an input, with the bytes as they lie in the file. Called by one thread at a time, not always by that
 * which opened the input, between input_new() and the end of input_close(); must be quick.
 */
struct input_watcher {
    /** `size` is that of the file; 0: not known, as of a pipe. */
    void (*read)(struct input_watcher *w, uint64_t n_read, uint64_t size);
};

/** What a source may inflate to, in bytes, unless the caller says otherwise. */
#define INPUT_DEFAULT_MAX ((uint64_t)8 << 30)

/** How an input is read. */
struct input_how {
    uint64_t max_bytes; /* the most plain bytes that are read; more is an error. 0: INPUT_DEFAULT_MAX */
    bool no_thread;     /* decompress in the thread that calls input_next(): the others have other inputs to read */
    struct input_watcher *watcher; /* borrowed until the input is closed; or NULL */
};

/**
 * An input of what comes from file descriptor `fd`, which is the input's from now on, whatever happens. `how` may be NULL, which
 * is all zeros.
 * @return an input that the caller closes; or NULL with `err` set: not readable.
 */
struct input *input_new(int fd, const struct input_how *how, struct err *err);

/** What input_next() will return, without taking it. Once it has failed, or said that there is nothing, it stays so. */
int input_peek(struct input *in, const char **data, size_t *len, struct err *err);

/**
 * The next piece of plain bytes, valid until the next call.
 * @return 1 with `data` and `len` set; 0 at the end; -1 with `err` set: a read failed, broken compression, too large.
 */
int input_next(struct input *in, const char **data, size_t *len, struct err *err);

/** Closes and frees; NULL is allowed. */
void input_close(struct input *in);

#endif
