/*
 * Tests properties that hold for every profile, on random profiles. Each seed runs in a process of its own and is a line of TAP:
 *
 *     property                   the seeds that `make test` takes
 *     property 400 100           100 seeds from 400
 *     property -write FOLDER 20  writes profiles that go tool pprof of any age can read: FOLDER/SEED.pb
 */
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "base/thread.h"
#include "fuzz/check_format.h"
#include "fuzz/command_line.h"
#include "fuzz/fuzz.h"
#include "fuzz/option_rows.h"
#include "random_profile.h"
#include "unit/unit.h"

#include "format/decode.h"
#include "host/source.h"

enum { MADE_IN_TEST = 32, N_EQUAL = 4 /* the most rows of one name and file */ };

/* One profile that is tested. */
struct trial {
    uint64_t seed;
    char folder[256], profile[300], output[300];
    const char *at; /* what the test is doing, for messages */
    bool failed;
};

static void wrong(struct trial *t, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

static void wrong(struct trial *t, const char *fmt, ...)
{
    va_list args;
    printf("# seed %llu: %s: ", (unsigned long long)t->seed, t->at);
    va_start(args, fmt);
    vprintf(fmt, args);
    va_end(args);
    printf("\n");
    t->failed = true;
}

/* ---- Reports ---- */

static void read_all(const char *path, struct buf *out)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t n;
    while (fd >= 0 && (n = read(fd, buf_reserve(out, 1 << 16), 1 << 16)) > 0)
        out->len += (size_t)n;
    close(fd);
}

/*
 * Makes the report that the options ask for, without a file of its own. It is appended to `out`, or left in t->output if that is NULL.
 * `more` is up to three options, followed by NULL. `source` may be given twice.
 * @return 0; or -1 with `err` set
 */
static int report(const struct trial *t, const char *name, const char *const *more, size_t most, const char *source,
                  bool twice, struct buf *out, struct err *err)
{
    char output[320], named[MOST_IN_OPTION_ROW][640];
    const char *argv[16] = {"cpprof", name, output};
    int argc = 3;
    struct command_line c;
    snprintf(output, sizeof output, "-output=%s", t->output);
    for (size_t i = 0; i < most && more[i]; i++) {
        bool open_end = more[i][strlen(more[i]) - 1] == '=';
        snprintf(named[i], sizeof named[i], "%s%s", more[i], open_end ? source : "");
        argv[argc++] = named[i];
    }
    argv[argc++] = source;
    if (twice)
        argv[argc++] = source;
    if (cli_parse(&c, argc, (char **)argv, err))
        return -1;
    int status = run_parsed(&c, err);
    if (status == 0 && out)
        read_all(t->output, out);
    return status;
}

/* Makes a report that must not fail. */
static void must_report(struct trial *t, const char *name, const char *const *more, size_t most, const char *source,
                        bool twice, struct buf *out)
{
    struct err err = {""};
    if (report(t, name, more, most, source, twice, out, &err))
        wrong(t, "%s: %s", name, err.msg);
}

static void expect_same(struct trial *t, const char *what, struct buf *a, struct buf *b)
{
    if (a->len == b->len && (a->len == 0 || memcmp(a->data, b->data, a->len) == 0))
        return;
    const char *x = buf_cstr(a), *y = buf_cstr(b);
    while (*x && strcspn(x, "\n") == strcspn(y, "\n") && strncmp(x, y, strcspn(x, "\n") + 1) == 0) {
        x += strcspn(x, "\n") + (strchr(x, '\n') != NULL);
        y += strcspn(y, "\n") + (strchr(y, '\n') != NULL);
    }
    wrong(t, "%s: \"%.*s\" and \"%.*s\"", what, (int)strcspn(x, "\n"), x, (int)strcspn(y, "\n"), y);
}

/* ---- Every report, with any number of threads ---- */

static bool is_drawn(const struct report_def *def)
{
    return def->medium == MEDIUM_DRAWN || def->medium == MEDIUM_PANNED;
}

/* Makes the report with one thread and with more: both must give the same bytes or the same error, in the right format. */
static void compare_threads(struct trial *t, const char *name, const char *const *row)
{
    struct buf out[2];
    struct err err[2] = {{""}, {""}};
    int status[2];
    char at[128];
    snprintf(at, sizeof at, "%s %s %s", name, row[0] ? row[0] : "", row[0] && row[1] ? row[1] : "");
    t->at = at;
    for (int i = 0; i < 2; i++) {
        buf_init(&out[i]);
        thread_set_count(i ? 2 << (t->seed & 1) : 1);
        status[i] = report(t, name, row, MOST_IN_OPTION_ROW, t->profile, false, &out[i], &err[i]);
    }
    if (status[0] != status[1] || strcmp(err[0].msg, err[1].msg) != 0)
        wrong(t, "one thread and more: \"%s\" and \"%s\"", err[0].msg, err[1].msg);
    else
        expect_same(t, "one thread and more", &out[0], &out[1]);
    const char *format = row[0] && strncmp(row[0], "-format=", 8) == 0 ? row[0] + 8 : "text";
    if (status[0] == 0 && !is_in_format(format, strcmp(name, "-traces") == 0, out[0].data, out[0].len))
        wrong(t, "it is not in its format");
    buf_release(&out[0]);
    buf_release(&out[1]);
}

