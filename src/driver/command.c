#include "driver/command.h"

#include <stdlib.h>
#include <string.h>

#include "driver/advice.h"
#include "driver/deliver.h"
#include "host/messages.h"
#include "host/sink.h"
#include "host/text_file.h"
#include "report/header.h"

enum { LARGEST_BUDGET = 1 << 20 };

/* ---- What is asked ---- */

static int check_has_format(const struct report_def *r, enum format format, struct err *err)
{
    if (r->formats & FORMAT_BIT(format))
        return 0;
    if (r->formats == FORMATS_TEXT)
        return err_set(err, "-%s is not a table: it has no format \"%s\"", r->name, format_name(format));
    return err_set(err, "-%s has no format \"%s\"", r->name, format_name(format));
}

static int check_formats(const struct report_def *r, const struct options *o, struct err *err)
{
    int status = check_has_format(r, o->format, err);
    for (size_t i = 0; i < o->report.n && status == 0; i++)
        status = check_has_format(r, o->report.item[i].format, err);
    return status;
}

/* Each result needs a file of its own, because the last one would replace the others. */
static int check_files(const struct options *o, struct err *err)
{
    const struct result_list *r = &o->report;
    for (size_t i = 0; i < r->n; i++) {
        if (sink_is_same_file(r->item[i].file, o->output))
            return err_set(err, "%s: -report and -output name the same file", r->item[i].file);
        for (size_t j = 0; j < i; j++)
            if (sink_is_same_file(r->item[i].file, r->item[j].file))
                return err_set(err, "%s: -report names the same file twice", r->item[i].file);
    }
    return 0;
}

static int read_budget(struct budget *b, const char *name, struct err *err)
{
    *b = (struct budget){.name = name};
    if (*name)
        b->text = text_file_read(name, LARGEST_BUDGET, &b->len, err);
    return *name && !b->text ? -1 : 0;
}

static void say_ranges(const struct filter_set *f)
{
    const char *range;
    for (enum filter_id id = 0; id < N_FILTERS; id++)
        if (filter_set_is_range(f, id, &range))
            message("%s:Interpreted '%s' as range, not regexp", filter_defs[id].name, range);
}

int command_init(struct command *c, const struct report_def *report, const char *argument, const struct options *o,
                 struct err *err)
{
    *c = (struct command){.report = report, .options = o};
    if (check_formats(report, o, err) || check_files(o, err) || read_budget(&c->budget, o->budget, err))
        return -1;
    int status = query_init(&c->query, o, &c->budget, err);
    if (status == 0 && query_set_argument(&c->query, argument, err)) {
        status = err_wrap(err, "-%s", report->name);
        query_release(&c->query);
    }
    c->query.several_types = report->uses & USES_TYPES;
    if (status)
        free((char *)c->budget.text);
    else
        say_ranges(&c->query.filters);
    return status;
}

void command_release(struct command *c)
{
    query_release(&c->query);
    free((char *)c->budget.text);
}

/* ---- The answer ---- */

/* A report that is being written, in one format after another. */
struct answer {
    const struct command *c;
    struct analysis *a;
    struct report_out out;
};

static int write_answer(void *answer, struct canvas *canvas, struct err *err)
{
    struct answer *w = answer;
    w->out.to = canvas->to;
    w->out.paint = canvas->paint;
    w->out.width = canvas->width;
    int status = w->c->report->write(w->a, &w->out, err);
    canvas->n_drawn = w->out.n_drawn;
    return status;
}

static int deliver_format(struct answer *w, enum format format, struct delivery d, struct err *err)
{
    w->out.format = format;
    if (format != FORMAT_TEXT)
        d.color = COLOR_NEVER;
    return deliver(&d, write_answer, w, err);
}

/* The files of -report are written before the report itself. */
static int deliver_all_formats(struct answer *w, bool typed, struct err *err)
{
    const struct options *o = w->c->options;
    const struct report_def *r = w->c->report;
    int status = 0;
    for (size_t i = 0; i < o->report.n && status == 0; i++)
        status = deliver_format(w, o->report.item[i].format,
                                (struct delivery){.output = o->report.item[i].file, .color = COLOR_NEVER}, err);
    return status ? status
                  : deliver_format(w, o->format,
                                   (struct delivery){.output = o->output,
                                                     .extension = r->extension,
                                                     .medium = r->medium,
                                                     .viewer = r->viewer,
                                                     .color = o->color,
                                                     .prefers_files = typed},
                                   err);
}

int command_run(const struct command *c, const struct session *s, bool typed, struct err *err)
{
    struct analysis a;
    if (c->report->base == BASE_APART && !s->facts)
        return err_set(err, "%s compares the profiles of a command line: cpprof -%s -diff_base=OLD NEW",
                       c->report->name, c->report->name);
    if (analysis_open(&a, s, &c->query, err))
        return -1;
    struct answer w = {.c = c, .a = &a};
    if (!s->is_incomparable) {
        warn_of_units(&a);
        warn_of_filters(&a);
        advise_on_tags(&a);
        advise_on_unit(&a);
    }
    int status = deliver_all_formats(&w, typed, err);
    if (status == 0) {
        if (analysis_has_callgraph(&a))
            advise_on_values(&a);
        if (*c->options->base && !typed && c->report->base != BASE_APART)
            advise_on_base(&a);
    }
    advise_on_sources(&w.out);
    warn_of_undecided(&a);
    analysis_close(&a);
    return status ? -1 : w.out.verdict;
}

void command_greet(const struct session *s, const struct options *o)
{
    struct query q;
    struct analysis a;
    struct err ignored;
    const struct budget none = {.name = ""};
    struct options plain = *o;
    for (size_t i = 0; i < N_FILTERS; i++) /* filters belong to the commands */
        plain.filter[i] = "";
    if (query_init(&q, &plain, &none, &ignored))
        return;
    if (analysis_open(&a, s, &q, &ignored) == 0) {
        struct header h = header_of_profile(&a);
        warn_of_units(&a);
        for (size_t i = 0; i < h.n; i++)
            message("%s", h.line[i].p);
        advise_on_values(&a);
        if (*o->base)
            advise_on_base(&a);
        analysis_close(&a);
    }
    query_release(&q);
}
