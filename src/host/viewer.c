#include "host/viewer.h"

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "host/environment.h"

extern char **environ;

enum { MOST_WORDS = 16 };

struct tempfile *viewer_new_file(const char *extension, struct err *err)
{
    const char *folder = environment_get("TMPDIR");
    struct tempfile *file;
    char *name;
    if (asprintf(&name, "%s/cpprof.XXXXXX.%s", folder ? folder : "/tmp", extension) < 0)
        err_out_of_memory();
    int fd = tempfile_create(&file, name, (int)strlen(extension) + 1);
    if (fd < 0)
        err_set_errno(err, errno, "%s", name);
    else
        close(fd);
    free(name);
    return file;
}

/* Starts a command, which is split at blanks, with the file as last argument. @return its process; or -1 with errno set */
static pid_t start_program(const char *command, const char *file)
{
    char *words = strdup(command), *rest = words, *argv[MOST_WORDS + 2];
    size_t n = 0;
    pid_t pid = -1;
    if (!words)
        err_out_of_memory();
    for (char *word; n < MOST_WORDS && (word = strtok_r(rest, " ", &rest));)
        argv[n++] = word;
    argv[n] = (char *)file;
    argv[n + 1] = NULL;
    int failed = n ? posix_spawnp(&pid, argv[0], NULL, NULL, argv, environ) : ENOENT;
    free(words);
    errno = failed;
    return failed ? -1 : pid;
}

/* Waits for the program, but for at least a second, so that another program to which it hands the file can open it. */
static int wait_for(pid_t pid, const char *command, struct err *err)
{
    struct timespec begin, now, rest = {0};
    int status = 0;
    clock_gettime(CLOCK_MONOTONIC, &begin);
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
        ;
    clock_gettime(CLOCK_MONOTONIC, &now);
    long long passed = (now.tv_sec - begin.tv_sec) * 1000000000LL + now.tv_nsec - begin.tv_nsec;
    rest.tv_nsec = passed < 1000000000 ? (long)(999999999 - passed) : 0;
    if (rest.tv_nsec > 0)
        nanosleep(&rest, NULL);
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
        return 0;
    return WIFEXITED(status) ? err_set(err, "%s: exit status %d", command, WEXITSTATUS(status))
                             : err_set(err, "%s: ended by signal %d", command, WTERMSIG(status));
}

/* Lists the commands to try, in order. @return how many there are */
static size_t commands(enum viewer viewer, const char *command[8])
{
    static const char *const browser[] = {"chrome", "google-chrome", "chromium", "firefox", "sensible-browser"};
    const char *own = environment_get("BROWSER"), *display = environment_get("DISPLAY");
    size_t n = 0;
    switch (viewer) {
    case VIEWER_NONE: break;
    case VIEWER_EOG: command[n++] = "eog"; break;
    case VIEWER_EVINCE: command[n++] = "evince"; break;
    case VIEWER_GV: command[n++] = "gv --noantialias"; break;
    case VIEWER_KCACHEGRIND: command[n++] = "kcachegrind"; break;
    case VIEWER_BROWSER:
        if (own)
            command[n++] = own;
        for (size_t i = 0; i < sizeof browser / sizeof *browser; i++)
            command[n++] = browser[i];
        if (display)
            command[n++] = "xdg-open";
        break;
    }
    return n;
}

int viewer_show(enum viewer viewer, struct tempfile *file, bool wait, struct err *err)
{
    const char *command[8];
    size_t n = commands(viewer, command), i = 0;
    pid_t pid = -1;
    int failed = ENOENT; /* why the first program that exists could not be started */
    for (; i < n && (pid = start_program(command[i], file->name)) < 0; i++)
        failed = failed == ENOENT ? errno : failed;
    if (pid < 0) {
        tempfile_remove(file);
        return viewer == VIEWER_BROWSER && failed == ENOENT
                   ? err_set(err, "no browser found (chrome, chromium, firefox, ...): name one in BROWSER, or write a "
                                  "file with -output")
                   : err_set_errno(err, failed, "%s",
                                   viewer == VIEWER_BROWSER ? "starting a browser"
                                   : n                      ? command[0]
                                                            : "viewer");
    }
    if (!wait)
        return 0;
    int status = wait_for(pid, command[i], err);
    tempfile_remove(file);
    return status;
}
