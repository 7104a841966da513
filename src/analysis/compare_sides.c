/* The products that compare the session's sources with its bases. */
#include "analysis/products.h"
#include "compare/preemption.h"
#include "profile/packages.h"

/* Makes the view of what the filters leave, in which preemption counts for the function that it interrupted. */
static int make_comparison_view(struct analysis *a, struct view *v, struct err *err)
{
    view_init_from(v, &a->view, &a->arena);
    if (preemption_hide(v, err)) {
        view_release(v);
        return -1;
    }
    v->granularity = query_granularity(a->query, LEVEL_DEFAULT);
    if (v->granularity.packages)
        packages_apply(v);
    return 0;
}

static void compare_sides(struct analysis *a, struct kept_comparison *k)
{
    const struct session *s = a->session;
    const struct compared_request request = {.value = a->value,
                                             .mean = a->query->mean,
                                             .normalize = a->query->normalize,
                                             .names = &a->query->names,
                                             .facts = s->facts,
                                             .n_new = s->n_sources,
                                             .n_old = s->n_bases};
    compared_init(&k->compared, &k->view, &request, &a->units);
}

const struct compared *analysis_comparison(struct analysis *a, struct err *err)
{
    struct kept_comparison **kept = &a->products->comparison;
    if (a->session->is_incomparable) {
        *err = a->session->why;
        return NULL;
    }
    if (*kept)
        return &(*kept)->compared;
    struct kept_comparison *k = arena_new(&a->arena, struct kept_comparison, 1);
    if (make_comparison_view(a, &k->view, err))
        return NULL;
    compare_sides(a, k);
    *kept = k;
    return &k->compared;
}

const struct check *analysis_check(struct analysis *a, struct err *err)
{
    struct check_request request = {.limits = &a->query->limits, .has_filters = a->n_active_filters > 0};
    struct undecided undecided[MOST_UNDECIDED];
    if (a->products->check)
        return a->products->check;
    if (a->session->is_incomparable) {
        request.incomparable = a->session->why.msg;
    } else {
        const struct compared *c = analysis_comparison(a, err);
        if (!c || limits_fit(request.limits, a->format.sample_unit, err))
            return NULL;
        request.comparison = &c->comparison;
        request.cost_shift = c->cost_shift;
        request.side = c->side;
    }
    if (analysis_undecided(a, undecided) > 0)
        request.undecided = undecided[0].origin;
    a->products->check = arena_new(&a->arena, struct check, 1);
    check_evaluate(a->products->check, &request);
    return a->products->check;
}

void products_release_comparison(struct kept_comparison *k)
{
    if (!k)
        return;
    compared_release(&k->compared);
    view_release(&k->view);
}
