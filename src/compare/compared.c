#include "compare/compared.h"

static const bool *loaded_sources(const struct compared_request *request, struct arena *arena)
{
    size_t n = request->n_new + request->n_old;
    bool *loaded = arena_new(arena, bool, n);
    for (size_t i = 0; i < n; i++)
        loaded[i] = request->facts[i].loaded;
    return loaded;
}

void compared_init(struct compared *c, const struct view *v, const struct compared_request *request,
                   const struct label_units *units)
{
    const struct comparison_request r = {.value = request->value,
                                         .mean = request->mean,
                                         .normalize = request->normalize,
                                         .relative = request->relative,
                                         .n_sources = {[OLD] = request->n_old, [NEW] = request->n_new},
                                         .loaded = loaded_sources(request, v->arena),
                                         .names = request->names};
    *c = (struct compared){.view = v, .cost_shift = arena_new(v->arena, struct cost_shift, 1)};
    comparison_sides_describe(c->side, request->facts, request->n_new, request->n_old);
    comparison_init(&c->comparison, v, &r);
    cost_shift_init(c->cost_shift, &c->comparison, units);
}

void compared_release(struct compared *c)
{
    cost_shift_release(c->cost_shift);
    comparison_release(&c->comparison);
}
