#include "host/progress.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#include "host/messages.h"
#include "host/terminal.h"

enum { PATIENCE = 1000, INTERVAL = 100 }; /* ms */

static int64_t now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* @return the length of the first `n` characters. A longer line would wrap, and could not be drawn over. */
static size_t cut(const struct buf *b, size_t n)
{
    size_t at = 0;
    for (; at < b->len; at++)
        if (((unsigned char)b->data[at] & 0xc0) != 0x80 && n-- == 0)
            break;
    return at;
}

static void put_bytes(struct buf *out, uint64_t n)
{
    if (n >= 1 << 20)
        buf_printf(out, "%.1f MB", (double)n / (1 << 20));
    else
        buf_printf(out, "%.1f kB", (double)n / (1 << 10));
}

/* @return the last part of the name of a file */
static const char *short_name(const char *name)
{
    const char *slash = strrchr(name, '/');
    return strcmp(name, "-") == 0 ? "standard input" : slash && slash[1] ? slash + 1 : name;
}

static void draw(const struct progress_file *f, uint64_t n_read, uint64_t size)
{
    const char *name = short_name(f->name);
    struct buf line;
    buf_init(&line);
    buf_puts(&line, "reading ");
    if (f->progress->n_files > 1)
        buf_printf(&line, "file %zu of %zu, ", f->number, f->progress->n_files);
    if (size)
        buf_printf(&line, "%3d%% of ", (int)(n_read < size ? (double)n_read * 100 / (double)size : 100));
    put_bytes(&line, size ? size : n_read);
    buf_puts(&line, ": ");
    terminal_clean(&line, name, strlen(name));
    message_draw(STDERR_FILENO, line.data, cut(&line, terminal_width(STDERR_FILENO) - 1));
    buf_release(&line);
}

/* Called by the thread that reads the file. */
static void on_read(struct input_watcher *w, uint64_t n_read, uint64_t size)
{
    struct progress_file *f = (struct progress_file *)w;
    struct progress *p = f->progress;
    size_t none = 0;
    if (!p->on)
        return;
    int64_t t = now();
    if (t < p->next || (p->shown != f->number && !atomic_compare_exchange_strong(&p->shown, &none, f->number)))
        return;
    p->next = t + INTERVAL;
    draw(f, n_read, size);
}

void progress_init(struct progress *p, size_t n_files)
{
    *p = (struct progress){.n_files = n_files, .on = terminal_on(STDERR_FILENO), .next = now() + PATIENCE};
}

void progress_file_begin(struct progress_file *f, struct progress *p, size_t number, const char *name)
{
    *f = (struct progress_file){.watcher = {on_read}, .progress = p, .name = name, .number = number};
}

void progress_file_end(struct progress_file *f)
{
    size_t own = f->number;
    atomic_compare_exchange_strong(&f->progress->shown, &own, 0);
}

void progress_end(struct progress *p)
{
    p->on = false;
    message_erase();
}

/*
 * Graphviz does not return before it is done, so an alarm draws the line. It writes to a copy of stderr, because
 * render/graphviz.c redirects stderr.
 */
static char layout_line[64];
static int layout_fd;
static struct sigaction alarm_before;

static void on_alarm(int signal)
{
    (void)signal;
    message_draw(layout_fd, layout_line, strlen(layout_line));
}

void progress_begin_layout(size_t n_nodes)
{
    const struct sigaction draw_it = {.sa_handler = on_alarm, .sa_flags = SA_RESTART};
    layout_fd = terminal_on(STDERR_FILENO) ? fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 0) : -1;
    if (layout_fd < 0)
        return;
    snprintf(layout_line, sizeof layout_line, "laying out %zu nodes ...", n_nodes);
    sigaction(SIGALRM, &draw_it, &alarm_before);
    alarm(PATIENCE / 1000);
}

void progress_end_layout(void)
{
    if (layout_fd < 0)
        return;
    alarm(0);
    sigaction(SIGALRM, &alarm_before, NULL);
    close(layout_fd);
    message_erase();
}
