#include "driver/sink.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "driver/notice.h"

/*
 * The names of files that are not whole yet, for the handler of signals: a graph that could not be drawn is kept while the
 * sink of the picture is open, so there may be two.
 */
static char *_Atomic unfinished[4];
enum { N_UNFINISHED = sizeof unfinished / sizeof *unfinished };

static const int endings[] = {SIGINT, SIGTERM, SIGHUP};
enum { N_ENDINGS = sizeof endings / sizeof *endings };

/* Puts `to` where `from` is. */
static void replace_unfinished(char *from, char *to)
{
    for (size_t i = 0; i < N_UNFINISHED; i++)
        if (unfinished[i] == from) {
            unfinished[i] = to;
            return;
        }
}

static void remove_unfinished(int sig)
{
    for (size_t i = 0; i < N_UNFINISHED; i++) {
        const char *name = unfinished[i];
        if (name)
            unlink(name);
    }
    signal(sig, SIG_DFL);
    raise(sig);
}

/* Between a file's creation and its place in the list no signal may come. @return the signals that were blocked before. */
static sigset_t hold_signals(void)
{
    sigset_t set, old;
    sigemptyset(&set);
    for (size_t i = 0; i < N_ENDINGS; i++)
        sigaddset(&set, endings[i]);
    sigprocmask(SIG_BLOCK, &set, &old);
    return old;
}

void sink_remove_on_signal(void)
{
    struct sigaction action = {.sa_handler = remove_unfinished};
    for (size_t i = 0; i < N_ENDINGS; i++)
        sigaction(endings[i], &action, NULL);
}

static char *copy(const char *text)
{
    char *s = strdup(text);
    if (!s)
        err_out_of_memory();
    return s;
}

/* Creates the file s->temporary; with `pattern`, its last six letters become what is free. s->fd is -1 where it fails. */
static void create(struct sink *s, bool pattern)
{
    sigset_t old = hold_signals();
    s->fd = pattern ? mkostemp(s->temporary, O_CLOEXEC)
                    : open(s->temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    int failed = errno;
    if (s->fd >= 0)
        replace_unfinished(NULL, s->temporary);
    sigprocmask(SIG_SETMASK, &old, NULL);
    errno = failed;
}

int sink_open_numbered(struct sink *s, const char *extension, struct err *err)
{
    *s = (struct sink){.fd = -1};
    for (int i = 1; i < 10000; i++) {
        char name[64];
        snprintf(name, sizeof name, "profile%03d.%s", i, extension);
        s->temporary = copy(name); /* removed when the report fails */
        create(s, false);
        if (s->fd >= 0) {
            s->path = copy(name);
            s->target = copy(name);
            return 0;
        }
        int failed = errno;
        free(s->temporary);
        s->temporary = NULL;
        if (failed != EEXIST)
            return err_set_errno(err, failed, "%s", name);
    }
    return err_set(err, "profile001.%s and the like: all names are taken", extension);
}

/* A symbolic link stays one: the file that it leads to is replaced. */
static char *resolve(const char *output)
{
    char *real = realpath(output, NULL);
    return real ? real : copy(output);
}

static mode_t mode_of_new_file(const char *target)
{
    struct stat st;
    if (stat(target, &st) == 0)
        return st.st_mode & 07777;
    mode_t mask = umask(0);
    umask(mask);
    return 0666 & ~mask;
}

static int open_file(struct sink *s, const char *output, struct err *err)
{
    struct stat st;
    s->path = copy(output);
    s->target = resolve(output);
    if (stat(s->target, &st) == 0 && !S_ISREG(st.st_mode)) {
        s->fd = open(s->target, O_WRONLY | O_CLOEXEC | O_NOCTTY);
    } else if (st.st_nlink && access(s->target, F_OK) == 0 && access(s->target, W_OK) != 0) {
        s->fd = -1; /* a file that may not be written is not replaced either */
    } else {
        if (asprintf(&s->temporary, "%s.XXXXXX", s->target) < 0)
            err_out_of_memory();
        create(s, true);
        if (s->fd >= 0)
            fchmod(s->fd, mode_of_new_file(s->target));
    }
    if (s->fd >= 0)
        return 0;
    err_set_errno(err, errno, "%s", output);
    free(s->temporary);
    s->temporary = NULL;
    sink_abandon(s);
    return -1;
}

int sink_open(struct sink *s, const char *output, const char *extension, struct err *err)
{
    *s = (struct sink){.fd = STDOUT_FILENO, .to_stdout = true};
    bool standard = *output == '\0' || strcmp(output, "-") == 0;
    if (standard && !(*output == '\0' && extension && isatty(STDOUT_FILENO)))
        return 0;
    s->to_stdout = false;
    s->fd = -1;
    return standard ? sink_open_numbered(s, extension, err) : open_file(s, output, err);
}

int sink_write(void *sink, const char *data, size_t len)
{
    const struct sink *s = sink;
    while (len) {
        ssize_t n = write(s->fd, data, len);
        if (n < 0 && errno != EINTR)
            return errno;
        if (n > 0) {
            data += n;
            len -= (size_t)n;
        }
    }
    return 0;
}

static void forget(struct sink *s)
{
    if (s->temporary)
        replace_unfinished(s->temporary, NULL);
    free(s->path);
    free(s->target);
    free(s->temporary);
    *s = (struct sink){.fd = -1};
}

void sink_abandon(struct sink *s)
{
    if (!s->to_stdout && s->fd >= 0)
        close(s->fd);
    if (s->temporary)
        unlink(s->temporary);
    forget(s);
}

int sink_commit(struct sink *s, int failed, struct err *err)
{
    if (s->to_stdout)
        return failed ? err_set_errno(err, failed, "standard output") : 0;
    if (close(s->fd) != 0 && !failed)
        failed = errno;
    s->fd = -1;
    if (!failed && s->temporary && strcmp(s->temporary, s->target) != 0 && rename(s->temporary, s->target) != 0)
        failed = errno;
    if (failed) {
        err_set_errno(err, failed, "%s", s->path);
        sink_abandon(s);
        return -1;
    }
    if (!s->quiet)
        notice("Generating report in %s", s->path);
    forget(s);
    return 0;
}
