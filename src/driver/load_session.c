#include "driver/load_session.h"

#include <stdlib.h>
#include <string.h>

#include "compare/self_test.h"
#include "driver/advice.h"
#include "driver/slips.h"
#include "host/load.h"
#include "host/source.h"
#include "host/source_code.h"
#include "host/source_list.h"

/* At most one of the two options is set. */
static const char *base_name(const struct options *o)
{
    return *o->diff_base ? o->diff_base : o->base;
}

/* Makes a plan of what the command line names. Its strings belong to `names` and to the command line. */
static int plan_sources(struct load_plan *plan, struct source_list *names, const struct command_line *c,
                        struct err *err)
{
    const char *base = base_name(&c->options);
    size_t first = 0;
    *plan = (struct load_plan){.build_id = c->options.buildid, .max_bytes = c->options.max_input};
    if (c->n_sources > 1 && *c->source[0] != '@' && source_is_executable(c->source[0]))
        plan->binary = c->source[first++];
    for (size_t i = first; i < c->n_sources; i++)
        if (source_list_add(names, c->source[i], err))
            return -1;
    plan->n_sources = names->n;
    if (*base && source_list_add(names, base, err))
        return -1;
    plan->n_bases = names->n - plan->n_sources;
    plan->name = names->name;
    for (size_t i = 0; i < names->n && names->stdin_listed; i++)
        if (strcmp(names->name[i], "-") == 0)
            return err_set(err, "-: standard input is the list of sources already");
    return 0;
}

/* Asks for the facts of each source. A comparison needs them, and they tell whether the base is the right one. */
static void request_facts(struct session *s, struct load_plan *plan)
{
    s->n_sources = plan->n_sources;
    s->n_bases = plan->n_bases;
    s->facts = plan->facts = calloc(plan->n_sources + plan->n_bases, sizeof *s->facts);
    if (!s->facts)
        err_out_of_memory();
}

static int check_bases(const struct command_line *c, enum base_use use, struct err *err)
{
    const struct options *o = &c->options;
    if (c->n_sources == 0)
        return fail_no_source(c, err);
    if (*o->base && *o->diff_base)
        return err_set(err, "-base and -diff_base flags cannot both be specified");
    if (o->normalize && !*base_name(o))
        return err_set(err, "must have base profile to normalize by");
    if (use == BASE_APART && !*base_name(o))
        return err_set(err, "-%s: must have a profile to compare with (-diff_base)", c->report->name);
    return 0;
}

/* Says what is doubtful about the sides, unless a verdict will say it. Only a comparison needs the facts beyond that. */
static void use_facts(struct session *s, const struct report_def *report)
{
    if (!report || !(report->uses & USES_LIMITS))
        warn_of_sides(s);
    if (report && report->base == BASE_APART)
        return;
    free(s->facts);
    s->facts = NULL;
    s->n_sources = s->n_bases = 0;
}

static int load_and_open(struct session *s, const struct load_plan *plan, const struct session_plan *how,
                         struct err *err)
{
    struct profile p, base;
    if (load_profiles(&p, &base, plan, err))
        return -1;
    return session_open(s, &p, plan->n_bases ? &base : NULL, how, err);
}

/* Opens a session with a built-in example, whatever the command line names. */
static int open_self_test(struct session *s, const struct session_plan *how, struct err *err)
{
    struct profile example;
    self_test_profile(&example);
    s->n_sources = s->n_bases = 1;
    s->facts = calloc(SELF_TEST_SOURCES, sizeof *s->facts);
    if (!s->facts)
        err_out_of_memory();
    for (size_t i = 0; i < SELF_TEST_SOURCES; i++)
        s->facts[i].loaded = true;
    return session_open(s, &example, NULL, how, err);
}

int session_load(struct session *s, const struct command_line *c, struct err *err)
{
    const struct options *o = &c->options;
    const struct session_plan how = {.base_use = c->report ? c->report->base : BASE_SUBTRACTED,
                                     .marks_base = *o->diff_base != '\0',
                                     .normalize = o->normalize,
                                     .all_frames = o->all_frames,
                                     .comment = o->add_comment};
    struct source_list names = {0};
    struct load_plan plan;
    *s = (struct session){.read_source = source_code_read};
    if (o->self_test)
        return open_self_test(s, &how, err);
    hint_at_late_options(c);
    hint_at_replaced_base(c);
    if (check_bases(c, how.base_use, err))
        return -1;
    int status = plan_sources(&plan, &names, c, err);
    plan.keeps_sources = how.base_use == BASE_APART;
    if (status == 0 && plan.n_bases)
        request_facts(s, &plan);
    if (status == 0)
        status = load_and_open(s, &plan, &how, err);
    if (status)
        free(s->facts);
    else if (plan.n_bases)
        use_facts(s, c->report);
    source_list_release(&names);
    return status;
}
