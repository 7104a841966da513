#include "driver/fetch.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/url.h"
#include "base/vec.h"
#include "driver/load.h"
#include "driver/source_list.h"
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

/*
 * Subtracts the base. It is released, whatever happens; `p` only on failure. Samples of a base that is marked are equal to none
 * of `p`, unless `p` is such a difference already; so for sums there is nothing to look for.
 */
static int subtract(struct profile *p, struct profile *base, const struct options *o, bool sums, struct err *err)
{
    struct profile both[2], merged;
    bool mark = *o->diff_base != '\0';
    str_id key;
    bool apart = sums && mark && !strtab_find(&p->strings, profile_base_key, strlen(profile_base_key), &key);
    if (mark)
        profile_label_all(base, profile_base_key, "true");
    if (o->normalize && profile_normalize(p, base, err)) {
        profile_release(p);
        profile_release(base);
        return -1;
    }
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

/* `sums`: only sums over samples are wanted, not the samples themselves */
static int load_plan(struct profile *p, const struct load_plan *plan, const struct options *o, bool sums,
                     struct err *err)
{
    struct profile base;
    if (load_profiles(p, &base, plan, err))
        return -1;
    if (plan->n_bases && subtract(p, &base, o, sums, err))
        return -1;
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

static int load(struct profile *p, const struct command_line *c, struct err *err)
{
    const struct options *o = &c->options;
    struct source_list names = {0};
    struct load_plan plan;
    if (c->n_sources == 0)
        return err_set(err, "no profile source specified (see cpprof -help)");
    if (*o->base && *o->diff_base)
        return err_set(err, "-base and -diff_base flags cannot both be specified");
    if (o->normalize && !*base_name(o))
        return err_set(err, "must have base profile to normalize by");
    bool sums = c->report && !c->report->samples;
    int status = make_plan(&plan, &names, c, err) || load_plan(p, &plan, o, sums, err) ? -1 : 0;
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

int session_load(struct session *s, const struct command_line *c, struct err *err)
{
    if (load(&s->profile, c, err))
        return -1;
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
}
