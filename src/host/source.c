#include "host/source.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int open_path(const char *path, struct err *err)
{
    struct stat st;
    int fd = strcmp(path, "-") == 0 ? dup(STDIN_FILENO) : open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (fd < 0 && errno == ENOMEM) /* not a fault of this file, which must not be left out for it */
        err_out_of_memory();
    if (fd < 0)
        return err_set(err, "%s", err_text(errno));
    if (fstat(fd, &st) == 0 && S_ISDIR(st.st_mode)) {
        close(fd);
        return err_set(err, "%s", err_text(EISDIR));
    }
    return fd;
}

struct input *source_open(const char *path, const struct input_how *how, struct err *err)
{
    int fd = open_path(path, err);
    return fd < 0 ? NULL : input_new(fd, how, err);
}

int source_load(struct profile *p, const char *path, const struct input_how *how, struct err *err)
{
    struct input *in = source_open(path, how, err);
    if (!in)
        return -1;
    int status = profile_read(p, in, err);
    input_close(in);
    return status;
}

bool source_is_executable(const char *path)
{
    static const char magic[][4] = {{0x7f, 'E', 'L', 'F'}, "\xfe\xed\xfa\xce", "\xfe\xed\xfa\xcf", "\xce\xfa\xed\xfe",
                                    "\xcf\xfa\xed\xfe",    "\xca\xfe\xba\xbe", "\xbe\xba\xfe\xca"};
    char head[4];
    struct stat st;
    if (stat(path, &st) != 0 || !S_ISREG(st.st_mode)) /* a pipe must not be opened twice */
        return false;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return false;
    ssize_t n = read(fd, head, sizeof head);
    close(fd);
    if (n != sizeof head)
        return false;
    for (size_t i = 0; i < sizeof magic / sizeof *magic; i++)
        if (memcmp(head, magic[i], sizeof head) == 0)
            return true;
    return memcmp(head, "MZ", 2) == 0;
}
