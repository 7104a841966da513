#include "host/sink.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "host/messages.h"
#include "host/tempfile.h"

enum { MOST_LINKS = 40, LONGEST_KEPT = 200 };

void sink_hold_standard_places(void)
{
    static const int unusable[] = {O_WRONLY, O_RDONLY, O_RDWR}; /* text for stderr is lost, as it would have been */
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
        if (fcntl(fd, F_GETFD) < 0 && errno == EBADF && open("/dev/null", unusable[fd]) != fd)
            return; /* without /dev/null nothing can be done */
}

static char *copy_string(const char *text)
{
    char *s = strdup(text);
    if (!s)
        err_out_of_memory();
    return s;
}

int sink_open_numbered(struct sink *s, const char *extension, struct err *err)
{
    *s = (struct sink){.fd = -1};
    for (int i = 1; i < 10000; i++) {
        char name[64];
        snprintf(name, sizeof name, "profile%03d.%s", i, extension);
        s->fd = tempfile_create(&s->temporary, name, TEMPFILE_EXACT);
        if (s->fd >= 0) {
            s->path = copy_string(name);
            return 0;
        }
        if (errno != EEXIST)
            return err_set_errno(err, errno, "%s", name);
    }
    return err_set(err, "profile001.%s and the like: all names are taken", extension);
}

/* @return the file descriptor that the name stands for, or -1. In /proc, only "self" is taken for our own process. */
static int descriptor_of(const char *output)
{
    static const char *const folder[] = {"/dev/fd/", "/proc/self/fd/"};
    if (strcmp(output, "/dev/stdout") == 0)
        return STDOUT_FILENO;
    if (strcmp(output, "/dev/stderr") == 0)
        return STDERR_FILENO;
    for (size_t i = 0; i < sizeof folder / sizeof *folder; i++) {
        const char *digits = output + strlen(folder[i]);
        if (strncmp(output, folder[i], strlen(folder[i])) == 0 && isdigit((unsigned char)*digits) &&
            strspn(digits, "0123456789") == strlen(digits) && strlen(digits) < 6)
            return atoi(digits);
    }
    return -1;
}

/* @return the name of a file in the folder of `file`: that folder, followed by the `n` bytes at `name` */
static char *beside(const char *file, const char *name, size_t n)
{
    const char *slash = strrchr(file, '/');
    char *path;
    if (asprintf(&path, "%.*s%.*s", slash ? (int)(slash + 1 - file) : 0, file, (int)n, name) < 0)
        err_out_of_memory();
    return path;
}

/* @return the file that a symbolic link leads to, which may not exist, or the name of a descriptor; or NULL with errno set */
static char *follow_links(const char *output)
{
    char *at = copy_string(output), to[PATH_MAX];
    for (int i = 0; i <= MOST_LINKS; i++) {
        ssize_t n = descriptor_of(at) < 0 ? readlink(at, to, sizeof to) : -1;
        if (n < 0)
            return at;
        char *next = beside(*to == '/' ? "" : at, to, (size_t)n);
        free(at);
        at = next;
    }
    free(at);
    errno = ELOOP;
    return NULL;
}

/* Creates the file that will replace `target`. `old` describes the existing file, or is NULL. @return 0; or -1 with errno set */
static int create_beside(struct sink *s, const char *target, const struct stat *old)
{
    const char *slash = strrchr(target, '/');
    size_t n = strlen(slash ? slash + 1 : target);
    char *name = beside(target, slash ? slash + 1 : target, n < LONGEST_KEPT ? n : LONGEST_KEPT), *pattern;
    if (asprintf(&pattern, "%s.cpprof-XXXXXX", name) < 0)
        err_out_of_memory();
    s->fd = tempfile_create(&s->temporary, pattern, 0);
    int failed = errno;
    free(pattern);
    free(name);
    errno = failed;
    if (s->fd < 0)
        return -1;
    mode_t mask = umask(0), mode = 0666 & ~mask;
    umask(mask);
    if (old) { /* a file that cannot be given away must not act for its owner */
        bool given = fchown(s->fd, old->st_uid, old->st_gid) == 0;
        mode = old->st_mode & (given ? 07777 : 0777);
    }
    fchmod(s->fd, mode);
    return 0;
}

/* Opens a file that will become the regular file `target`, or be copied into it. @return 0; or -1 with errno set */
static int open_regular(struct sink *s, const char *target, const struct stat *old)
{
    if (old && access(target, W_OK) != 0) /* a file that may not be written is not replaced either */
        return -1;
    if (create_beside(s, target, old) == 0)
        return 0;
    int failed = errno;
    if (!old || (failed != EACCES && failed != EPERM && failed != EROFS))
        return -1;
    s->fd = memfd_create("cpprof output", MFD_CLOEXEC);
    s->copied = true;
    errno = failed;
    return s->fd < 0 ? -1 : 0;
}

