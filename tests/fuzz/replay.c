/*
 * Calls a fuzz target with each file that is named, and with each file in a folder that is named. Prints TAP, one line for each name.
 * A crash ends the program; the last comment before it names the input.
 */
#include "fuzz.h"

#include <dirent.h>
#include <fcntl.h>

int LLVMFuzzerInitialize(int *argc, char ***argv) __attribute__((weak));

static FILE *report;

static void replay_file(const char *path)
{
    struct buf b;
    FILE *f = fopen(path, "rb");
    fuzz_expect(f != NULL, path);
    buf_init(&b);
    for (size_t n; (n = fread(buf_reserve(&b, 65536), 1, 65536, f)) > 0;)
        b.len += n;
    fclose(f);
    fprintf(report, "# %s\n", path);
    fflush(report);
    /* a block of its own, so that reading past the end is noticed */
    uint8_t *exact = malloc(b.len ? b.len : 1);
    fuzz_expect(exact != NULL, "there is memory");
    if (b.len)
        memcpy(exact, b.data, b.len);
    LLVMFuzzerTestOneInput(exact, b.len);
    free(exact);
    buf_release(&b);
}

static int is_visible(const struct dirent *e)
{
    return e->d_name[0] != '.';
}

static size_t replay(const char *path)
{
    struct dirent **entry;
    int n = scandir(path, &entry, is_visible, alphasort);
    if (n < 0) {
        replay_file(path);
        return 1;
    }
    for (int i = 0; i < n; i++) {
        char name[4096];
        snprintf(name, sizeof name, "%s/%s", path, entry[i]->d_name);
        replay_file(name);
        free(entry[i]);
    }
    free(entry);
    return (size_t)n;
}

/* The output of targets is discarded, unless REPLAY_LOUD=1 asks for it. */
static void be_quiet(void)
{
    report = fdopen(dup(STDOUT_FILENO), "w");
    fuzz_expect(report != NULL, "there is an output");
    const char *loud = getenv("REPLAY_LOUD");
    if (loud && *loud)
        return;
    int nowhere = open("/dev/null", O_WRONLY);
    dup2(nowhere, STDOUT_FILENO);
#if !defined(FUZZ_SANITIZED) /* sanitizers report on stderr */
    dup2(nowhere, STDERR_FILENO);
#endif
    close(nowhere);
}

int main(int argc, char **argv)
{
    be_quiet();
    if (LLVMFuzzerInitialize)
        LLVMFuzzerInitialize(&argc, &argv);
    for (int i = 1; i < argc; i++) {
        size_t n = replay(argv[i]);
        fprintf(report, "ok - %zu inputs of %s\n", n, argv[i]);
    }
    fclose(report);
    return 0;
}
