#include "format/input.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/thread.h"
#include "format/inflate.h"
#include "format/unzstd.h"

/* All chunks together fit in one huge page. */
enum { CHUNK = 255 * 1024, N_CHUNKS = 8, SMALL_FILE = 64 * 1024 };

enum { GZIP_MOST_RATIO = 1032 }; /* the most plain bytes that a compressed one can stand for */

/* The bytes of a file descriptor. The few that were read to find out the format are put back in front. */
struct file_source {
    struct byte_source source;
    int fd;
    int stop[2]; /* a pipe; when its writing end is closed, a thread that waits for bytes gives up. -1: no thread */
    char peeked[4];
    size_t n_peeked;
    struct input_watcher *watcher; /* or NULL */
    uint64_t n_read, size;         /* `size` is 0 if it is not known */
};

struct input {
    struct file_source file;
    struct byte_source *plain; /* &file.source, or a decompressor on top of it */
    uint64_t left;             /* how many bytes may still come */
    uint64_t max_bytes;
    uint64_t expected;         /* see input_expected() */
    struct chunk_queue *queue; /* if a thread inflates; otherwise NULL, and `chunk` is used */
    pthread_t thread;
    bool failed; /* like `err`, set by the thread before it ends the queue */
    struct err err;
    char *chunk;
    bool has_failed; /* the reader has been told of a failure */
    bool has_peeked; /* the next piece has been asked for by input_peek() already: */
    int peeked_status;
    const char *peeked;
    size_t peeked_len;
};

/* Waits until there are bytes to read. @return false if the thread must stop, because a pipe may stay silent for ever */
static bool wait_for_bytes(const struct file_source *s)
{
    struct pollfd wait[2] = {{.fd = s->fd, .events = POLLIN}, {.fd = s->stop[0], .events = POLLIN}};
    while (s->stop[0] >= 0 && poll(wait, 2, -1) < 0 && errno == EINTR)
        ;
    return wait[1].revents == 0;
}

/* Whether to read again after an error. If another process made the descriptor non-blocking, it waits for bytes. */
static bool read_again(int fd)
{
    if (errno == EAGAIN)
        poll(&(struct pollfd){.fd = fd, .events = POLLIN}, 1, -1);
    else if (errno != EINTR)
        return false;
    return true;
}

static ssize_t read_fd(struct file_source *s, char *to, size_t cap, struct err *err)
{
    ssize_t n;
    if (!wait_for_bytes(s))
        return 0;
    do
        n = read(s->fd, to, cap);
    while (n < 0 && read_again(s->fd));
    if (n < 0)
        return err_set_errno(err, errno, "read");
    s->n_read += (uint64_t)n;
    if (s->watcher)
        s->watcher->read(s->watcher, s->n_read, s->size);
    return n;
}

static ssize_t file_read(struct byte_source *source, char *to, size_t cap, struct err *err)
{
    struct file_source *s = (struct file_source *)source;
    if (!s->n_peeked)
        return read_fd(s, to, cap, err);
    size_t n = s->n_peeked < cap ? s->n_peeked : cap;
    memcpy(to, s->peeked, n);
    memmove(s->peeked, s->peeked + n, s->n_peeked -= n);
    return (ssize_t)n;
}

static int peek(struct file_source *s, struct err *err)
{
    while (s->n_peeked < sizeof s->peeked) {
        ssize_t n = read_fd(s, s->peeked + s->n_peeked, sizeof s->peeked - s->n_peeked, err);
        if (n < 0)
            return -1;
        if (n == 0)
            break;
        s->n_peeked += (size_t)n;
    }
    return 0;
}

/* Formats whole kB, MB and GB as such. */
static int too_large(const struct input *in, struct err *err)
{
    static const char *const unit[] = {"bytes", "kB", "MB", "GB", "TB"};
    uint64_t max = in->max_bytes;
    size_t i = 0;
    for (; i + 1 < sizeof unit / sizeof *unit && max % 1024 == 0; i++)
        max /= 1024;
    return err_set(err, "larger than %llu %s%s (see -max_input)", (unsigned long long)max, unit[i],
                   in->plain == &in->file.source ? "" : " when decompressed");
}

/* Fills one chunk as far as the source gives bytes. @return its length; 0 at the end; or -1 with err set */
static ssize_t fill(struct input *in, char *chunk, struct err *err)
{
    size_t len = 0;
    while (len < CHUNK) {
        ssize_t n = in->plain->read(in->plain, chunk + len, CHUNK - len, err);
        if (n < 0)
            return -1;
        if (n == 0)
            break;
        if ((uint64_t)n > in->left)
            return too_large(in, err);
        in->left -= (uint64_t)n;
        len += (size_t)n;
    }
    return (ssize_t)len;
}

static void *inflate_thread(void *arg)
{
    struct input *in = arg;
    char *chunk;
    while ((chunk = chunk_queue_lend(in->queue))) {
        ssize_t n = fill(in, chunk, &in->err);
        in->failed = n < 0;
        if (n <= 0)
            break;
        chunk_queue_commit(in->queue, (size_t)n);
    }
    chunk_queue_end(in->queue);
    return NULL;
}