static void check_every_report(struct trial *t)
{
    bool large = t->seed % 32 == 31;
    for (size_t i = 0; i < n_report_defs; i++) {
        const struct report_def *def = report_defs[i];
        char name[64];
        if (def->viewer != VIEWER_NONE || (is_drawn(def) && t->seed % 8))
            continue;
        snprintf(name, sizeof name, "-%s%s", def->name, def->argument ? "=main|a" : "");
        if (is_drawn(def)) { /* drawing is slow, and some pictures contain the time */
            t->at = "drawn";
            must_report(t, name, (const char *const[]){"-nodecount=8"}, 1, t->profile, false, NULL);
            continue;
        }
        size_t n_rows = large ? 1 : 2;
        for (size_t k = 0; k < n_rows; k++)
            compare_threads(t, name, option_rows[(t->seed * n_rows + i * 5 + k) % N_OPTION_ROWS]);
    }
    thread_set_count(2);
}

/* ---- Sums ---- */

/*
 * The flat values of the rows of top, by name and file, each of them once. -topproto converts each to the unit that it has already, and
 * truncates it to a whole number, so it may be smaller by one.
 */
struct flat_row {
    struct buf name;
    int64_t flat, cum;
};

struct flat {
    struct flat_row *row;
    size_t n;
    uint64_t total;
};

/* Whether two sums are equal, except that `n` of their values were truncated. */
static bool about_equal(uint64_t a, uint64_t b, uint64_t n)
{
    return a - b <= n || b - a <= n;
}

static int compare_rows(const void *a, const void *b)
{
    const struct flat_row *x = a, *y = b;
    return strcmp(x->name.data, y->name.data);
}

static void flat_release(struct flat *f)
{
    for (size_t i = 0; i < f->n; i++)
        buf_release(&f->row[i].name);
    free(f->row);
}

/* Sorts the rows, and adds up those with equal names. */
static void flat_add_up(struct flat *f)
{
    size_t n = 0;
    if (f->n)
        qsort(f->row, f->n, sizeof *f->row, compare_rows);
    for (size_t i = 0; i < f->n; i++) {
        if (n && compare_rows(&f->row[n - 1], &f->row[i]) == 0) {
            f->row[n - 1].flat += f->row[i].flat;
            f->row[n - 1].cum += f->row[i].cum;
            buf_release(&f->row[i].name);
        } else {
            f->row[n++] = f->row[i];
        }
    }
    f->n = n;
}

/* Reads the rows of the first sample type, in its own unit, to which `unit` is set. */
static struct flat flat_of(struct trial *t, const char *unit, const char *more, bool twice)
{
    struct flat f = {0};
    struct profile p;
    struct err err = {""};
    must_report(t, "-topproto", (const char *const[]){"-trim=false", "-sample_index=0", unit, more}, 4, t->profile,
                twice, NULL);
    if (t->failed)
        return f;
    if (source_load(&p, t->output, NULL, &err)) {
        wrong(t, "topproto can't be read: %s", err.msg);
        return f;
    }
    f.row = calloc(p.n_samples + 1, sizeof *f.row);
    f.n = p.n_samples;
    for (size_t i = 0; i < p.n_samples; i++) {
        const struct line *line = &p.line[p.loc[frames_get(&p.stack, p.stack_start[i]).i].first_line];
        const struct function *fn = &p.func[line->function.i];
        struct str name = profile_str(&p, fn->name), file = profile_str(&p, fn->filename);
        buf_init(&f.row[i].name);
        buf_printf(&f.row[i].name, "%.*s|%.*s", (int)name.len, name.p, (int)file.len, file.p);
        buf_cstr(&f.row[i].name);
        f.row[i].cum = p.value[i * 2];
        f.row[i].flat = p.value[i * 2 + 1];
        f.total += (uint64_t)f.row[i].flat;
    }
    profile_release(&p);
    flat_add_up(&f);
    return f;
}

