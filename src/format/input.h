/*
 * The bytes of a source. They may be gzip, zstd or plain, which the first bytes tell. Nothing seeks, so pipes work too. A large
 * input is decompressed in a thread of its own if there are processors for it.
 *
 *     struct input *in = input_new(fd, &how, err);
 *     while ((status = input_next(in, &data, &len, err)) > 0)
 *         use(data, len);
 *     input_close(in);
 */
#ifndef CPPROF_FORMAT_INPUT_H
#define CPPROF_FORMAT_INPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

struct input;

/**
 * Is told of every read of an input. It is called between input_new() and the end of input_close(), by one thread at a time,
 * which may not be the one that opened the input. It must be quick.
 */
struct input_watcher {
    /** `n_read` counts compressed bytes so far; `size` is that of the file, or 0 if it is not known, as for a pipe. */
    void (*read)(struct input_watcher *w, uint64_t n_read, uint64_t size);
};

/** The most plain bytes of an input, unless the caller says otherwise. */
#define INPUT_DEFAULT_MAX ((uint64_t)8 << 30)

/** How an input is read. */
struct input_how {
    uint64_t max_bytes; /* the most plain bytes; more are an error. 0: INPUT_DEFAULT_MAX */
    bool no_thread;     /* decompress in the thread that calls input_next(), because others read other inputs */
    struct input_watcher *watcher; /* borrowed until the input is closed; or NULL */
};

/**
 * Makes an input of what comes from the file descriptor `fd`, which belongs to the input from now on, whatever happens. A `how`
 * of NULL stands for all zeros.
 * @return an input, which the caller closes; or NULL with `err` set: reading failed
 */
struct input *input_new(int fd, const struct input_how *how, struct err *err);

/** What input_next() will return, without taking it. Once it has failed, or said that there is nothing, it stays so. */
int input_peek(struct input *in, const char **data, size_t *len, struct err *err);

/**
 * Gives the next piece of plain bytes, valid until the next call.
 * @return 1 with `data` and `len` set; 0 at the end; or -1 with `err` set: reading failed, the compressed data is damaged, or
 *         there are more than the most plain bytes
 */
int input_next(struct input *in, const char **data, size_t *len, struct err *err);

/**
 * Guesses how long the input is, for those who reserve memory. The end of a gzip file says how long its last member is, but that
 * has not been checked yet.
 * @return the number of plain bytes, at most that of input_how; 0: it is not known, as for a pipe or zstd
 */
uint64_t input_expected(const struct input *in);

/** Whether input_next() or input_peek() has failed, so that the bytes themselves are not to blame. */
bool input_has_failed(const struct input *in);

/** Closes the input and frees it. NULL is allowed. */
void input_close(struct input *in);

#endif