static int open_target(struct sink *s, const char *output)
{
    struct stat st;
    char *target = follow_links(output);
    if (!target)
        return -1;
    int there = descriptor_of(target);
    bool exists = there >= 0 || stat(target, &st) == 0;
    if (there < 0 && (!exists || S_ISREG(st.st_mode))) {
        s->target = target;
        return open_regular(s, target, exists ? &st : NULL);
    }
    s->fd = there >= 0 ? fcntl(there, F_DUPFD_CLOEXEC, 0) : open(target, O_WRONLY | O_CLOEXEC | O_NOCTTY);
    int failed = errno;
    free(target);
    errno = failed;
    return s->fd;
}

/* @return the canonical name of the file that would be written, which the caller frees; or NULL if it can take several outputs */
static char *file_of(const char *output)
{
    struct stat st;
    bool standard = *output == '\0' || strcmp(output, "-") == 0;
    char *target = standard ? NULL : follow_links(output), *name = NULL;
    if (!target)
        return NULL;
    bool is_file = descriptor_of(target) < 0 && (stat(target, &st) != 0 || S_ISREG(st.st_mode));
    const char *slash = strrchr(target, '/'), *base = slash ? slash + 1 : target;
    char *beside_it = beside(target, ".", 1), *folder = is_file ? realpath(beside_it, NULL) : NULL;
    if (folder && asprintf(&name, "%s/%s", folder, base) < 0)
        err_out_of_memory();
    free(folder);
    free(beside_it);
    free(target);
    return name;
}

bool sink_is_same_file(const char *a, const char *b)
{
    char *file_a = file_of(a), *file_b = file_of(b);
    bool same = file_a && file_b && strcmp(file_a, file_b) == 0;
    free(file_a);
    free(file_b);
    return same;
}

static int open_file(struct sink *s, const char *output, struct err *err)
{
    s->path = copy_string(output);
    if (open_target(s, output) >= 0)
        return 0;
    err_set_errno(err, errno, "%s", output);
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
        if (n < 0 && errno == EAGAIN) /* another process has made it non-blocking */
            poll(&(struct pollfd){.fd = s->fd, .events = POLLOUT}, 1, -1);
        else if (n < 0 && errno != EINTR)
            return errno;
        if (n > 0) {
            data += n;
            len -= (size_t)n;
        }
    }
    return 0;
}

/* Copies the file `from` into an existing file, in place. @return 0 or an errno value */
static int copy_into(const char *target, int from)
{
    char room[64 * 1024];
    struct sink to = {.fd = open(target, O_WRONLY | O_TRUNC | O_CLOEXEC)};
    ssize_t n = 0;
    int failed = to.fd < 0 ? errno : 0;
    for (off_t at = 0; !failed && (n = pread(from, room, sizeof room, at)) != 0; at += n > 0 ? n : 0)
        failed = n > 0 ? sink_write(&to, room, (size_t)n) : errno == EINTR ? 0 : errno;
    if (to.fd >= 0 && close(to.fd) != 0 && !failed)
        failed = errno;
    return failed;
}

/* @return 0 or an errno value. */
static int rename_to_target(struct sink *s)
{
    if (rename(s->temporary->name, s->target) == 0)
        return 0;
    int failed = errno;
    if (failed != EACCES && failed != EPERM && failed != EBUSY) /* in a folder like /tmp, or mounted */
        return failed;
    int from = open(s->temporary->name, O_RDONLY | O_CLOEXEC);
    if (from < 0 || access(s->target, W_OK) != 0)
        return failed;
    failed = copy_into(s->target, from);
    close(from);
    tempfile_remove(s->temporary);
    s->temporary = NULL;
    return failed;
}

static void release_names(struct sink *s)
{
    free(s->path);
    free(s->target);
    *s = (struct sink){.fd = -1};
}

void sink_abandon(struct sink *s)
{
    if (!s->to_stdout && s->fd >= 0)
        close(s->fd);
    tempfile_remove(s->temporary);
    release_names(s);
}

int sink_commit(struct sink *s, int failed, struct err *err)
{
    if (s->to_stdout)
        return failed ? err_set_errno(err, failed, "standard output") : 0;
    if (!failed && s->copied)
        failed = copy_into(s->target, s->fd);
    if (close(s->fd) != 0 && !failed)
        failed = errno;
    s->fd = -1;
    if (!failed && s->target && s->temporary)
        failed = rename_to_target(s);
    if (failed) {
        err_set_errno(err, failed, "%s", s->path);
        sink_abandon(s);
        return -1;
    }
    if (!s->quiet)
        message("Generating report in %s", s->path);
    tempfile_keep(s->temporary);
    release_names(s);
    return 0;
}