/* @return the sum over all samples that have a stack, computed without a report; `unit` is set to that of the values */
static uint64_t sum_of(struct trial *t, char *unit, size_t size)
{
    const char *argv[] = {"cpprof", "-top", "-sample_index=0", t->profile};
    struct command_line c;
    struct session s;
    struct err err = {""};
    uint64_t sum = 0;
    if (cli_parse(&c, 4, (char **)argv, &err) || session_load(&s, &c, &err)) {
        wrong(t, "%s", err.msg);
        return 0;
    }
    const struct profile *p = &s.profile;
    for (size_t k = 0; k < s.view.n_samples; k++) {
        size_t i = view_sample(&s.view, k);
        if (s.view.begin[i] < s.view.end[i])
            sum += (uint64_t)p->value[i * p->n_types];
    }
    struct str name = profile_str(p, p->type[0].unit);
    snprintf(unit, size, "-unit=%.*s", (int)name.len, name.p);
    session_release(&s);
    return sum;
}

static void check_sums(struct trial *t)
{
    static const char *const levels[] = {"-functions", "-files", "-lines", "-addresses", "-filefunctions", "-packages"};
    char unit[128];
    uint64_t sum = sum_of(t, unit, sizeof unit);
    for (size_t i = 0; i < ROWS(levels) && !t->failed; i++) {
        t->at = levels[i];
        struct flat f = flat_of(t, unit, levels[i], false);
        if (!t->failed && !about_equal(f.total, sum, f.n))
            wrong(t, "flat values sum up to %lld, samples to %lld", (long long)f.total, (long long)sum);
        flat_release(&f);
    }
}

/* A filter and its opposite together keep everything. */
static void check_focus(struct trial *t)
{
    static const char *const focus[] = {"-focus=main", "-focus=a", "-tagfocus=thread"}, *const ignore[] = {
                                                                                            "-ignore=main", "-ignore=a",
                                                                                            "-tagignore=thread"};
    char unit[128];
    uint64_t sum = sum_of(t, unit, sizeof unit);
    for (size_t i = 0; i < ROWS(focus) && !t->failed; i++) {
        t->at = focus[i];
        struct flat kept = flat_of(t, unit, focus[i], false);
        struct flat left_out = flat_of(t, unit, ignore[i], false);
        if (!t->failed && !about_equal(kept.total + left_out.total, sum, kept.n + left_out.n))
            wrong(t, "%lld and %lld are not %lld", (long long)kept.total, (long long)left_out.total, (long long)sum);
        flat_release(&kept);
        flat_release(&left_out);
    }
}

/* Frames without a name differ by their mappings, and merging may turn two mappings into one. */
static bool has_name(const struct flat_row *row)
{
    return *row->name.data != '|';
}

static void check_merge_with_itself(struct trial *t)
{
    char unit[128];
    t->at = "merged with itself";
    sum_of(t, unit, sizeof unit);
    struct flat once = flat_of(t, unit, NULL, false), twice = flat_of(t, unit, NULL, true);
    size_t k = 0;
    for (size_t i = 0; i < once.n && !t->failed; i++) {
        const struct flat_row *a = &once.row[i];
        while (k < twice.n && compare_rows(&twice.row[k], a) < 0)
            k++;
        bool there = k < twice.n && compare_rows(&twice.row[k], a) == 0;
        int64_t flat = there ? twice.row[k].flat : 0, cum = there ? twice.row[k].cum : 0;
        if (!has_name(a))
            continue;
        if (!about_equal((uint64_t)flat, 2 * (uint64_t)a->flat, 3 * N_EQUAL) ||
            !about_equal((uint64_t)cum, 2 * (uint64_t)a->cum, 3 * N_EQUAL))
            wrong(t, "%s: %lld, %lld became %lld, %lld", a->name.data, (long long)a->flat, (long long)a->cum,
                  (long long)flat, (long long)cum);
    }
    flat_release(&once);
    flat_release(&twice);
}

/* ---- Whole profiles ---- */

static void check_difference_with_itself(struct trial *t)
{
    struct profile p;
    struct err err = {""};
    t->at = "subtracted from itself";
    must_report(t, "-proto", (const char *const[]){"-base="}, 1, t->profile, false, NULL);
    if (t->failed)
        return;
    if (source_load(&p, t->output, NULL, &err)) {
        wrong(t, "%s", err.msg);
        return;
    }
    if (p.n_samples)
        wrong(t, "%zu samples are left", p.n_samples);
    profile_release(&p);
}

