/*
 * Jobs that threads do in parallel, and whose results are taken in the order in which the jobs were given.
 *
 * A job lives in a slot, which is a number. The caller keeps the input and the result of each job in an array by slot:
 *
 *     struct ordered *o = ordered_begin(n_threads, n_slots, calls);
 *     while (there is another job) {
 *         job[ordered_slot(o)] = its input; // takes the oldest result first if no slot is free
 *         ordered_give(o);                  // calls.work(arg, slot) runs in some thread
 *     }
 *     ordered_end(o);                       // takes the results that are left
 *
 * There are few slots, so memory is bounded however many jobs there are. The caller works on jobs itself instead of
 * waiting, so a single thread is enough.
 */
#ifndef CPPROF_BASE_ORDERED_H
#define CPPROF_BASE_ORDERED_H

#include <stddef.h>

struct ordered;

/** The functions that process a slot. `arg` is borrowed until ordered_end(). */
struct ordered_calls {
    void (*work)(void *arg, size_t slot); /* in any thread */
    void (*take)(void *arg, size_t slot); /* in the caller's thread, in the order of the jobs */
    void *arg;
};

/** @return how many slots keep `n_threads` threads busy */
size_t ordered_slots(size_t n_threads);

/**
 * Begins a sequence of jobs.
 * @param n_threads  the most threads that work, including the caller's; at least 1. The others start with the second job
 * @param n_slots    the most jobs that are under way; at least 1
 * @return the sequence, which the caller ends with ordered_end()
 */
struct ordered *ordered_begin(size_t n_threads, size_t n_slots, struct ordered_calls calls);

/** @return the slot for the next job. If no slot is free, the result of the oldest job is taken first. */
size_t ordered_slot(struct ordered *o);

/** Gives the job whose slot ordered_slot() returned last. */
void ordered_give(struct ordered *o);

/** Takes all results that are left, ends the threads and frees `o`. */
void ordered_end(struct ordered *o);

#endif
