/*
 * Threads: work shared out, things made ahead of their use, and a bounded queue of byte chunks from one thread to another.
 *
 * The producer of a queue fills a chunk that the queue lends it and commits it; the consumer takes chunks in order, each valid
 * until it takes the next. Either side may stop early: the other is told and does not hang.
 */
#ifndef CPPROF_BASE_THREAD_H
#define CPPROF_BASE_THREAD_H

#include <stdbool.h>
#include <stddef.h>

/** How many threads are worth having: the processors that the program may use, at most THREAD_MOST; or what was set. */
size_t thread_count(void);

enum { THREAD_MOST = 16 };

/** Makes thread_count() say `n` (1 ... THREAD_MOST) from now on. To be called before threads are started. */
void thread_set_count(size_t n);

/** Calls work(arg, 0) ... work(arg, n - 1), each in a thread of its own as far as there can be, and waits for all. */
void thread_each(size_t n, void (*work)(void *arg, size_t i), void *arg);

/**
 * Calls produce_one(arg, i) and then consume_one(arg, i) for each i = 0 ... n - 1. Things are produced by this thread and up to
 * thread_count() - 1 others, in any order; they are consumed in order, by this thread. At most `ahead` (at least 1) have been
 * begun and not consumed, so that what belongs to i may lie in place i % ahead of an array.
 *
 * Once consume_one() returned false nothing further is begun, and what was begun already is still consumed.
 */
void thread_pipeline(size_t n, size_t ahead, void (*produce_one)(void *arg, size_t i),
                     bool (*consume_one)(void *arg, size_t i), void *arg);

struct chunk_queue;

/** A queue of `n_chunks` (at least 3) chunks of `chunk_size` bytes. The caller frees it once both sides are done. */
struct chunk_queue *chunk_queue_new(size_t n_chunks, size_t chunk_size);
void chunk_queue_free(struct chunk_queue *q);

/** Producer: a free chunk to fill, waiting for one; NULL when the consumer has stopped. */
char *chunk_queue_lend(struct chunk_queue *q);

/** Producer: hands over the `len` bytes of the chunk that was lent last. */
void chunk_queue_commit(struct chunk_queue *q, size_t len);

/** Producer: nothing more comes. */
void chunk_queue_end(struct chunk_queue *q);

/** Consumer: the next chunk, waiting for it. @return true and sets `data`, `len`; false at the end. */
bool chunk_queue_take(struct chunk_queue *q, const char **data, size_t *len);

/** Consumer: wants no more. */
void chunk_queue_stop(struct chunk_queue *q);

#endif
