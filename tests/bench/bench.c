/*
 * Measures cpprof against the time that zlib alone takes to inflate the same profiles, against go tool pprof, and against a build
 * from before a change.
 *
 *     $ bench -only='^tags$' -rounds=3 -no_go
 *     workload  inflate alone  cpprof         build before  go tool pprof  against inflate alone        ...
 *     tags      0.23 s         0.45 s, 34 MB  -             -              1.94 x (at most 1.8) MISSED  ...
 *
 * In each round the programs run one after the other, so that a slow minute of the machine is slow for all of them.
 * go tool pprof is started by the path that `go tool -n pprof` prints, because the time and memory of the go command around it
 * should not count. For the same reason it finds no objdump, which it would start only to ask for its version. It can take minutes
 * where the others take seconds, so a workload has only as many rounds of it as fit into -go_seconds, but at least one.
 *
 * A missed limit is shown, but is not a failure. A program that fails is one, because it was not measured.
 */
#include <errno.h>
#include <regex.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "profiles.h"
#include "result.h"
#include "workload_run.h"

struct options {
    struct place place;
    struct effort effort;
    const char *only, *before;
    regex_t only_regex;
    bool list, markdown, no_go, quick;
};

/* ---- Options ---- */

static const struct {
    const char *name, *value, *meaning;
} described[] = {
    {"-only", "=REGEX", "the workloads whose name matches"},
    {"-rounds", "=N", "how often each is measured (5)"},
    {"-go_seconds", "=N", "time for go tool pprof in each workload; it runs at least once (60)"},
    {"-no_go", "", "leave go tool pprof out"},
    {"-quick", "", "a tenth of the samples of large profiles; the limits are meant for all of them"},
    {"-markdown", "", "print the table as Markdown"},
    {"-list", "", "print the names of the workloads"},
    {"-cpprof", "=FILE", "the program to measure (./cpprof)"},
    {"-before", "=FILE", "another build of cpprof, to compare with"},
    {"-dir", "=DIR", "where the other programs are and everything is written (build/bench)"},
};

static _Noreturn void help_print(void)
{
    puts("usage: bench [option ...]\n");
    for (size_t i = 0; i < sizeof described / sizeof *described; i++)
        printf("  %s%-*s %s\n", described[i].name, 18 - (int)strlen(described[i].name), described[i].value,
               described[i].meaning);
    exit(fflush(stdout) ? 2 : 0);
}

/* @return the value of an argument "-name=value"; or NULL if it has another name */
static const char *value_of(const char *argument, const char *name)
{
    size_t len = strlen(name);
    return strncmp(argument, name, len) == 0 && argument[len] == '=' ? argument + len + 1 : NULL;
}

static int number_parse(const char *text, long min, long max, long *to, const char *argument, struct err *err)
{
    char *end;
    errno = 0;
    *to = strtol(text, &end, 10);
    return end != text && !*end && !errno && *to >= min && *to <= max
               ? 0
               : err_set(err, "%s: must be a number from %ld to %ld", argument, min, max);
}

static int argument_parse(struct options *o, const char *a, struct err *err)
{
    const char *value;
    if (strcmp(a, "-h") == 0 || strcmp(a, "-help") == 0)
        help_print();
    else if (strcmp(a, "-list") == 0)
        o->list = true;
    else if (strcmp(a, "-markdown") == 0)
        o->markdown = true;
    else if (strcmp(a, "-no_go") == 0)
        o->no_go = true;
    else if (strcmp(a, "-quick") == 0)
        o->quick = true;
    else if ((value = value_of(a, "-only")))
        o->only = value;
    else if ((value = value_of(a, "-cpprof")))
        o->place.cpprof = value;
    else if ((value = value_of(a, "-before")))
        o->before = value;
    else if ((value = value_of(a, "-dir")))
        o->place.dir = value;
    else if ((value = value_of(a, "-rounds")))
        return number_parse(value, 1, MAX_ROUNDS, &o->effort.rounds, a, err);
    else if ((value = value_of(a, "-go_seconds")))
        return number_parse(value, 0, 86400, &o->effort.go_seconds, a, err);
    else
        return err_set(err, "%s: there is no such option; see -help", a);
    return 0;
}

static int options_parse(struct options *o, int argc, char **argv, struct err *err)
{
    *o = (struct options){.place = {"build/bench", "./cpprof", 1}, .effort = {5, 60}, .only = "", .before = ""};
    for (int i = 1; i < argc; i++)
        if (argument_parse(o, argv[i], err))
            return -1;
    o->place.divide_samples_by = o->quick ? 10 : 1;
    if (regcomp(&o->only_regex, o->only, REG_EXTENDED | REG_NOSUB))
        return err_set(err, "-only=%s: this is not a regular expression", o->only);
    return 0;
}

static bool is_wanted(const struct options *o, const struct workload *w)
{
    return regexec(&o->only_regex, w->name, 0, NULL, 0) == 0;
}

/* ---- Surroundings ---- */

