/* What a process can do inside the sandbox: each try in a child, which says by its exit status what it met. */
#include "host/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "unit.h"

static char folder[] = "/tmp/test_sandbox.XXXXXX";

static int fails(int result)
{
    return result < 0 ? errno : 0;
}

static int write_beside(void)
{
    int fd = open("out/new", O_RDWR | O_CREAT | O_EXCL, 0600);
    return fails(fd) ? errno : fails(rename("out/new", "out/file")) ? errno : fails(unlink("out/file"));
}

static int write_elsewhere(void)
{
    return fails(open("elsewhere/new", O_WRONLY | O_CREAT, 0600));
}

static int change_elsewhere(void)
{
    return fails(open("elsewhere/file", O_WRONLY));
}

static int remove_elsewhere(void)
{
    return fails(unlink("elsewhere/file"));
}

static int write_here(void)
{
    return fails(open("here", O_WRONLY | O_CREAT, 0600));
}

static int read_elsewhere(void)
{
    return fails(open("elsewhere/file", O_RDONLY));
}

static int write_nowhere(void)
{
    return fails(open("/dev/null", O_WRONLY));
}

static int use_network(void)
{
    return fails(socket(AF_INET, SOCK_STREAM, 0));
}

static int start_program(void)
{
    char name[] = "true", *argv[] = {name, NULL}, *envp[] = {NULL};
    return fails(execve("/bin/true", argv, envp));
}

/* What `attempt` meets in a child that entered with these needs: an errno, or 0. */
static int attempt_in(const struct sandbox_needs *needs, bool end_reads, int (*attempt)(void))
{
    int status;
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        struct sandbox s = {0};
        if (needs)
            s = sandbox_enter(needs);
        if (needs && end_reads)
            sandbox_end_reads(&s, needs);
        _exit(attempt());
    }
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFEXITED(status));
    return WEXITSTATUS(status);
}

static int report_kernel(void)
{
    struct sandbox s = sandbox_enter(&(struct sandbox_needs){.output = ""});
    struct sandbox after = s;
    sandbox_end_reads(&after, &(struct sandbox_needs){.output = ""});
    return (s.landlock ? 1 : 0) | (s.seccomp ? 2 : 0) | (after.no_reads ? 4 : 0);
}

/* What this kernel has. */
static struct sandbox probe(void)
{
    int has = attempt_in(NULL, false, report_kernel);
    return (struct sandbox){.landlock = has & 1, .seccomp = has & 2, .no_reads = has & 4};
}

static void test_what_may_be_done(void **state)
{
    static const struct sandbox_needs nothing = {.output = ""}, output = {.output = "out/file"},
                                      standard = {.output = "-"}, here = {.output = "", .new_files = true},
                                      link = {.output = "link"}, device = {.output = "/dev/null"};
    static const struct result_list results = {.item = {{FORMAT_JSON, "out/file"}, {FORMAT_MARKDOWN, "-"}}, .n = 2},
                                    no_results = {.n = 0};
    static const struct sandbox_needs more = {.output = "", .results = &results},
                                      none = {.output = "", .results = &no_results};
    const struct sandbox kernel = probe();
    const int files = kernel.landlock ? EACCES : 0, calls = kernel.seccomp ? EPERM : 0;
    const struct {
        const struct sandbox_needs *needs;
        int (*attempt)(void);
        int want;
    } rows[] = {
        {&output, write_beside, 0},         {&output, write_elsewhere, files}, {&output, change_elsewhere, files},
        {&output, remove_elsewhere, files}, {&output, write_here, files},      {&output, read_elsewhere, 0},
        {&more, write_beside, 0},           {&more, write_elsewhere, files},   {&more, change_elsewhere, files},
        {&more, write_here, files},         {&none, write_beside, files},      {&nothing, write_beside, files},
        {&standard, write_beside, files},   {&nothing, write_nowhere, 0},      {&here, write_here, 0},
        {&link, write_beside, 0},           {&device, write_nowhere, 0},       {&device, write_beside, files},
        {&nothing, use_network, calls},     {&nothing, start_program, EPERM},  {&nothing, read_elsewhere, 0},
    };
    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        int want = rows[i].attempt == start_program && !kernel.seccomp ? files : rows[i].want;
        int met = attempt_in(rows[i].needs, false, rows[i].attempt);
        if (met != want)
            print_message("row %zu: %s, not %s\n", i, strerror(met), strerror(want));
        assert_int_equal(met, want);
        unlink("here");
    }
}

static void test_reading_ends(void **state)
{
    static const struct sandbox_needs nothing = {.output = ""}, output = {.output = "out/file"};
    const struct sandbox kernel = probe();
    (void)state;
    assert_int_equal(attempt_in(&nothing, true, read_elsewhere), kernel.no_reads ? EACCES : 0);
    assert_int_equal(attempt_in(&output, true, read_elsewhere), kernel.no_reads ? EACCES : 0);
    assert_int_equal(attempt_in(&output, true, write_beside), 0); /* a temporary file is opened for both */
}

static int enter_folder(void **state)
{
    (void)state;
    if (!mkdtemp(folder) || chdir(folder) || mkdir("out", 0700) || mkdir("elsewhere", 0700) ||
        symlink("out/file", "link"))
        return -1;
    close(open("out/file", O_WRONLY | O_CREAT, 0600));
    return close(open("elsewhere/file", O_WRONLY | O_CREAT, 0600));
}

static int leave_folder(void **state)
{
    (void)state;
    unlink("out/file");
    unlink("out/new");
    unlink("elsewhere/file");
    unlink("link");
    rmdir("out");
    rmdir("elsewhere");
    return chdir("/") || rmdir(folder);
}

int main(void)
{
#ifdef NO_SANDBOX
    puts("ok - the sandbox # SKIP built without it");
    return 0;
#endif
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_may_be_done),
        cmocka_unit_test(test_reading_ends),
    };
    return cmocka_run_group_tests(tests, enter_folder, leave_folder);
}
