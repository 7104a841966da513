/* What a system that runs builds would obey in its log. */
#include "unit.h"

#include "base/log_command.h"

/* @return where the first command of the line begins, or -1 */
static int find(const char *line)
{
    const char *end = line + strlen(line);
    for (const char *s = line; s < end; s++)
        if (log_command_at(line, s, end))
            return (int)(s - line);
    return -1;
}

static void test_commands_are_found(void **state)
{
    static const struct {
        const char *line;
        int at;
    } rows[] = {
        {"", -1},
        {"::add-mask::x", 0},
        {"  \t::add-mask::x", 3},
        {"\u00a0\u3000\u2028::add-mask::x", 8},
        {"x::add-mask::x", -1},
        {"std::vector", -1},
        {":", -1},
        {": ::x::", -1},
        {"##[error]x", 0},
        {"x##[error]x", 1},
        {"###[error]x", 1},
        {"# #[error]x", -1},
        {"##", -1},
        {"##vso[task.complete]", 0},
        {"x ##vso[task.complete]", 2},
        {"##vso", -1},
        {"##VSO[task.complete]", 0},
    };
    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++)
        if (find(rows[i].line) != rows[i].at)
            fail_msg("\"%s\": at %d, not %d", rows[i].line, find(rows[i].line), rows[i].at);
}

/* A megabyte of blanks or colons is read once, not once for each of them. */
static void test_lines_are_read_in_linear_time(void **state)
{
    static char line[1 << 20];
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        memset(line, i ? ':' : ' ', sizeof line - 1);
        assert_int_equal(find(line), i ? 0 : -1);
        size_t n = 0;
        for (const char *s = line; *s; s++)
            n += log_command_at(line, s, line + sizeof line - 1);
        assert_int_equal(n, i);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_commands_are_found),
        cmocka_unit_test(test_lines_are_read_in_linear_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