/* Appends the first line that a shell command prints, or nothing. */
static void line_of(const char *shell_command, struct buf *out)
{
    char line[512] = "";
    FILE *in = popen(shell_command, "r");
    if (in && fgets(line, sizeof line, in))
        buf_printf(out, "%.*s", (int)strcspn(line, "\n"), line);
    if (in)
        pclose(in);
}

/* Sets `go` to the path of go tool pprof, or "" if it is not installed. */
static void go_find(struct buf *go)
{
    line_of("go tool -n pprof 2>/dev/null", go);
    if (go->len && access(buf_cstr(go), X_OK))
        buf_clear(go);
}

/* From here on, nothing is written elsewhere, and the settings of the user are ignored. */
static int surroundings_set(const char *dir, struct err *err)
{
    static const char *const foreign[] = {"PPROF_BINARY_PATH", "PPROF_TOOLS", "GOFLAGS", "GOGC", "GOMAXPROCS"};
    char *whole = NULL;
    if ((mkdir(dir, 0777) && errno != EEXIST) || !(whole = realpath(dir, NULL)))
        return err_set_errno(err, errno, "%s", dir);
    for (size_t i = 0; i < sizeof foreign / sizeof *foreign; i++)
        unsetenv(foreign[i]);
    setenv("HOME", whole, 1);
    setenv("PPROF_TMPDIR", whole, 1);
    setenv("PATH", whole, 1);
    free(whole);
    return 0;
}

static void machine_print(const struct options *o, const char *model, const char *go_version)
{
    printf("%ld x %s. Medians of %ld round%s%s", sysconf(_SC_NPROCESSORS_ONLN), *model ? model : "processor",
           o->effort.rounds, o->effort.rounds == 1 ? "" : "s",
           o->quick ? ", large profiles with a tenth of their samples" : "");
    if (*go_version)
        printf("; go tool pprof of %s, as many of them as fit into %ld s", go_version, o->effort.go_seconds);
    else
        printf("; go tool pprof is %s", o->no_go ? "left out" : "not installed");
    puts(".\n");
}

/* ---- Main ---- */

static void workloads_list(const struct options *o)
{
    for (size_t i = 0; i < n_workloads; i++)
        if (is_wanted(o, &workloads[i]))
            puts(workloads[i].name);
}

/* Measures the chosen workloads and fills the table. @return how many failed, each with a message */
static int workloads_run(const struct options *o, const struct programs *programs, struct table *t, int *missed)
{
    static struct result result;
    struct err err;
    int failed = 0;
    result_heads(t);
    for (size_t i = 0; i < n_workloads; i++) {
        if (!is_wanted(o, &workloads[i]))
            continue;
        fprintf(stderr, "  %s\n", workloads[i].name);
        if (workload_run(&workloads[i], &o->place, programs, &o->effort, &result, &err)) {
            fprintf(stderr, "bench: %s: %s\n", workloads[i].name, err.msg);
            failed++;
        }
        *missed += result_row(&result, t);
    }
    return failed;
}

static int run(struct options *o)
{
    struct buf model, go, go_version, dot, floor;
    struct table t = {0};
    struct err err;
    int missed = 0, failed = 1;
    buf_init(&model);
    buf_init(&go);
    buf_init(&go_version);
    buf_init(&dot);
    buf_init(&floor);
    buf_printf(&floor, "%s/floor", o->place.dir);
    line_of("sed -n 's/^model name[^:]*: *//p' /proc/cpuinfo 2>/dev/null || sysctl -n machdep.cpu.brand_string",
            &model);
    if (!o->no_go)
        go_find(&go);
    if (go.len)
        line_of("go version | cut -d ' ' -f 3", &go_version);
    line_of("command -v dot", &dot);
    if (surroundings_set(o->place.dir, &err)) {
        fprintf(stderr, "bench: %s\n", err.msg);
    } else {
        struct programs programs = {buf_cstr(&floor), o->place.cpprof, o->before, buf_cstr(&go), buf_cstr(&dot)};
        failed = workloads_run(o, &programs, &t, &missed);
        machine_print(o, buf_cstr(&model), buf_cstr(&go_version));
        table_print(&t, o->markdown, stdout);
        printf("\n%d %s missed", missed, missed == 1 ? "limit is" : "limits are");
        printf(failed ? ", %d of the workloads failed.\n" : ".\n", failed);
    }
    table_release(&t);
    buf_release(&model);
    buf_release(&go);
    buf_release(&go_version);
    buf_release(&dot);
    buf_release(&floor);
    return failed;
}

int main(int argc, char **argv)
{
    struct options o;
    struct err err;
    if (options_parse(&o, argc, argv, &err)) {
        fprintf(stderr, "bench: %s\n", err.msg);
        return 2;
    }
    int failed = 0;
    if (o.list)
        workloads_list(&o);
    else
        failed = run(&o);
    regfree(&o.only_regex);
    return failed || fflush(stdout) ? 1 : 0;
}