/* @return the size of a plain file; or 0 for others, whose size does not say how many bytes come */
static uint64_t size_of(int fd)
{
    struct stat st;
    return fstat(fd, &st) == 0 && S_ISREG(st.st_mode) ? (uint64_t)st.st_size : 0;
}

/* The last four bytes of a gzip file are the plain length of its last member, modulo 2^32 (RFC 1952). */
static uint64_t expected_of_gzip(const struct file_source *s)
{
    unsigned char end[4];
    if (s->size < sizeof end || pread(s->fd, end, sizeof end, (off_t)(s->size - sizeof end)) != sizeof end)
        return 0;
    uint64_t n = (uint64_t)end[0] | (uint64_t)end[1] << 8 | (uint64_t)end[2] << 16 | (uint64_t)end[3] << 24;
    return n / GZIP_MOST_RATIO <= s->size ? n : 0;
}

/* If no thread can be started, the reader inflates for itself. */
static void start_thread(struct input *in)
{
    if (pipe2(in->file.stop, O_CLOEXEC) != 0)
        return;
    in->queue = chunk_queue_new(N_CHUNKS, CHUNK);
    if (pthread_create(&in->thread, NULL, inflate_thread, in) == 0)
        return;
    chunk_queue_free(in->queue);
    in->queue = NULL;
}

struct input *input_new(int fd, const struct input_how *how, struct err *err)
{
    static const struct input_how as_usual;
    struct input *in = calloc(1, sizeof *in);
    if (!in)
        err_out_of_memory();
    uint64_t size = size_of(fd);
    if (!how)
        how = &as_usual;
    in->file = (struct file_source){
        .source = {file_read, NULL}, .fd = fd, .stop = {-1, -1}, .watcher = how->watcher, .size = size};
    in->plain = &in->file.source;
    in->left = in->max_bytes = how->max_bytes ? how->max_bytes : INPUT_DEFAULT_MAX;
    if (peek(&in->file, err)) {
        input_close(in);
        return NULL;
    }
    if (in->file.n_peeked >= 2 && memcmp(in->file.peeked, "\x1f\x8b", 2) == 0) {
        in->plain = inflate_open(&in->file.source);
        in->expected = expected_of_gzip(&in->file);
    } else if (in->file.n_peeked >= 4 && memcmp(in->file.peeked, "\x28\xb5\x2f\xfd", 4) == 0) {
        in->plain = unzstd_open(&in->file.source);
    } else {
        in->expected = size;
    }
    bool worth_it = in->plain != &in->file.source && (size == 0 || size > SMALL_FILE);
    if (worth_it && !how->no_thread && thread_count() > 1)
        start_thread(in);
    return in;
}

/* Takes the next piece from the thread that inflates, or fills one. */
static int take_piece(struct input *in, const char **data, size_t *len, struct err *err)
{
    if (in->queue) {
        if (chunk_queue_take(in->queue, data, len))
            return 1;
        if (in->failed)
            *err = in->err;
        return in->failed ? -1 : 0;
    }
    if (!in->chunk && !(in->chunk = malloc(CHUNK)))
        err_out_of_memory();
    ssize_t n = fill(in, in->chunk, err);
    *data = in->chunk;
    *len = n > 0 ? (size_t)n : 0;
    return n > 0 ? 1 : (int)n;
}

int input_peek(struct input *in, const char **data, size_t *len, struct err *err)
{
    if (!in->has_peeked) {
        in->peeked_status = input_next(in, &in->peeked, &in->peeked_len, err);
        in->has_peeked = true;
    }
    *data = in->peeked;
    *len = in->peeked_len;
    return in->peeked_status;
}

int input_next(struct input *in, const char **data, size_t *len, struct err *err)
{
    if (in->has_peeked) {
        in->has_peeked = false;
        *data = in->peeked;
        *len = in->peeked_len;
        return in->peeked_status;
    }
    int status = take_piece(in, data, len, err);
    in->has_failed |= status < 0;
    return status;
}

uint64_t input_expected(const struct input *in)
{
    return in->expected < in->max_bytes ? in->expected : in->max_bytes;
}

bool input_has_failed(const struct input *in)
{
    return in->has_failed;
}

void input_close(struct input *in)
{
    if (!in)
        return;
    if (in->queue) {
        chunk_queue_stop(in->queue);
        close(in->file.stop[1]);
        in->file.stop[1] = -1;
        pthread_join(in->thread, NULL);
        chunk_queue_free(in->queue);
    }
    if (in->plain != &in->file.source)
        in->plain->close(in->plain);
    close(in->file.fd);
    for (int i = 0; i < 2; i++)
        if (in->file.stop[i] >= 0)
            close(in->file.stop[i]);
    free(in->chunk);
    free(in);
}
