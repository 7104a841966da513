#include "base/thread.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "base/err.h"
#include "base/large.h"
#include "base/ordered.h"

static size_t count_set; /* 0: not set */

void thread_set_count(size_t n)
{
    count_set = n;
}

size_t thread_count(void)
{
    cpu_set_t may;
    if (count_set)
        return count_set;
    if (sched_getaffinity(0, sizeof may, &may) != 0)
        return 1;
    int n = CPU_COUNT(&may);
    return n < 1 ? 1 : n > THREAD_MOST ? THREAD_MOST : (size_t)n;
}

void thread_ensure_stack(size_t size)
{
#ifdef __GLIBC__
    pthread_attr_t attr;
    size_t before = 0;
    if (pthread_getattr_default_np(&attr) != 0)
        return;
    if (pthread_attr_getstacksize(&attr, &before) == 0 && before < size && pthread_attr_setstacksize(&attr, size) == 0)
        pthread_setattr_default_np(&attr);
    pthread_attr_destroy(&attr);
#else
    (void)size;
#endif
}

struct share {
    void (*work)(void *arg, size_t i);
    void *arg;
    size_t i;
    pthread_t thread;
    bool started;
};

static void *run_share(void *arg)
{
    struct share *s = arg;
    s->work(s->arg, s->i);
    return NULL;
}

void thread_each(size_t n, void (*work)(void *arg, size_t i), void *arg)
{
    if (n == 0)
        return;
    struct share *share = calloc(n, sizeof *share);
    if (!share)
        err_out_of_memory();
    for (size_t i = 0; i < n; i++) {
        share[i] = (struct share){.work = work, .arg = arg, .i = i};
        share[i].started = i + 1 < n && pthread_create(&share[i].thread, NULL, run_share, &share[i]) == 0;
        if (!share[i]
                 .started) /* the last share is for this thread, and so are those whose threads could not be started */
            work(arg, i);
    }
    for (size_t i = 0; i < n; i++)
        if (share[i].started)
            pthread_join(share[i].thread, NULL);
    free(share);
}

/* Thing i is in slot i % ahead. */
struct pipeline {
    void (*produce)(void *arg, size_t i);
    bool (*consume)(void *arg, size_t i);
    void *arg;
    struct made {
        size_t i;
        bool begun; /* false: it would have begun after the end */
    } * slot;
    atomic_bool stopped;
};

static void produce(void *arg, size_t slot)
{
    struct pipeline *p = arg;
    p->slot[slot].begun = !p->stopped;
    if (p->slot[slot].begun)
        p->produce(p->arg, p->slot[slot].i);
}

static void consume(void *arg, size_t slot)
{
    struct pipeline *p = arg;
    if (p->slot[slot].begun && !p->consume(p->arg, p->slot[slot].i))
        p->stopped = true;
}

void thread_pipeline(size_t n, size_t ahead, void (*produce_one)(void *arg, size_t i),
                     bool (*consume_one)(void *arg, size_t i), void *arg)
{
    struct pipeline p = {.produce = produce_one, .consume = consume_one, .arg = arg};
    p.slot = calloc(ahead, sizeof *p.slot);
    if (!p.slot)
        err_out_of_memory();
    struct ordered *o = ordered_begin(thread_count() < n ? thread_count() : n + !n, ahead,
                                      (struct ordered_calls){produce, consume, &p});
    for (size_t i = 0; i < n; i++) {
        size_t slot = ordered_slot(o);
        if (p.stopped)
            break;
        p.slot[slot].i = i;
        ordered_give(o);
    }
    ordered_end(o);
    free(p.slot);
}

struct chunk_queue {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    size_t n_chunks, chunk_size;
    size_t made, taken; /* chunks committed and taken since the beginning; the last one taken is still in use */
    bool ended, stopped;
    size_t *len;
    char *room;
};

struct chunk_queue *chunk_queue_new(size_t n_chunks, size_t chunk_size)
{
    struct chunk_queue *q = calloc(1, sizeof *q);
    if (!q)
        err_out_of_memory();
    q->n_chunks = n_chunks;
    q->chunk_size = chunk_size;
    q->len = calloc(n_chunks, sizeof *q->len);
    size_t size = n_chunks * chunk_size;
    q->room = large_alloc(&size);
    if (!q->len)
        err_out_of_memory();
    pthread_mutex_init(&q->lock, NULL);
    pthread_cond_init(&q->changed, NULL);
    return q;
}

void chunk_queue_free(struct chunk_queue *q)
{
    pthread_mutex_destroy(&q->lock);
    pthread_cond_destroy(&q->changed);
    free(q->len);
    free(q->room);
    free(q);
}

char *chunk_queue_lend(struct chunk_queue *q)
{
    pthread_mutex_lock(&q->lock);
    while (!q->stopped && q->made - q->taken >= q->n_chunks - 1)
        pthread_cond_wait(&q->changed, &q->lock);
    char *chunk = q->stopped ? NULL : q->room + q->made % q->n_chunks * q->chunk_size;
    pthread_mutex_unlock(&q->lock);
    return chunk;
}

void chunk_queue_commit(struct chunk_queue *q, size_t len)
{
    pthread_mutex_lock(&q->lock);
    q->len[q->made++ % q->n_chunks] = len;
    pthread_cond_broadcast(&q->changed);
    pthread_mutex_unlock(&q->lock);
}

static void say(struct chunk_queue *q, bool *what)
{
    pthread_mutex_lock(&q->lock);
    *what = true;
    pthread_cond_broadcast(&q->changed);
    pthread_mutex_unlock(&q->lock);
}

void chunk_queue_end(struct chunk_queue *q)
{
    say(q, &q->ended);
}

void chunk_queue_stop(struct chunk_queue *q)
{
    say(q, &q->stopped);
}

bool chunk_queue_take(struct chunk_queue *q, const char **data, size_t *len)
{
    pthread_mutex_lock(&q->lock);
    while (!q->ended && q->made == q->taken)
        pthread_cond_wait(&q->changed, &q->lock);
    bool got = q->made != q->taken;
    if (got) {
        size_t at = q->taken++ % q->n_chunks;
        *data = q->room + at * q->chunk_size;
        *len = q->len[at];
        pthread_cond_broadcast(&q->changed);
    }
    pthread_mutex_unlock(&q->lock);
    return got;
}
