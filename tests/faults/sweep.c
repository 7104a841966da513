/*
 * Runs a command again and again, each time with a fault at a later call (inject.c), and checks how it ends: with the right result, or
 * with one clear line and no file left over. Prints one line of TAP.
 *
 *   sweep [OPTION ...] NAME -- PROGRAM ARGUMENT ...
 *     -lib=FILE      inject.so
 *     -fault=CALL:WHAT  which fault; memory:ENOMEM by default
 *     -dir=FOLDER    an empty folder, also TMPDIR; the command may write the file FOLDER/out and must leave nothing else there
 *     -stdin=FILE    /dev/null by default
 *     -most=N        at most N runs, at calls that -seed=N chooses
 *     -program       only calls of the program itself fail, not those of libraries
 *     -parts         a source may be left out if a line says so (a merge goes on without sources that cannot be read)
 *     -several       the command does several things: those before the fault are done, so FOLDER/out may be whole
 *     -crashes       the command may also crash, or draw something else, but must leave no file over
 *     -says=TEXT     the text of a failure; "out of memory" by default for memory
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

enum { PATIENCE = 20 /* seconds */, MOST_FAILURES = 5 };
static const char old_text[] = "what was there before\n";

struct sweep {
    const char *lib, *fault, *dir, *input, *says, *name;
    unsigned long most, seed;
    bool program, parts, several, crashes;
    char **command;
    char *output, *count_file;
};

struct bytes {
    char *p;
    size_t len;
};

struct ending {
    int status; /* from wait() */
    struct bytes out, err, file;
    bool has_file, alone; /* no other file is in the folder */
};

static pid_t running;

static void give_up(const char *what)
{
    printf("not ok - sweep: %s: %s\n", what, strerror(errno));
    exit(1);
}

static void on_alarm(int sig)
{
    (void)sig;
    if (running > 0)
        kill(running, SIGKILL);
}

static struct bytes read_fd(int fd)
{
    struct bytes b = {NULL, 0};
    off_t size = lseek(fd, 0, SEEK_END);
    b.p = malloc((size_t)size + 1);
    if (!b.p || pread(fd, b.p, (size_t)size, 0) != size)
        give_up("reading");
    b.len = (size_t)size;
    b.p[b.len] = '\0';
    return b;
}

static bool same(struct bytes a, struct bytes b)
{
    return a.len == b.len && memcmp(a.p, b.p, a.len) == 0;
}

static bool begins(struct bytes whole, struct bytes part)
{
    return part.len <= whole.len && memcmp(whole.p, part.p, part.len) == 0;
}

static void put_old_file(const struct sweep *s, bool there)
{
    unlink(s->output);
    if (!there)
        return;
    int fd = open(s->output, O_WRONLY | O_CREAT | O_CLOEXEC, 0644);
    if (fd < 0 || write(fd, old_text, sizeof old_text - 1) < 0)
        give_up(s->output);
    close(fd);
}

static bool is_alone(const char *folder)
{
    DIR *dir = opendir(folder);
    bool alone = true;
    for (struct dirent *e; dir && (e = readdir(dir));)
        alone &= e->d_name[0] == '.' ? !e->d_name[1] || e->d_name[1] == '.' : strcmp(e->d_name, "out") == 0;
    if (dir)
        closedir(dir);
    return alone;
}

static void look_at_folder(const struct sweep *s, struct ending *e)
{
    int fd = open(s->output, O_RDONLY | O_CLOEXEC);
    e->has_file = fd >= 0;
    e->file = (struct bytes){NULL, 0};
    if (fd >= 0) {
        e->file = read_fd(fd);
        close(fd);
    }
    e->alone = is_alone(s->dir);
}

