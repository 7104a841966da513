/* Sizes that no memory has: each in a process of its own, which must end with one line. */
#include "unit.h"

#include <sys/wait.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/vec.h"

static void say_first(void)
{
    assert_int_equal(write(STDERR_FILENO, "first\n", 6), 6);
}

static void say_second(void)
{
    assert_int_equal(write(STDERR_FILENO, "second\n", 7), 7);
}

static void ask_arena(void)
{
    struct arena a;
    arena_init(&a);
    arena_alloc(&a, SIZE_MAX - 8);
}

static void ask_arena_for_a_product(void)
{
    struct arena a;
    arena_init(&a);
    arena_zalloc(&a, SIZE_MAX / 8, 16);
}

static void ask_arena_for_a_copy(void)
{
    struct arena a;
    arena_init(&a);
    arena_copy(&a, "", SIZE_MAX);
}

static void ask_vec(void)
{
    size_t cap = 0;
    free(vec_reserve(NULL, &cap, SIZE_MAX / 16, 64));
}

static void ask_buf(void)
{
    struct buf b;
    buf_init(&b);
    buf_putc(&b, 'x');
    buf_reserve(&b, SIZE_MAX);
}

static void ask_with_last_acts(void)
{
    err_on_out_of_memory(say_second);
    err_on_out_of_memory(say_first);
    err_out_of_memory();
}

static void test_one_line_and_the_end(void **state)
{
    static const struct {
        const char *name;
        void (*ask)(void);
        const char *want;
    } rows[] = {
        {"arena_alloc", ask_arena, "cpprof: out of memory\n"},
        {"arena_zalloc", ask_arena_for_a_product, "cpprof: out of memory\n"},
        {"arena_copy", ask_arena_for_a_copy, "cpprof: out of memory\n"},
        {"vec_reserve", ask_vec, "cpprof: out of memory\n"},
        {"buf_reserve", ask_buf, "cpprof: out of memory\n"},
        {"last acts", ask_with_last_acts, "first\nsecond\ncpprof: out of memory\n"},
    };
    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        char said[200];
        int status, err = memfd_create("err", MFD_CLOEXEC);
        pid_t pid = fork();
        assert_true(pid >= 0);
        if (pid == 0) {
            dup2(err, STDERR_FILENO);
            rows[i].ask();
            _exit(0);
        }
        assert_int_equal(waitpid(pid, &status, 0), pid);
        ssize_t n = pread(err, said, sizeof said - 1, 0);
        said[n > 0 ? n : 0] = '\0';
        close(err);
        expect_text(rows[i].name, said, rows[i].want);
        assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 2);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_one_line_and_the_end)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
