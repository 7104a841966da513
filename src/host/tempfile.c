#include "host/tempfile.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/err.h"

/* The signal handler reads the list, so it changes only while signals are blocked. */
static struct tempfile *volatile first;

/* The last ones are crashes, by which Graphviz ends when it runs out of memory. SIGXCPU comes from a limit on processor time. */
static const int endings[] = {SIGINT,  SIGTERM, SIGHUP, SIGQUIT, SIGPIPE, SIGXCPU,
                              SIGABRT, SIGSEGV, SIGBUS, SIGILL,  SIGFPE};
enum { N_ENDINGS = sizeof endings / sizeof *endings };

static sigset_t hold_signals(void)
{
    sigset_t set, old;
    sigemptyset(&set);
    for (size_t i = 0; i < N_ENDINGS; i++)
        sigaddset(&set, endings[i]);
    sigprocmask(SIG_BLOCK, &set, &old);
    return old;
}

static void release_signals(const sigset_t *old)
{
    int before = errno;
    sigprocmask(SIG_SETMASK, old, NULL);
    errno = before;
}

int tempfile_create(struct tempfile **u, const char *name, int n_behind)
{
    size_t size = strlen(name) + 1;
    struct tempfile *new = malloc(sizeof *new + size);
    if (!new)
        err_out_of_memory();
    memcpy(new->name, name, size);
    sigset_t old = hold_signals();
    int fd = n_behind == TEMPFILE_EXACT ? open(new->name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0666)
                                        : mkostemps(new->name, n_behind, O_CLOEXEC);
    if (fd >= 0) {
        new->owner = getpid();
        new->next = first;
        first = new;
    }
    release_signals(&old);
    if (fd < 0) {
        int failed = errno;
        free(new);
        new = NULL;
        errno = failed;
    }
    *u = new;
    return fd;
}

/* Removes the file from the list. */
static void forget(const struct tempfile *u)
{
    sigset_t old = hold_signals();
    if (first == u) {
        first = u->next;
    } else {
        struct tempfile *before = first;
        while (before->next != u)
            before = before->next;
        before->next = u->next;
    }
    release_signals(&old);
}

void tempfile_keep(struct tempfile *u)
{
    if (!u)
        return;
    forget(u);
    free(u);
}

void tempfile_remove(struct tempfile *u)
{
    if (u)
        unlink(u->name);
    tempfile_keep(u);
}

/* Calls only functions that a signal handler may call. */
static void remove_all(void)
{
    pid_t own = getpid();
    for (const struct tempfile *u = first; u; u = u->next)
        if (u->owner == own)
            unlink(u->name);
}

static void on_ending(int sig)
{
    remove_all();
    signal(sig, SIG_DFL);
    raise(sig);
}

/* A handler, because viewers would inherit an ignored signal. */
static void on_file_limit(int sig)
{
    (void)sig;
}

void tempfile_watch(void)
{
    static bool watching;
    static char room[16 * 1024]; /* for the handler if the stack is used up */
    const struct sigaction action = {.sa_handler = on_ending, .sa_flags = SA_ONSTACK};
    const struct sigaction nothing = {.sa_handler = on_file_limit};
    struct sigaction old;
    sigaltstack(&(stack_t){.ss_sp = room, .ss_size = sizeof room}, NULL);
    for (size_t i = 0; i < N_ENDINGS; i++)
        if (sigaction(endings[i], NULL, &old) == 0 && old.sa_handler == SIG_DFL)
            sigaction(endings[i], &action, NULL);
    sigaction(SIGXFSZ, &nothing, NULL);
    if (watching)
        return;
    watching = true;
    err_on_out_of_memory(remove_all);
    atexit(remove_all);
}
