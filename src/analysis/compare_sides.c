/* The products that compare the session's sources with its bases. */
#include "analysis/products.h"
#include "compare/preemption.h"
#include "profile/packages.h"

/* Makes the view of what the filters leave, in which preemption counts for the function that it interrupted. */
static int make_comparison_view(struct analysis *a, struct view *v, struct granularity granularity, struct err *err)
{
    view_init_from(v, &a->view, &a->arena);
    if (preemption_hide(v, err)) {
        view_release(v);
        return -1;
    }
    v->granularity = granularity;
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
                                             .relative = a->query->relative_percentages,
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
    if (make_comparison_view(a, &k->view, query_granularity(a->query, LEVEL_DEFAULT), err))
        return NULL;
    compare_sides(a, k);
    *kept = k;
    return &k->compared;
}

const struct comparison *analysis_line_comparison(struct analysis *a)
{
    struct kept_line_comparison **kept = &a->products->line_comparison;
    struct granularity g = query_granularity(a->query, LEVEL_DEFAULT);
    struct err ignored; /* the comparison itself has the same */
    const struct compared *whole = analysis_comparison(a, &ignored);
    if (*kept)
        return &(*kept)->comparison;
    struct kept_line_comparison *k = arena_new(&a->arena, struct kept_line_comparison, 1);
    g.filename = g.line = true;
    if (!whole || make_comparison_view(a, &k->view, g, &ignored))
        return NULL;
    comparison_init(&k->comparison, &k->view, &whole->comparison.request);
    *kept = k;
    return &k->comparison;
}

static int make_request(struct analysis *a, struct check_request *request, struct err *err)
{
    struct undecided undecided[MOST_UNDECIDED];
    *request = (struct check_request){.row = query_row_noun(a->query),
                                      .limits = &a->query->limits,
                                      .allow_missing = a->query->allow_missing,
                                      .has_filters = a->n_active_filters > 0};
    if (a->session->is_incomparable) {
        request->incomparable = a->session->why.msg;
    } else {
        const struct compared *c = analysis_comparison(a, err);
        if (!c || limits_fit(request->limits, a->format.sample_unit, err))
            return a->n_types > 1 ? err_wrap(err, "%s", a->sample_type) : -1;
        request->comparison = &c->comparison;
        request->cost_shift = c->cost_shift;
        request->side = c->side;
    }
    if (analysis_undecided(a, undecided) > 0)
        request->undecided = undecided[0].origin;
    return 0;
}

/* A limit is misspelt only if it applies to nothing at any of the sample types. */
static void find_met(struct analysis *a, struct check_request *request, size_t n)
{
    bool *met = arena_new(&a->arena, bool, a->query->limits.n_functions);
    for (size_t i = 0; i < n; i++)
        check_find_met(&request[i], met);
    for (size_t i = 0; i < n; i++)
        request[i].met = met;
}

static struct analysis *analysis_of_type(struct analysis *a, size_t i)
{
    return i == 0 ? a : &a->also[i - 1];
}

const struct check *analysis_check(struct analysis *a, struct err *err)
{
    size_t n = 1 + a->n_also;
    struct check_request *request = arena_new(&a->arena, struct check_request, n);
    if (a->products->check)
        return a->products->check;
    for (size_t i = 0; i < n; i++)
        if (make_request(analysis_of_type(a, i), &request[i], err))
            return NULL;
    if (n > 1)
        find_met(a, request, n);
    for (size_t i = 0; i < n; i++) {
        struct analysis_products *p = analysis_of_type(a, i)->products;
        p->check = arena_new(&a->arena, struct check, 1);
        check_evaluate(p->check, &request[i]);
    }
    return a->products->check;
}

void products_release_comparisons(struct analysis_products *p)
{
    if (p->comparison) {
        compared_release(&p->comparison->compared);
        view_release(&p->comparison->view);
    }
    if (p->line_comparison) {
        comparison_release(&p->line_comparison->comparison);
        view_release(&p->line_comparison->view);
    }
}
