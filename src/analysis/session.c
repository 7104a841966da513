#include "analysis/session.h"

#include <stdlib.h>
#include <string.h>

#include "base/url.h"
#include "base/vec.h"
#include "profile/combine.h"
#include "profile/merge.h"
#include "profile/prune.h"
#include "profile/sample_types.h"

/* Whether `p` is already a difference that was made with a marked base. */
static bool has_marked_samples(const struct profile *p)
{
    str_id key;
    return strtab_find(&p->strings, profile_base_key, strlen(profile_base_key), &key);
}

/*
 * Subtracts the base. Samples of a marked base differ from all samples of the profile, unless that is already such a
 * difference. So for sums there is no need to look for equal samples.
 */
static int subtract_base(struct profile *out, struct profile both[2], const struct session_plan *plan, struct err *err)
{
    bool apart = plan->base_use == BASE_FOR_SUMS && plan->marks_base && !has_marked_samples(&both[0]);
    if (plan->marks_base)
        profile_label_all(&both[1], profile_base_key, "true");
    if (plan->normalize && profile_normalize(&both[0], &both[1], err)) {
        profile_release(&both[0]);
        profile_release(&both[1]);
        return -1;
    }
    profile_negate(&both[1]);
    return apart ? profile_combine_apart(out, both, err) : profile_combine(out, both, 2, err);
}

static void add_comment(struct profile *p, const char *text)
{
    size_t cap = p->n_comments;
    p->comment = vec_reserve(p->comment, &cap, p->n_comments + 1, sizeof *p->comment);
    p->comment[p->n_comments++] = strtab_intern_cstr(&p->strings, text);
}

/* The file of a mapping may be the URL of the profiler. Reports do not show it, because it is not a file name. */
static void remove_urls_of_mappings(struct profile *p)
{
    for (size_t i = 0; i < p->n_maps; i++)
        if (p->map[i].build_id.i == 0 && url_is_absolute(profile_str(p, p->map[i].file)))
            p->map[i].file = (str_id){0};
}

static int combine_with_base(struct session *s, struct profile *p, struct profile *base,
                             const struct session_plan *plan, struct err *err)
{
    struct profile both[2] = {*p, *base};
    struct buf types;
    int status = 0;
    buf_init(&types);
    buf_puts(&types, "the profile has ");
    profile_put_types(&types, p);
    buf_puts(&types, ", the base has ");
    profile_put_types(&types, base);
    if (plan->base_use != BASE_APART) {
        status = subtract_base(&s->profile, both, plan, err);
        if (status)
            err_add(err, "%s", buf_cstr(&types));
    } else if (profile_combine_apart(&s->profile, both, &s->why)) {
        err_add(&s->why, "%s", buf_cstr(&types));
        s->is_incomparable = true;
        profile_init(&s->profile);
    }
    buf_release(&types);
    return status;
}

int session_open(struct session *s, struct profile *p, struct profile *base, const struct session_plan *plan,
                 struct err *err)
{
    if (base && combine_with_base(s, p, base, plan, err))
        return -1;
    if (!base)
        s->profile = *p;
    if (plan->all_frames)
        s->profile.drop_frames = s->profile.keep_frames = (str_id){0};
    if (*plan->comment)
        add_comment(&s->profile, plan->comment);
    remove_urls_of_mappings(&s->profile);
    arena_init(&s->arena);
    view_init(&s->view, &s->profile, &s->arena);
    s->n_undecided = prune_uninteresting(&s->view);
    return 0;
}

void session_release(struct session *s)
{
    view_release(&s->view);
    arena_release(&s->arena);
    profile_release(&s->profile);
    free(s->facts);
    s->facts = NULL;
}
