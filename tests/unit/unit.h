/*
 * Shared by the unit tests: cmocka with the headers that must come before it, comparisons that name the row of a table, and files
 * that are removed after the test.
 */
#ifndef CPPROF_UNIT_UNIT_H
#define CPPROF_UNIT_UNIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/strtab.h"

#define ROWS(array) (sizeof(array) / sizeof *(array))

static inline void expect_text(const char *what, const char *got, const char *want)
{
    if (strcmp(got, want) != 0)
        fail_msg("%s:\n got \"%s\"\nwant \"%s\"", what, got, want);
}

/** Compares the contents of `b`, and empties it. */
static inline void expect_buf(const char *what, struct buf *b, const char *want)
{
    expect_text(what, buf_cstr(b), want);
    buf_clear(b);
}

static inline void expect_str(const char *what, struct str s, const char *want)
{
    if (!str_is(s, want))
        fail_msg("%s:\n got \"%.*s\"\nwant \"%s\"", what, (int)s.len, s.p, want);
}

static inline void expect_part(const char *what, const char *got, const char *part)
{
    if (!strstr(got, part))
        fail_msg("%s:\n got \"%s\"\nwithout \"%s\"", what, got, part);
}

/** A new folder, which is the state of a test, and is removed afterwards even if the test fails. */
struct folder {
    char path[256];
};

#define test_with_folder(test) cmocka_unit_test_setup_teardown(test, folder_setup, folder_teardown)

static inline int folder_setup(void **state)
{
    struct folder *f = calloc(1, sizeof *f);
    const char *tmp = getenv("TMPDIR");
    if (!f)
        return -1;
    snprintf(f->path, sizeof f->path, "%.200s/cpprof-unit-XXXXXX", tmp && *tmp ? tmp : "/tmp");
    *state = f;
    return mkdtemp(f->path) ? 0 : -1;
}

static inline int folder_remove_one(const char *path, const struct stat *st, int kind, struct FTW *at)
{
    (void)st;
    (void)kind;
    (void)at;
    return remove(path);
}

static inline int folder_teardown(void **state)
{
    struct folder *f = *state;
    int status = nftw(f->path, folder_remove_one, 8, FTW_DEPTH | FTW_PHYS);
    free(f);
    return status;
}

struct file_name {
    char path[512];
};

static inline struct file_name file_in(const struct folder *f, const char *name)
{
    struct file_name n;
    snprintf(n.path, sizeof n.path, "%s/%s", f->path, name);
    return n;
}

static inline struct file_name file_write(const struct folder *f, const char *name, const void *data, size_t len)
{
    struct file_name n = file_in(f, name);
    FILE *to = fopen(n.path, "wb");
    assert_non_null(to);
    assert_int_equal(fwrite(data, 1, len, to), len);
    assert_int_equal(fclose(to), 0);
    return n;
}

/** Bytes that can be opened by a name, without a file on disk. End it with memory_file_close(). */
struct memory_file {
    int fd;
    char path[64];
};

static inline struct memory_file memory_file_make(const void *data, size_t len)
{
    struct memory_file m = {.fd = memfd_create("unit", MFD_CLOEXEC)};
    assert_true(m.fd >= 0);
    assert_int_equal(write(m.fd, data, len), len);
    snprintf(m.path, sizeof m.path, "/proc/self/fd/%d", m.fd);
    return m;
}

static inline void memory_file_close(const struct memory_file *m)
{
    close(m->fd);
}

#endif
