/*
 * Shared by the fuzz targets. A target is a file fuzz_NAME.c that defines LLVMFuzzerTestOneInput and, if it needs to set something
 * up once, LLVMFuzzerInitialize. libFuzzer and AFL++ call them with bytes that they invent, and replay.c with those of files.
 * Beyond crashes, a target checks with fuzz_expect().
 *
 * Inputs are independent: a target keeps nothing between them except what LLVMFuzzerInitialize made.
 */
#ifndef CPPROF_FUZZ_FUZZ_H
#define CPPROF_FUZZ_FUZZ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/thread.h"

/* Whether stderr must stay open for the sanitizers. */
#if defined(__SANITIZE_ADDRESS__)
#define FUZZ_SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define FUZZ_SANITIZED 1
#endif
#endif

#define ROWS_OF(array) (sizeof(array) / sizeof *(array))

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/** An LLVMFuzzerInitialize for targets that only need a limit of `n` threads. */
#define FUZZ_WITH_THREADS(n)                                                                                           \
    int LLVMFuzzerInitialize(int *argc, char ***argv)                                                                  \
    {                                                                                                                  \
        (void)argc;                                                                                                    \
        (void)argv;                                                                                                    \
        thread_set_count(n);                                                                                           \
        return 0;                                                                                                      \
    }

/** Ends the program like a crash if `holds` is false. */
static inline void fuzz_expect(bool holds, const char *what)
{
    if (holds)
        return;
    fprintf(stderr, "does not hold: %s\n", what);
    abort();
}

/** The rest of an input. */
struct fuzz_input {
    const char *p;
    size_t len;
};

/** Takes the next byte off. @return it, or 0 at the end */
static inline unsigned fuzz_byte(struct fuzz_input *in)
{
    if (in->len == 0)
        return 0;
    in->len--;
    return (unsigned char)*in->p++;
}

/** Takes off the bytes before the next `end`, and that byte too. Without one, takes everything. */
static inline struct fuzz_input fuzz_part(struct fuzz_input *in, char end)
{
    const char *at = in->len ? memchr(in->p, end, in->len) : NULL;
    struct fuzz_input part = {in->p, at ? (size_t)(at - in->p) : in->len};
    size_t used = part.len + (at != NULL);
    in->p += used;
    in->len -= used;
    return part;
}

/** @return a copy followed by a NUL, which the caller frees */
static inline char *fuzz_text(struct fuzz_input part)
{
    char *text = malloc(part.len + 1);
    fuzz_expect(text != NULL, "there is memory");
    if (part.len)
        memcpy(text, part.p, part.len);
    text[part.len] = '\0';
    return text;
}

/** Bytes that can be opened by a name. End it with fuzz_file_close(). */
struct fuzz_file {
    int fd;
    char path[32];
};

static inline struct fuzz_file fuzz_file_make(const void *data, size_t len)
{
    struct fuzz_file f = {.fd = memfd_create("fuzz", MFD_CLOEXEC)};
    fuzz_expect(f.fd >= 0 && write(f.fd, data, len) == (ssize_t)len, "a file in memory can be made");
    snprintf(f.path, sizeof f.path, "/proc/self/fd/%d", f.fd);
    return f;
}

static inline void fuzz_file_close(const struct fuzz_file *f)
{
    close(f->fd);
}

#endif
