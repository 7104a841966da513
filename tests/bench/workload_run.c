#include "workload_run.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "measure.h"

/* One of the programs that are measured in turn. */
struct runner {
    struct command command; /* empty: the program is not installed */
    struct buf out;         /* the path of its output file; empty: none */
    struct series *series;
    double spent; /* in total, in seconds */
};

/* The state of a workload. */
struct run {
    const struct place *place;
    struct buf log; /* the path of the file for standard error of the programs */
    struct runner floor, cpprof, before, reference;
};

/* ---- Commands ---- */

/* Writes the DOT text of the first profile and appends its path. */
static int dot_text_make(struct run *run, const struct profiles *p, struct buf *path, struct err *err)
{
    struct command c = {0};
    struct measure ignored;
    struct buf profile, file;
    buf_init(&profile);
    buf_init(&file);
    profile_path(run->place, p->set, 1, &profile);
    buf_printf(&file, "%s/graph.dot", run->place->dir);
    command_add(&c, run->place->cpprof);
    command_add(&c, "-dot");
    command_add(&c, buf_cstr(&profile));
    int status = command_run(&c, buf_cstr(&file), buf_cstr(&run->log), &ignored, err);
    buf_puts(path, buf_cstr(&file));
    command_release(&c);
    buf_release(&profile);
    buf_release(&file);
    return status;
}

static void profiles_add(const struct place *place, const struct profiles *p, struct command *c)
{
    struct buf path;
    buf_init(&path);
    for (int seed = 1; seed <= p->n; seed++) {
        buf_clear(&path);
        profile_path(place, p->set, seed, &path);
        command_add(c, buf_cstr(&path));
    }
    buf_release(&path);
}

/* Appends the text that "%" and the letter stand for within a word. */
static int letter_expand(struct run *run, char letter, const struct profiles *p, struct runner *r, struct buf *word,
                         struct err *err)
{
    switch (letter) {
    case '1':
    case '2': profile_path(run->place, p->set, letter - '0', word); return 0;
    case '@': buf_putc(word, '@'); return profiles_list(run->place, p, word, err);
    case 'd': return dot_text_make(run, p, word, err);
    case 'o':
        buf_printf(&r->out, "%s/%s.out", run->place->dir,
                   r == &run->cpprof   ? "cpprof"
                   : r == &run->before ? "before"
                                       : "reference");
        buf_puts(word, buf_cstr(&r->out));
        return 0;
    default: return err_set(err, "%%%c: there is no such thing in a workload", letter);
    }
}

static int word_expand(struct run *run, const char *text, size_t len, const struct profiles *p, struct runner *r,
                       struct err *err)
{
    struct buf word;
    int status = 0;
    buf_init(&word);
    for (size_t i = 0; i < len && status == 0; i++)
        if (text[i] == '%' && i + 1 < len)
            status = letter_expand(run, text[++i], p, r, &word, err);
        else
            buf_putc(&word, text[i]);
    command_add(&r->command, buf_cstr(&word));
    buf_release(&word);
    return status;
}

static int arguments_add(struct run *run, const char *arguments, const struct profiles *p, struct runner *r,
                         struct err *err)
{
    for (size_t len; *arguments; arguments += len + (arguments[len] == ' ')) {
        len = strcspn(arguments, " ");
        if (len == 2 && memcmp(arguments, "%*", 2) == 0)
            profiles_add(run->place, p, &r->command);
        else if (word_expand(run, arguments, len, p, r, err))
            return -1;
    }
    return 0;
}

static int reference_prepare(struct run *run, const struct workload *w, const struct programs *programs,
                             struct result *result, struct err *err)
{
    const struct {
        const char *name, *program, *options;
    } known[REFERENCE_COUNT] =
        {
            [REFERENCE_NONE] = {"", "", ""},
            [REFERENCE_GO] = {"go tool pprof", programs->go, "-symbolize=none"},
            [REFERENCE_DOT] = {"dot", programs->dot, ""},
            [REFERENCE_CPPROF] = {"cpprof", programs->cpprof, ""},
        },
      *reference = &known[w->reference];
    const struct profiles *p = w->reference_profiles.set ? &w->reference_profiles : &w->profiles;
    result->reference_name = reference->name;
    if (!*reference->program)
        return 0;
    command_add(&run->reference.command, reference->program);
    command_add_words(&run->reference.command, reference->options);
    return profiles_make(run->place, p, err) ||
                   arguments_add(run, w->reference_command ? w->reference_command : w->command, p, &run->reference, err)
               ? -1
               : 0;
}

