#include "profile/combine.h"

#include <stdlib.h>

#include "base/thread.h"
#include "base/vec.h"
#include "profile/append.h"
#include "profile/merge.h"
#include "profile/sample_types.h"

/*
 * The result so far, in one of two forms: a merge that goes on, or a profile that nothing was merged with yet. At most one of the
 * two is there.
 */
struct whole {
    struct merge *merge; /* or NULL */
    struct profile profile;
    bool is_profile;
};

struct combiner {
    struct whole all;     /* the result of the groups that have ended */
    struct merge *group;  /* the current group, if its profiles are merged at once; or NULL */
    struct profile *held; /* its profiles, if they are not merged, or not yet */
    size_t n_held, cap_held;
    bool hold;
};

static void release_all(struct profile *p, size_t n)
{
    for (size_t i = 0; i < n; i++)
        profile_release(&p[i]);
}

/* If values cancelled out, the merged profile is merged once more, which drops what only those samples used. */
static struct merge *compact(struct merge *m)
{
    struct profile p;
    if (!merge_has_zeros(m))
        return m;
    merge_finish(m, &p);
    m = merge_new();
    merge_add(m, &p);
    profile_release(&p);
    return m;
}

/* Whether all values of type `t` are on one side of zero and their sum does not overflow. */
static bool sum_is_plain(const struct profile *p, size_t t)
{
    int64_t sum = 0;
    bool positive = false, negative = false, overflow = false;
    for (size_t i = 0; i < p->n_samples; i++) {
        int64_t x = p->value[i * p->n_types + t];
        positive |= x > 0;
        negative |= x < 0;
        overflow |= __builtin_add_overflow(sum, x, &sum);
    }
    return !(positive && negative) && !overflow && sum != INT64_MIN;
}

/* Whether sums and sums of magnitudes are the same if equal samples are not added up, and nothing else would change, either. */
static bool can_stay_apart(const struct profile *p)
{
    bool plain = profile_is_compact(p);
    for (size_t t = 0; t < p->n_types && plain; t++)
        plain = sum_is_plain(p, t);
    return plain;
}

enum { WORTH_A_THREAD = 500000 }; /* frames */

struct apart {
    const struct profile *src;
    bool can[2];
};

/* For thread_each(). */
static void look_whether_apart(void *arg, size_t i)
{
    struct apart *a = arg;
    a->can[i] = can_stay_apart(&a->src[i]);
}

/* Whether the two profiles were put together without merging them. */
static bool combined_apart(struct whole *out, struct profile src[2])
{
    struct apart a = {.src = src};
    if (thread_count() > 1 && src[0].stack.n + src[1].stack.n > WORTH_A_THREAD) {
        thread_each(2, look_whether_apart, &a);
    } else {
        look_whether_apart(&a, 0);
        look_whether_apart(&a, 1);
    }
    if (!a.can[0] || !a.can[1])
        return false;
    profile_append(&src[0], &src[1]);
    *out = (struct whole){.profile = src[0], .is_profile = true};
    profile_init(&src[0]);
    profile_init(&src[1]);
    return true;
}

/* Releases the sources, whatever happens. With `apart`, of two profiles, works as profile_combine_apart(). */
static int combine(struct whole *out, struct profile *src, size_t n, bool apart, struct err *err)
{
    int status = profile_common_types(src, n, err) || profile_common_units(src, n, err) ? -1 : 0;
    for (size_t i = 1; i < n && status == 0; i++)
        status = profile_compatible(&src[0], &src[i], err);
    *out = (struct whole){0};
    if (status == 0 && n == 1) {
        *out = (struct whole){.profile = src[0], .is_profile = true};
        profile_init(&src[0]);
    } else if (status == 0 && !(apart && combined_apart(out, src))) {
        out->merge = merge_new();
        merge_expect(out->merge, src, n);
        for (size_t i = 0; i < n; i++) {
            merge_add(out->merge, &src[i]);
            profile_release(&src[i]);
        }
        out->merge = compact(out->merge);
    }
    release_all(src, n);
    return status;
}

/* Turns the result into a profile, which the caller releases. */
static struct profile finish(struct whole *w)
{
    struct profile p = w->profile;
    if (w->merge)
        merge_finish(w->merge, &p);
    *w = (struct whole){0};
    return p;
}

static int combine_to(struct profile *out, struct profile *src, size_t n, bool apart, struct err *err)
{
    struct whole all;
    if (combine(&all, src, n, apart, err))
        return -1;
    *out = finish(&all);
    return 0;
}

int profile_combine(struct profile *out, struct profile *src, size_t n, struct err *err)
{
    return combine_to(out, src, n, false, err);
}

int profile_combine_apart(struct profile *out, struct profile src[2], struct err *err)
{
    return combine_to(out, src, 2, true, err);
}

struct combiner *combiner_new(void)
{
    struct combiner *c = calloc(1, sizeof *c);
    if (!c)
        err_out_of_memory();
    return c;
}

static void drop_group(struct combiner *c)
{
    merge_free(c->group);
    c->group = NULL;
    release_all(c->held, c->n_held);
    c->n_held = 0;
}

void combiner_free(struct combiner *c)
{
    if (!c)
        return;
    drop_group(c);
    merge_free(c->all.merge);
    if (c->all.is_profile)
        profile_release(&c->all.profile);
    free(c->held);
    free(c);
}

void combiner_begin(struct combiner *c, bool hold)
{
    drop_group(c);
    c->hold = hold;
}

bool combiner_add(struct combiner *c, struct profile *p)
{
    if (!c->group && !c->hold && c->n_held == 1 && profile_alike(&c->held[0], p)) {
        c->group = merge_new();
        merge_add(c->group, &c->held[0]);
        release_all(c->held, c->n_held);
        c->n_held = 0;
    }
    if (!c->group) {
        VEC_PUSH(c->held, c->n_held, c->cap_held) = *p;
        return true;
    }
    if (!profile_alike(merge_so_far(c->group), p))
        return false;
    merge_add(c->group, p);
    profile_release(p);
    return true;
}

/* Adds the group that has ended to the result. */
static int end_group(struct combiner *c, struct whole *group, struct err *err)
{
    if (!c->group) {
        size_t n = c->n_held;
        c->n_held = 0;
        return combine(group, c->held, n, false, err);
    }
    *group = (struct whole){.merge = compact(c->group)};
    c->group = NULL;
    return 0;
}

int combiner_end(struct combiner *c, struct err *err)
{
    struct whole group;
    if (!c->group && !c->n_held)
        return 0;
    if (end_group(c, &group, err))
        return -1;
    if (!c->all.merge && !c->all.is_profile) {
        c->all = group;
        return 0;
    }
    struct profile both[2] = {[1] = finish(&group)};
    if (c->all.merge && profile_alike(merge_so_far(c->all.merge), &both[1])) {
        /* Merging a merged profile once more changes nothing, so the merge of the earlier groups can go on. */
        merge_add(c->all.merge, &both[1]);
        c->all.merge = compact(c->all.merge);
        profile_release(&both[1]);
        return 0;
    }
    both[0] = finish(&c->all);
    return combine(&c->all, both, 2, false, err);
}

void combiner_take(struct combiner *c, struct profile *out)
{
    *out = finish(&c->all);
}
