/*
 * Threads, in three forms: thread_each() shares out work, thread_pipeline() makes things ahead of their use, and a chunk
 * queue passes bytes from one thread to another. The two threads of a queue call:
 *
 *     producer: while ((chunk = chunk_queue_lend(q)))       consumer: while (chunk_queue_take(q, &data, &len))
 *                   chunk_queue_commit(q, fill(chunk));                   use(data, len); // until the next take
 *               chunk_queue_end(q);                                   chunk_queue_stop(q);
 *
 * Either side may stop early. The other one is told, and does not hang.
 */
#ifndef CPPROF_BASE_THREAD_H
#define CPPROF_BASE_THREAD_H

#include <stdbool.h>
#include <stddef.h>

/** @return how many threads are worth having: the number of processors that the program may use, at most THREAD_MOST; or
 *         the number that thread_set_count() has set */
size_t thread_count(void);

enum { THREAD_MOST = 16 };

/** Makes thread_count() return `n`, from 1 to THREAD_MOST. Call it before any thread is started. */
void thread_set_count(size_t n);

/** Gives all threads that are started from now on, also by libraries, a stack of at least `size` bytes. */
void thread_ensure_stack(size_t size);

/** Calls work(arg, 0) ... work(arg, n - 1), each in a thread of its own if it can be started, and waits for all of them. */
void thread_each(size_t n, void (*work)(void *arg, size_t i), void *arg);

/**
 * Calls produce_one(arg, i) and then consume_one(arg, i) for each i = 0 ... n - 1. This thread and up to thread_count() - 1
 * others produce, in any order. This thread consumes, in order. At most `ahead` things (at least 1) are begun and not yet
 * consumed, so the data of thing i can be kept at index i % ahead of an array.
 *
 * Once consume_one() has returned false, no further thing is begun. Those that were begun are still consumed.
 */
void thread_pipeline(size_t n, size_t ahead, void (*produce_one)(void *arg, size_t i),
                     bool (*consume_one)(void *arg, size_t i), void *arg);

struct chunk_queue;

/** @return a queue of `n_chunks` chunks (at least 3) of `chunk_size` bytes, which the caller frees when both sides are done */
struct chunk_queue *chunk_queue_new(size_t n_chunks, size_t chunk_size);
void chunk_queue_free(struct chunk_queue *q);

/** Producer: waits for a free chunk. @return the chunk to fill; or NULL if the consumer has stopped */
char *chunk_queue_lend(struct chunk_queue *q);

/** Producer: hands over the first `len` bytes of the chunk that was lent last. */
void chunk_queue_commit(struct chunk_queue *q, size_t len);

/** Producer: says that nothing more comes. */
void chunk_queue_end(struct chunk_queue *q);

/** Consumer: waits for the next chunk. @return true and sets `data` and `len`; or false at the end */
bool chunk_queue_take(struct chunk_queue *q, const char **data, size_t *len);

/** Consumer: says that it wants no more. */
void chunk_queue_stop(struct chunk_queue *q);

#endif
