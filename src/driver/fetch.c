#include "driver/fetch.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/url.h"
#include "base/vec.h"
#include "driver/gate.h"
#include "host/source_list.h"
#include "profile/combine.h"
#include "profile/merge.h"
#include "profile/prune.h"

/* Whether the file begins as an executable: ELF, Mach-O or PE. */
static bool is_executable(const char *path)
{
    static const char magic[][4] = {{0x7f, 'E', 'L', 'F'}, "\xfe\xed\xfa\xce", "\xfe\xed\xfa\xcf", "\xce\xfa\xed\xfe",
                                    "\xcf\xfa\xed\xfe",    "\xca\xfe\xba\xbe", "\xbe\xba\xfe\xca"};
    char head[4];
    struct stat st;
    if (stat(path, &st) != 0 || !S_ISREG(st.st_mode)) /* a pipe must not be opened twice */
        return false;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return false;
    ssize_t n = read(fd, head, sizeof head);
    close(fd);
    if (n != sizeof head)
        return false;
    for (size_t i = 0; i < sizeof magic / sizeof *magic; i++)
        if (memcmp(head, magic[i], sizeof head) == 0)
            return true;
    return memcmp(head, "MZ", 2) == 0;
}

/* What the base is for. */
enum base_use {
    BASE_SUBTRACTED,
    BASE_FOR_SUMS, /* subtracted, too, by those who want sums over samples, not the samples themselves */
    BASE_APART     /* to be compared with: its samples are told by their source */
};

/*
 * Subtracts the base. It is released, whatever happens; `p` only on failure. Samples of a base that is marked are equal to none
 * of `p`, unless `p` is such a difference already; so for sums there is nothing to look for.
 */
static int subtract(struct profile *p, struct profile *base, const struct options *o, enum base_use use,
                    struct err *err)
{
    struct profile both[2], merged;
    bool mark = *o->diff_base != '\0';
    str_id key;
    bool apart = use == BASE_APART || (use == BASE_FOR_SUMS && mark &&
                                       !strtab_find(&p->strings, profile_base_key, strlen(profile_base_key), &key));
    if (mark && use != BASE_APART)
        profile_label_all(base, profile_base_key, "true");
    if (o->normalize && use != BASE_APART && profile_normalize(p, base, err)) {
        profile_release(p);
        profile_release(base);
        return -1;
    }
    if (use != BASE_APART)
        profile_negate(base);
    both[0] = *p;
    both[1] = *base;
    if (apart ? profile_combine_apart(&merged, both, err) : profile_combine(&merged, both, 2, err))
        return -1;
    *p = merged;
    return 0;
}

static void add_comment(struct profile *p, const char *text)
{
    size_t cap = p->n_comments;
    p->comment = vec_reserve(p->comment, &cap, p->n_comments + 1, sizeof *p->comment);
    p->comment[p->n_comments++] = strtab_intern_cstr(&p->strings, text);
}

static int load_plan(struct session *s, const struct load_plan *plan, const struct options *o, enum base_use use,
                     struct err *err)
{
    struct profile *p = &s->profile, base;
    if (load_profiles(p, &base, plan, err))
        return -1;
    if (plan->n_bases && subtract(p, &base, o, use, err)) {
        s->is_incomparable = true;
        return -1;
    }
    if (o->all_frames)
        p->drop_frames = p->keep_frames = (str_id){0};
    if (*o->add_comment)
        add_comment(p, o->add_comment);
    return 0;
}

/* Of the two options at most one is set. */
static const char *base_name(const struct options *o)
{
    return *o->diff_base ? o->diff_base : o->base;
}

/* What the command line names. The strings are those of `names` and of the command line. */
static int make_plan(struct load_plan *plan, struct source_list *names, const struct command_line *c, struct err *err)
{
    const char *base = base_name(&c->options);
    size_t first = 0;
    *plan = (struct load_plan){.build_id = c->options.buildid, .max_bytes = c->options.max_input};
    if (c->n_sources > 1 && *c->source[0] != '@' && is_executable(c->source[0]))
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

/* Facts are wanted of each source where both sides are kept apart. */
static void want_facts(struct session *s, struct load_plan *plan)
{
    s->n_sources = plan->n_sources;
    s->n_bases = plan->n_bases;
    s->facts = plan->facts = calloc(plan->n_sources + plan->n_bases, sizeof *s->facts);
    if (!s->facts)
        err_out_of_memory();
}

static int load(struct session *s, const struct command_line *c, struct err *err)
{
    const struct options *o = &c->options;
    struct source_list names = {0};
    struct load_plan plan;
    enum base_use use = c->report && c->report->two_sided  ? BASE_APART
                        : c->report && !c->report->samples ? BASE_FOR_SUMS
                                                           : BASE_SUBTRACTED;
    if (c->n_sources == 0)
        return err_set(err, "no profile source specified (see cpprof -help)");
    if (*o->base && *o->diff_base)
        return err_set(err, "-base and -diff_base flags cannot both be specified");
    if (o->normalize && !*base_name(o))
        return err_set(err, "must have base profile to normalize by");
    if (use == BASE_APART && !*base_name(o))
        return err_set(err, "-%s: must have a profile to compare with (-diff_base)", c->report->name);
    int status = make_plan(&plan, &names, c, err);
    if (status == 0 && use == BASE_APART)
        want_facts(s, &plan);
    if (status == 0)
        status = load_plan(s, &plan, o, use, err);
    source_list_release(&names);
    return status;
}

/* A mapping may be of a URL, where a profiler was asked over the network. That is no file name, and reports do not show it. */
static void forget_urls(struct profile *p)
{
    for (size_t i = 0; i < p->n_maps; i++)
        if (p->map[i].build_id.i == 0 && url_is_absolute(profile_str(p, p->map[i].file)))
            p->map[i].file = (str_id){0};
}

static void forget(struct session *s)
{
    free(s->facts);
    limits_release(&s->limits);
}

/* A check wants to say itself that there is nothing to compare. */
static int load_sides(struct session *s, const struct command_line *c, struct err *err)
{
    if (gate_limits(&s->limits, &c->options, err))
        return -1;
    if (c->options.self_test)
        gate_self_test(s);
    else if (load(s, c, err) && !s->is_incomparable)
        return -1;
    if (s->is_incomparable) {
        s->why = *err;
        profile_init(&s->profile);
    }
    return 0;
}

int session_load(struct session *s, const struct command_line *c, struct err *err)
{
    *s = (struct session){.facts = NULL};
    if (c->report && c->report->has_limits ? load_sides(s, c, err) : load(s, c, err)) {
        forget(s);
        return -1;
    }
    forget_urls(&s->profile);
    arena_init(&s->arena);
    view_init(&s->view, &s->profile, &s->arena);
    prune_uninteresting(&s->view);
    return 0;
}

void session_release(struct session *s)
{
    view_release(&s->view);
    arena_release(&s->arena);
    profile_release(&s->profile);
    forget(s);
}
