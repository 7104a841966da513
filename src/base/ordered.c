#include "base/ordered.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>

#include "base/err.h"

struct ordered {
    struct ordered_calls calls;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    size_t given, begun, taken; /* jobs since the beginning: taken <= begun <= given <= taken + n_slots */
    size_t n_slots, n_threads, n_started;
    bool ended;
    bool *done; /* by slot: the work is done and the result not taken yet */
    pthread_t *thread;
};

size_t ordered_slots(size_t n_threads)
{
    return n_threads < 2 ? 1 : n_threads * 2;
}

struct ordered *ordered_begin(size_t n_threads, size_t n_slots, struct ordered_calls calls)
{
    struct ordered *o = calloc(1, sizeof *o);
    if (!o)
        err_out_of_memory();
    o->calls = calls;
    o->n_threads = n_threads;
    o->n_slots = n_slots;
    o->done = calloc(o->n_slots, sizeof *o->done);
    o->thread = calloc(n_threads, sizeof *o->thread);
    if (!o->done || !o->thread)
        err_out_of_memory();
    pthread_mutex_init(&o->lock, NULL);
    pthread_cond_init(&o->changed, NULL);
    return o;
}

/* Works on the oldest job that nobody has begun, which must exist. The caller holds the lock, which is free during the work. */
static void work_on_next(struct ordered *o)
{
    size_t slot = o->begun++ % o->n_slots;
    pthread_mutex_unlock(&o->lock);
    o->calls.work(o->calls.arg, slot);
    pthread_mutex_lock(&o->lock);
    o->done[slot] = true;
    pthread_cond_broadcast(&o->changed);
}

static void *run(void *arg)
{
    struct ordered *o = arg;
    pthread_mutex_lock(&o->lock);
    while (!o->ended || o->begun < o->given) {
        if (o->begun < o->given)
            work_on_next(o);
        else
            pthread_cond_wait(&o->changed, &o->lock);
    }
    pthread_mutex_unlock(&o->lock);
    return NULL;
}

static void take_oldest(struct ordered *o)
{
    size_t slot = o->taken % o->n_slots;
    pthread_mutex_lock(&o->lock);
    while (!o->done[slot]) {
        if (o->begun < o->given)
            work_on_next(o);
        else
            pthread_cond_wait(&o->changed, &o->lock);
    }
    o->done[slot] = false;
    pthread_mutex_unlock(&o->lock);
    o->calls.take(o->calls.arg, slot);
    o->taken++;
}

size_t ordered_slot(struct ordered *o)
{
    if (o->given - o->taken == o->n_slots)
        take_oldest(o);
    return o->given % o->n_slots;
}

/* If a thread cannot be started, the caller does its work. */
static void start(struct ordered *o)
{
    while (o->n_started + 1 < o->n_threads && pthread_create(&o->thread[o->n_started], NULL, run, o) == 0)
        o->n_started++;
}

void ordered_give(struct ordered *o)
{
    pthread_mutex_lock(&o->lock);
    o->given++;
    pthread_cond_broadcast(&o->changed);
    pthread_mutex_unlock(&o->lock);
    if (o->given == 2)
        start(o);
}

void ordered_end(struct ordered *o)
{
    while (o->taken < o->given)
        take_oldest(o);
    pthread_mutex_lock(&o->lock);
    o->ended = true;
    pthread_cond_broadcast(&o->changed);
    pthread_mutex_unlock(&o->lock);
    for (size_t i = 0; i < o->n_started; i++)
        pthread_join(o->thread[i], NULL);
    pthread_mutex_destroy(&o->lock);
    pthread_cond_destroy(&o->changed);
    free(o->done);
    free(o->thread);
    free(o);
}
