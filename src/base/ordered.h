/*
 * Jobs that threads do at the same time and whose results are taken in the order in which the jobs were given.
 *
 * A job lives in a slot, which is a number: what it needs and what it makes is the caller's, in an array by slot. The
 * caller fills a slot and gives the job; threads work on it; later, in the caller's thread, its result is taken and the
 * slot is free for another job. There are few slots, so memory is bounded however many jobs there are. The caller helps
 * with the work when it would have to wait, so with one thread there is none but the caller's.
 */
#ifndef CPPROF_BASE_ORDERED_H
#define CPPROF_BASE_ORDERED_H

#include <stddef.h>

struct ordered;

/** What is done with a slot; `arg` is borrowed until ordered_end(). */
struct ordered_calls {
    void (*work)(void *arg, size_t slot); /* in any thread */
    void (*take)(void *arg, size_t slot); /* in the caller's thread, in the order of the jobs */
    void *arg;
};

/** How many slots keep `n_threads` threads busy. */
size_t ordered_slots(size_t n_threads);

/**
 * A row of `n_slots` slots (at least 1), used in turn, for at most `n_threads` threads (at least 1), the caller's among them.
 * The others start with the second job. End it with ordered_end.
 */
struct ordered *ordered_begin(size_t n_threads, size_t n_slots, struct ordered_calls calls);

/** The slot of the next job, to be filled; takes the result of the oldest job where no slot is free. */
size_t ordered_slot(struct ordered *o);

/** Gives the job in the slot that was asked for last. */
void ordered_give(struct ordered *o);

/** Takes all results that are left, ends the threads and frees. */
void ordered_end(struct ordered *o);

#endif
