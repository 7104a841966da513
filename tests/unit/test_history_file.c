#include "unit.h"

#include <sys/stat.h>

#include "shell/history_file.h"

static void join_line(void *to, const char *line)
{
    buf_puts(to, line);
    buf_putc(to, '|');
}

static void expect_lines(const char *what, const char *path, const char *want)
{
    struct buf b;
    buf_init(&b);
    assert_true(history_file_read(path, join_line, &b));
    expect_buf(what, &b, want);
    buf_release(&b);
}

static void test_lines_are_added_once_in_a_row(void **state)
{
    struct file_name file = file_in(*state, "new/folders/history");
    expect_lines("not there yet", file.path, "");
    history_file_add(file.path, "top");
    history_file_add(file.path, "list x");
    history_file_add(file.path, "list x");
    history_file_add(file.path, "top");
    expect_lines("added", file.path, "top|list x|top|");
}

static void test_a_file_that_cannot_be_read_is_left(void **state)
{
    struct file_name file = file_in(*state, "history");
    struct stat st;
    struct buf b;
    assert_int_equal(symlink("/proc/self/mem", file.path), 0); /* to read its beginning is an error */
    buf_init(&b);
    assert_false(history_file_read(file.path, join_line, &b));
    history_file_add(file.path, "top");
    assert_int_equal(lstat(file.path, &st), 0);
    assert_true(S_ISLNK(st.st_mode));
    buf_release(&b);
}

static void count_lines(void *to, const char *line)
{
    (void)line;
    ++*(size_t *)to;
}

static void test_only_a_small_regular_file_is_read(void **state)
{
    static const char line[] = "list x\n";
    struct file_name fifo = file_in(*state, "fifo"), zero = file_in(*state, "zero"), large = file_in(*state, "large");
    size_t n = 0;
    assert_int_equal(mkfifo(fifo.path, 0600), 0);
    assert_false(history_file_read(fifo.path, count_lines, &n)); /* and nobody is waited for */
    assert_int_equal(symlink("/dev/zero", zero.path), 0);
    assert_false(history_file_read(zero.path, count_lines, &n));
    FILE *f = fopen(large.path, "w");
    assert_non_null(f);
    for (size_t i = 0; i < (8 << 20) / sizeof line; i++)
        fputs(line, f);
    fclose(f);
    assert_false(history_file_read(large.path, count_lines, &n));
    assert_int_equal(n, 0);
    history_file_add(fifo.path, "top");
    struct stat st;
    assert_int_equal(stat(fifo.path, &st), 0);
    assert_true(S_ISFIFO(st.st_mode));
}

static void test_the_place_is_that_of_states(void **state)
{
    static const struct {
        const char *home, *states, *want;
    } rows[] = {
        {"/home/x", NULL, "/home/x/.local/state/cpprof/history"},
        {"/home/x", "/states", "/states/cpprof/history"},
        {"/home/x", "relative", "/home/x/.local/state/cpprof/history"},
        {"relative", NULL, NULL},
        {NULL, NULL, NULL},
    };
    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        unsetenv("HOME");
        unsetenv("XDG_STATE_HOME");
        if (rows[i].home)
            setenv("HOME", rows[i].home, 1);
        if (rows[i].states)
            setenv("XDG_STATE_HOME", rows[i].states, 1);
        char *got = history_file_path();
        expect_text("place", got ? got : "none", rows[i].want ? rows[i].want : "none");
        free(got);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        test_with_folder(test_lines_are_added_once_in_a_row),
        test_with_folder(test_a_file_that_cannot_be_read_is_left),
        test_with_folder(test_only_a_small_regular_file_is_read),
        cmocka_unit_test(test_the_place_is_that_of_states),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
