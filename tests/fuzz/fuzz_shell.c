/*
 * Runs command lines of the shell on a small profile. They contain no "/", the working directory is a new folder below TMPDIR that is
 * emptied each time, and no program can be found. So nothing outside is written or started.
 */
#include "fuzz.h"

#include <dirent.h>
#include <fcntl.h>

#include "driver/load_session.h"
#include "driver/shell_commands.h"
#include "unit/build_profile.h"

static struct session session;
static struct command_line line;
static int folder = -1;

static void make_folder(void)
{
    static char name[256];
    const char *tmp = getenv("TMPDIR");
    snprintf(name, sizeof name, "%.200s/cpprof-fuzz-XXXXXX", tmp && *tmp ? tmp : "/tmp");
    fuzz_expect(mkdtemp(name) && (folder = open(name, O_RDONLY | O_DIRECTORY | O_CLOEXEC)) >= 0,
                "a folder can be made");
    setenv("TMPDIR", name, 1);
    setenv("HOME", name, 1);
    setenv("PATH", "/nonexistent", 1);
    unsetenv("BROWSER");
    unsetenv("DISPLAY");
}

static void empty_folder(void)
{
    DIR *d = fdopendir(openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    fuzz_expect(d != NULL, "the folder can be read");
    for (struct dirent *e; (e = readdir(d));)
        if (strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0)
            unlinkat(folder, e->d_name, 0);
    closedir(d);
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc;
    (void)argv;
    struct buf b;
    struct err err;
    thread_set_count(1);
    make_folder();
    buf_init(&b);
    put_profile(&b, "types: samples/count cpu/nanoseconds\nperiod: cpu/nanoseconds 10000000\ncomment: made up\n"
                    "map: 0x1000-0x9000 /bin/app id\n"
                    "main@m.go:3;work@w.go:7>inlined@w.go:3;alloc@a.go:9#0x1010 1 10 | thread=a bytes:64kb\n"
                    "main@m.go:3;work@w.go:8#0x1020 2 20 | thread=b\nmain@m.go:4;idle#0x8000 3 30\n");
    struct fuzz_file file = fuzz_file_make(b.data, b.len);
    buf_release(&b);
    const char *args[] = {"cpprof", "-history=false", file.path};
    fuzz_expect(cli_parse(&line, 3, (char **)args, &err) == 0 && session_load(&session, &line, &err) == 0,
                "the profile is one");
    fuzz_file_close(&file);
    int nothing = open("/dev/null", O_RDONLY); /* so that stdin is not a terminal */
    dup2(nothing, STDIN_FILENO);
    close(nothing);
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct err err;
    char *text = malloc(size + 1);
    size_t len = 0;
    fuzz_expect(text != NULL, "there is memory");
    for (size_t i = 0; i < size; i++)
        if (data[i] != '/')
            text[len++] = (char)data[i];
    text[len] = '\n';
    int before = open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    FILE *input = stdin;
    stdin = fmemopen(text, len + 1, "r");
    fuzz_expect(stdin && fchdir(folder) == 0, "the lines can be read");
    bool any;
    shell_run_commands(&session, &line.options, &any, &err);
    fclose(stdin);
    stdin = input;
    empty_folder();
    fuzz_expect(fchdir(before) == 0, "the way back is there");
    close(before);
    free(text);
    return 0;
}