static void check_written_and_read_again(struct trial *t)
{
    static const char *const names[] = {"-top", "-tree", "-traces", "-tags", "-raw", "-dot", "-comments"};
    static const char *const more[] = {
        "-trim=false", "-all_frames"}; /* because pruning stacks twice may remove more than pruning them once */
    struct buf proto, a, b;
    char again[320];
    t->at = "written and read again";
    buf_init(&proto);
    buf_init(&a);
    buf_init(&b);
    must_report(t, "-proto", more, 2, t->profile, false, &proto);
    snprintf(again, sizeof again, "%s/again.pb.gz", t->folder);
    FILE *f = fopen(again, "wb");
    if (!f || fwrite(proto.data, 1, proto.len, f) != proto.len || fclose(f) != 0)
        wrong(t, "%s can't be written", again);
    for (size_t i = 0; i < ROWS(names) && !t->failed; i++) {
        buf_clear(&a);
        buf_clear(&b);
        must_report(t, names[i], more, 2, t->profile, false, &a);
        must_report(t, names[i], more, 2, again, false, &b);
        expect_same(t, names[i], &a, &b);
    }
    unlink(again);
    buf_release(&proto);
    buf_release(&a);
    buf_release(&b);
}

/* ---- Seeds ---- */

static void write_profile(const char *path, uint64_t seed, unsigned features)
{
    struct buf b;
    buf_init(&b);
    random_profile(&b, seed, features);
    FILE *f = fopen(path, "wb");
    if (!f || fwrite(b.data, 1, b.len, f) != b.len || fclose(f) != 0) {
        perror(path);
        exit(2);
    }
    buf_release(&b);
}

static bool is_read(const struct trial *t)
{
    struct err err;
    return report(t, "-comments", NULL, 0, t->profile, false, NULL, &err) == 0;
}

/*
 * Sums can only be compared if the values are exact as doubles. So these properties get other profiles than the one that every report is
 * made of, which may have any values.
 */
static bool try_seed(struct trial *t)
{
    write_profile(t->profile, t->seed, RANDOM_EVERYTHING);
    check_every_report(t);
    if (!is_read(t)) /* a sample type without a name has nothing in common with others */
        return !t->failed;
    check_written_and_read_again(t);
    write_profile(t->profile, t->seed, RANDOM_EVERYTHING & ~(RANDOM_HUGE | RANDOM_ODD_TEXT));
    check_difference_with_itself(t);
    check_sums(t);
    check_focus(t);
    check_merge_with_itself(t);
    return !t->failed;
}

/* In a child, so that a crash affects only one seed. Messages on stderr are ignored, except those of sanitizers. */
static int run_seed(struct trial *t)
{
    fflush(stdout);
    pid_t pid = fork();
    int status = 0;
    if (pid == 0) {
#if !defined(FUZZ_SANITIZED)
        int nowhere = open("/dev/null", O_WRONLY);
        dup2(nowhere, STDERR_FILENO);
        close(nowhere);
#endif
        exit(try_seed(t) ? 0 : 1);
    }
    if (pid < 0 || waitpid(pid, &status, 0) < 0) {
        perror("property");
        exit(2);
    }
    return status;
}

static void print_seed(uint64_t seed, int status)
{
    if (status == 0)
        printf("ok - profile of seed %llu\n", (unsigned long long)seed);
    else if (WIFSIGNALED(status))
        printf("not ok - profile of seed %llu: ended by signal %d\n", (unsigned long long)seed, WTERMSIG(status));
    else
        printf("not ok - profile of seed %llu: see above, or: property %llu 1\n", (unsigned long long)seed,
               (unsigned long long)seed);
}

static int write_all(const char *folder, uint64_t n)
{
    for (uint64_t seed = 0; seed < n; seed++) {
        char path[512];
        snprintf(path, sizeof path, "%s/%llu.pb", folder, (unsigned long long)seed);
        write_profile(path, seed, RANDOM_NEGATIVE | RANDOM_ODD_TEXT);
    }
    return 0;
}

int main(int argc, char **argv)
{
    if (argc == 4 && strcmp(argv[1], "-write") == 0)
        return write_all(argv[2], strtoull(argv[3], NULL, 10));
    struct folder *folder;
    struct trial t = {0};
    uint64_t first = argc > 1 ? strtoull(argv[1], NULL, 10) : 0;
    uint64_t n = argc > 2 ? strtoull(argv[2], NULL, 10) : MADE_IN_TEST;
    bool failed = false;
    if (folder_setup((void **)&folder) != 0)
        return 2;
    snprintf(t.folder, sizeof t.folder, "%s", folder->path);
    snprintf(t.profile, sizeof t.profile, "%s/profile.pb", t.folder);
    snprintf(t.output, sizeof t.output, "%s/out", t.folder);
    setenv("TZ", "UTC", 1);
    for (t.seed = first; t.seed < first + n; t.seed++) {
        int status = run_seed(&t);
        failed |= status != 0;
        print_seed(t.seed, status);
    }
    folder_teardown((void **)&folder);
    return failed;
}
