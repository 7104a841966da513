#include "base/thread.h"

#include <pthread.h>
#include <sched.h>
#include <stdlib.h>

#include "base/err.h"

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
        if (!share[i].started) /* the last one is this thread's, and any that could not be started */
            work(arg, i);
    }
    for (size_t i = 0; i < n; i++)
        if (share[i].started)
            pthread_join(share[i].thread, NULL);
    free(share);
}

struct pipeline {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    size_t n, ahead;
    void (*produce)(void *arg, size_t i);
    void *arg;
    size_t begun, consumed;
    bool *done; /* [i % ahead]: i was produced and not yet consumed */
    bool stopped;
};

static bool may_begin(const struct pipeline *p)
{
    return !p->stopped && p->begun < p->n && p->begun - p->consumed < p->ahead;
}

/* Produces the next thing. Called with the lock, and returns with it. */
static void produce_next(struct pipeline *p)
{
    size_t i = p->begun++;
    pthread_mutex_unlock(&p->lock);
    p->produce(p->arg, i);
    pthread_mutex_lock(&p->lock);
    p->done[i % p->ahead] = true;
    pthread_cond_broadcast(&p->changed);
}

static void *produce_all(void *arg)
{
    struct pipeline *p = arg;
    pthread_mutex_lock(&p->lock);
    while (!p->stopped && p->begun < p->n)
        if (may_begin(p))
            produce_next(p);
        else
            pthread_cond_wait(&p->changed, &p->lock);
    pthread_mutex_unlock(&p->lock);
    return NULL;
}

/* Thing i is waited for, and others are produced meanwhile. */
static void consume_all(struct pipeline *p, bool (*consume)(void *arg, size_t i))
{
    pthread_mutex_lock(&p->lock);
    for (size_t i = 0; i < (p->stopped ? p->begun : p->n); i++) {
        while (!p->done[i % p->ahead])
            if (may_begin(p))
                produce_next(p);
            else
                pthread_cond_wait(&p->changed, &p->lock);
        pthread_mutex_unlock(&p->lock);
        bool more = consume(p->arg, i);
        pthread_mutex_lock(&p->lock);
        p->done[i % p->ahead] = false;
        p->consumed++;
        p->stopped |= !more;
        pthread_cond_broadcast(&p->changed);
    }
    pthread_mutex_unlock(&p->lock);
}

void thread_pipeline(size_t n, size_t ahead, void (*produce)(void *arg, size_t i), bool (*consume)(void *arg, size_t i),
                     void *arg)
{
    struct pipeline p = {.n = n, .ahead = ahead, .produce = produce, .arg = arg};
    pthread_t thread[THREAD_MOST];
    size_t n_threads = 0, most = thread_count() < n ? thread_count() : n;
    p.done = calloc(ahead, sizeof *p.done);
    if (!p.done)
        err_out_of_memory();
    pthread_mutex_init(&p.lock, NULL);
    pthread_cond_init(&p.changed, NULL);
    while (n_threads + 1 < most && pthread_create(&thread[n_threads], NULL, produce_all, &p) == 0)
        n_threads++;
    consume_all(&p, consume);
    for (size_t i = 0; i < n_threads; i++)
        pthread_join(thread[i], NULL);
    pthread_mutex_destroy(&p.lock);
    pthread_cond_destroy(&p.changed);
    free(p.done);
}

struct chunk_queue {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    size_t n_chunks, chunk_size;
    size_t made, taken; /* chunks committed and chunks taken since the beginning; the last taken one is still in use */
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
    q->room = malloc(n_chunks * chunk_size);
    if (!q->len || !q->room)
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
