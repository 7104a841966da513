#include "measure.h"

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/vec.h"

extern char **environ;

void command_release(struct command *c)
{
    for (size_t i = 0; i < c->n; i++)
        free(c->words[i]);
    free(c->words);
    *c = (struct command){0};
}

void command_add(struct command *c, const char *word)
{
    char *copy = strdup(word);
    if (!copy)
        err_out_of_memory();
    c->words = vec_reserve(c->words, &c->cap, c->n + 2, sizeof *c->words);
    c->words[c->n++] = copy;
    c->words[c->n] = NULL;
}

void command_add_words(struct command *c, const char *words)
{
    char word[256];
    for (size_t len; *words; words += len + (words[len] == ' ')) {
        len = strcspn(words, " ");
        snprintf(word, sizeof word, "%.*s", (int)len, words);
        command_add(c, word);
    }
}

/* Formats the command for a message. If there are many words, those in the middle are left out. */
static void command_describe(const struct command *c, struct buf *out)
{
    for (size_t i = 0; i < c->n; i++) {
        if (i == 8 && c->n > 12) {
            buf_printf(out, " ... (%zu more)", c->n - i - 1);
            i = c->n - 1;
        }
        buf_printf(out, "%s%s", i ? " " : "", c->words[i]);
    }
}

static void last_line_read(const char *path, char *line, size_t size)
{
    FILE *in = fopen(path, "r");
    char *read = NULL;
    size_t cap = 0;
    *line = '\0';
    while (in && getline(&read, &cap, in) > 0)
        snprintf(line, size, ": %.*s", (int)strcspn(read, "\n"), read);
    free(read);
    if (in)
        fclose(in);
}

static int command_failed(const struct command *c, int status, const char *log, struct err *err)
{
    char cause[512];
    struct buf words;
    last_line_read(log, cause, sizeof cause);
    buf_init(&words);
    command_describe(c, &words);
    if (WIFSIGNALED(status))
        err_set(err, "%s: killed by signal %d%s", buf_cstr(&words), WTERMSIG(status), cause);
    else
        err_set(err, "%s: exit status %d%s", buf_cstr(&words), WEXITSTATUS(status), cause);
    buf_release(&words);
    return -1;
}

static double seconds_now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static double peak_bytes(const struct rusage *r)
{
#ifdef __APPLE__
    return (double)r->ru_maxrss;
#else
    return (double)r->ru_maxrss * 1024;
#endif
}

int command_run(const struct command *c, const char *out, const char *log, struct measure *m, struct err *err)
{
    posix_spawn_file_actions_t files;
    struct rusage used;
    pid_t child;
    int status;
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, out, O_WRONLY | O_CREAT | O_TRUNC, 0666);
    posix_spawn_file_actions_addopen(&files, STDERR_FILENO, log, O_WRONLY | O_CREAT | O_TRUNC, 0666);
    double start = seconds_now();
    int failed = posix_spawnp(&child, c->words[0], &files, NULL, c->words, environ);
    posix_spawn_file_actions_destroy(&files);
    if (failed)
        return err_set_errno(err, failed, "%s", c->words[0]);
    while (wait4(child, &status, 0, &used) < 0)
        if (errno != EINTR)
            return err_set_errno(err, errno, "%s", c->words[0]);
    m->seconds = seconds_now() - start;
    m->peak = peak_bytes(&used);
    return status == 0 ? 0 : command_failed(c, status, log, err);
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

double median(double *x, size_t n)
{
    qsort(x, n, sizeof *x, compare);
    return n % 2 ? x[n / 2] : (x[n / 2 - 1] + x[n / 2]) / 2;
}