static int commands_prepare(struct run *run, const struct workload *w, const struct programs *programs,
                            struct result *result, struct err *err)
{
    if (profiles_make(run->place, &w->profiles, err))
        return -1;
    command_add(&run->floor.command, programs->floor);
    profiles_add(run->place, &w->profiles, &run->floor.command);
    command_add(&run->cpprof.command, programs->cpprof);
    if (arguments_add(run, w->command, &w->profiles, &run->cpprof, err))
        return -1;
    if (*programs->before) {
        command_add(&run->before.command, programs->before);
        if (arguments_add(run, w->command, &w->profiles, &run->before, err))
            return -1;
    }
    return reference_prepare(run, w, programs, result, err);
}

/* ---- Rounds ---- */

/* Adds one measurement, which is the mean of `times` runs, to the series. */
static int runner_measure(struct run *run, struct runner *r, int times, struct err *err)
{
    struct series *s = r->series;
    struct measure m;
    struct stat file;
    double seconds = 0;
    for (int i = 0; i < times; i++) {
        if (command_run(&r->command, "/dev/null", buf_cstr(&run->log), &m, err))
            return -1;
        seconds += m.seconds;
        s->peak = m.peak > s->peak ? m.peak : s->peak;
    }
    s->seconds[s->n++] = seconds / times;
    r->spent += seconds;
    if (r->out.len && stat(buf_cstr(&r->out), &file))
        return err_set_errno(err, errno, "%s", buf_cstr(&r->out));
    s->output = r->out.len ? (double)file.st_size : 0;
    return 0;
}

/* Inflates the profiles once before everything else, which brings them into memory, and records their size. */
static int inflated_size(struct run *run, struct result *result, struct err *err)
{
    struct measure ignored;
    struct buf path;
    buf_init(&path);
    buf_printf(&path, "%s/inflated", run->place->dir);
    int status = command_run(&run->floor.command, buf_cstr(&path), buf_cstr(&run->log), &ignored, err);
    FILE *in = status ? NULL : fopen(buf_cstr(&path), "r");
    if (status == 0 && (!in || fscanf(in, "%lf", &result->inflated) != 1))
        status = err_set(err, "%s: no size is in it", buf_cstr(&path));
    if (in)
        fclose(in);
    buf_release(&path);
    return status;
}

static int rounds_run(struct run *run, const struct workload *w, const struct effort *effort, struct err *err)
{
    int times = w->runs ? w->runs : 1;
    for (long round = 0; round < effort->rounds; round++) {
        bool reference = run->reference.command.n && (w->reference != REFERENCE_GO || round == 0 ||
                                                      run->reference.spent < (double)effort->go_seconds);
        if (runner_measure(run, &run->floor, times, err) || runner_measure(run, &run->cpprof, times, err) ||
            (run->before.command.n && runner_measure(run, &run->before, times, err)) ||
            (reference && runner_measure(run, &run->reference, times, err)))
            return -1;
    }
    return 0;
}

static void runner_init(struct runner *r, struct series *series)
{
    *r = (struct runner){.series = series};
    buf_init(&r->out);
}

static void runner_release(struct runner *r)
{
    command_release(&r->command);
    buf_release(&r->out);
}

int workload_run(const struct workload *w, const struct place *place, const struct programs *programs,
                 const struct effort *effort, struct result *r, struct err *err)
{
    struct run run = {.place = place};
    *r = (struct result){.workload = w};
    buf_init(&run.log);
    buf_printf(&run.log, "%s/log", place->dir);
    runner_init(&run.floor, &r->floor);
    runner_init(&run.cpprof, &r->cpprof);
    runner_init(&run.before, &r->before);
    runner_init(&run.reference, &r->reference);
    int status = commands_prepare(&run, w, programs, r, err) || inflated_size(&run, r, err) ||
                         rounds_run(&run, w, effort, err)
                     ? -1
                     : 0;
    r->failed = status != 0;
    runner_release(&run.floor);
    runner_release(&run.cpprof);
    runner_release(&run.before);
    runner_release(&run.reference);
    buf_release(&run.log);
    return status;
}