static struct ending run(const struct sweep *s, const char *faults)
{
    struct ending e;
    posix_spawn_file_actions_t files;
    int out = memfd_create("out", 0), err = memfd_create("err", 0);
    setenv("FAULTS", faults, 1);
    setenv("LD_PRELOAD", s->lib, 1);
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_addopen(&files, 0, s->input, O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&files, out, 1);
    posix_spawn_file_actions_adddup2(&files, err, 2);
    posix_spawn_file_actions_addclose(&files, out);
    posix_spawn_file_actions_addclose(&files, err);
    int failed = posix_spawn(&running, s->command[0], &files, NULL, s->command, environ);
    unsetenv("LD_PRELOAD");
    if (failed) {
        errno = failed;
        give_up(s->command[0]);
    }
    alarm(PATIENCE);
    while (waitpid(running, &e.status, 0) < 0 && errno == EINTR)
        ;
    alarm(0);
    posix_spawn_file_actions_destroy(&files);
    e.out = read_fd(out);
    e.err = read_fd(err);
    close(out);
    close(err);
    look_at_folder(s, &e);
    return e;
}

static void release(struct ending *e)
{
    free(e->out.p);
    free(e->err.p);
    free(e->file.p);
}

/* Counts the lines of the text that begin with "cpprof: ", and finds out whether one of them contains `says`. */
static int count_errors(struct bytes text, const char *says, bool *said)
{
    int n = 0;
    *said = false;
    for (char *line = text.p; *line;) {
        size_t len = strcspn(line, "\n");
        char *found = strstr(line, says);
        if (strncmp(line, "cpprof: ", 8) == 0) {
            n++;
            *said |= found && found < line + len;
        }
        line += len + (line[len] == '\n');
    }
    return n;
}

/* @return what is wrong with the ending, or NULL. `was_there` says whether there was an old file. */
static const char *judge(const struct sweep *s, const struct ending *e, const struct ending *good, bool was_there)
{
    struct bytes old = {(char *)old_text, sizeof old_text - 1};
    bool said;
    if (WIFSIGNALED(e->status) && WTERMSIG(e->status) == SIGKILL)
        return "it hung";
    if (!e->alone)
        return "a file was left over";
    bool untouched = e->has_file == was_there && (!was_there || same(e->file, old));
    if (s->crashes && (untouched || e->status == 0))
        return NULL;
    if (WIFSIGNALED(e->status))
        return "ended by a signal";
    int errors = count_errors(e->err, s->says, &said);
    if (WEXITSTATUS(e->status) == 0) {
        if (s->parts && strstr(e->err.p, "Fetched "))
            return NULL;
        if (!same(e->out, good->out))
            return "success with another output";
        return good->has_file && !(e->has_file && same(e->file, good->file)) ? "success with another file" : NULL;
    }
    if (WEXITSTATUS(e->status) != 2)
        return "another exit status";
    bool done = s->several && e->has_file && same(e->file, good->file);
    if (!untouched && !done)
        return "the old file is not as it was";
    if (!begins(good->out, e->out))
        return "wrong output before it failed";
    if (errors != 1 && !(s->parts && errors))
        return "not one line that says so";
    return said ? NULL : "the line does not say what";
}

static unsigned long count_calls(const struct sweep *s)
{
    unsigned long n = 0;
    FILE *f = fopen(s->count_file, "r");
    if (!f || fscanf(f, "%lu", &n) != 1)
        n = 0;
    if (f)
        fclose(f);
    unlink(s->count_file);
    return n;
}

static unsigned next_random(unsigned long *seed)
{
    *seed = *seed * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)(*seed >> 33);
}

struct tally {
    unsigned long runs, failed;
    int wrong;
};

static void try_one(const struct sweep *s, const struct ending *good, unsigned long at, bool after, struct tally *t)
{
    char faults[128];
    bool was_there = good->has_file && !after;
    snprintf(faults, sizeof faults, "%s:%lu%s", s->fault, at, after ? "+" : "");
    put_old_file(s, was_there);
    struct ending e = run(s, faults);
    const char *wrong = judge(s, &e, good, was_there);
    t->runs++;
    t->failed += e.status != 0;
    if (wrong && t->wrong++ == 0)
        printf("not ok - %s\n", s->name);
    if (wrong && t->wrong <= MOST_FAILURES)
        printf("#   FAULTS=%s: %s (status %#x): %.200s\n", faults, wrong, (unsigned)e.status,
               e.err.len ? strtok(e.err.p, "\n") : "");
    release(&e);
}

/* Two faults at each call: this call alone, and all calls from it on. If there are too many, one at random calls. */
static void sweep(struct sweep *s)
{
    char none[128];
    struct tally t = {0, 0, 0};
    snprintf(none, sizeof none, "%s:%lu", s->fault, 1000000000ul);
    put_old_file(s, false);
    setenv("FAULTS_COUNT", s->count_file, 1);
    struct ending good = run(s, none);
    unsetenv("FAULTS_COUNT");
    unsigned long n = count_calls(s);
    if (good.status != 0 || n == 0) {
        printf("not ok - %s: without a fault it has status %#x, and %lu calls\n#   %.200s\n", s->name,
               (unsigned)good.status, n, good.err.p);
        exit(1);
    }
    if (2 * n <= s->most)
        for (unsigned long i = 1; i <= n; i++)
            for (int after = 0; after < 2; after++)
                try_one(s, &good, i, after, &t);
    for (unsigned long i = 0; i < s->most && 2 * n > s->most; i++) {
        unsigned long begin = i * n / s->most, end = (i + 1) * n / s->most;
        unsigned dice = next_random(&s->seed);
        try_one(s, &good, 1 + begin + dice / 2 % (end > begin ? end - begin : 1), dice % 2, &t);
    }
    if (!t.wrong)
        printf("ok - %s: %lu of %lu calls, %lu runs, %lu failed as they should\n", s->name,
               2 * n <= s->most ? n : s->most, n, t.runs, t.failed);
    release(&good);
    put_old_file(s, false);
}

static bool take_text(const char **to, const char *arg, const char *name)
{
    size_t n = strlen(name);
    if (strncmp(arg, name, n) != 0)
        return false;
    *to = arg + n;
    return true;
}

int main(int argc, char **argv)
{
    struct sweep s = {.fault = "memory:ENOMEM", .input = "/dev/null", .most = 400, .seed = 1};
    struct sigaction action = {.sa_handler = on_alarm};
    const char *number;
    int i = 1;
    for (; i < argc && argv[i][0] == '-'; i++) {
        if (take_text(&number, argv[i], "-most="))
            s.most = strtoul(number, NULL, 10);
        else if (take_text(&number, argv[i], "-seed="))
            s.seed = strtoul(number, NULL, 10);
        else if (strcmp(argv[i], "-parts") == 0)
            s.parts = true;
        else if (strcmp(argv[i], "-several") == 0)
            s.several = true;
        else if (strcmp(argv[i], "-crashes") == 0)
            s.crashes = true;
        else if (strcmp(argv[i], "-program") == 0)
            s.program = true;
        else if (!take_text(&s.lib, argv[i], "-lib=") && !take_text(&s.fault, argv[i], "-fault=") &&
                 !take_text(&s.dir, argv[i], "-dir=") && !take_text(&s.input, argv[i], "-stdin=") &&
                 !take_text(&s.says, argv[i], "-says="))
            break;
    }
    if (!s.lib || !s.dir || i + 2 >= argc || strcmp(argv[i + 1], "--") != 0) {
        fprintf(stderr, "usage: sweep [OPTION ...] NAME -- PROGRAM ARGUMENT ...\n");
        return 2;
    }
    if (!s.says)
        s.says = strncmp(s.fault, "memory:", 7) == 0 ? "out of memory" : "";
    s.name = argv[i];
    s.command = argv + i + 2;
    if (asprintf(&s.output, "%s/out", s.dir) < 0 || asprintf(&s.count_file, "%s/count", s.dir) < 0)
        give_up("memory");
    setenv("TMPDIR", s.dir, 1);
    if (s.program)
        setenv("FAULTS_OF", "program", 1);
    sigaction(SIGALRM, &action, NULL);
    sweep(&s);
    return 0;
}
