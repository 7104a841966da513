#include "analysis/analysis.h"

#include "analysis/products.h"
#include "base/path.h"
#include "measure/number.h"
#include "profile/sample_index.h"

/* The sum of the absolute values of the samples; in a diff, of the base's samples, unless a filter hid their mark. */
static int64_t total_of(const struct view *v, size_t value, bool mean)
{
    const struct profile *p = v->profile;
    bool *is_base = arena_zalloc(v->arena, p->n_label_sets, sizeof *is_base);
    int64_t total = 0, div = 0, base_total = 0, base_div = 0;
    for (size_t i = 0; i < p->n_label_sets; i++)
        is_base[i] = view_label_has(v, (labels_id){(uint32_t)i}, profile_base_key, "true");
    for (size_t k = 0; k < v->n_samples; k++) {
        size_t s = view_sample(v, k);
        int64_t x = number_abs(p->value[s * p->n_types + value]), d = mean ? p->value[s * p->n_types] : 0;
        total = number_add(total, x);
        div = number_add(div, d);
        if (is_base[p->sample_label[s].i]) {
            base_total = number_add(base_total, x);
            base_div = number_add(base_div, d);
        }
    }
    if (base_total > 0) {
        total = base_total;
        div = base_div;
    }
    return div ? number_div(total, div) : total;
}

static const char *name_of_type(struct analysis *a)
{
    struct buf name;
    buf_init(&name);
    buf_puts(&name, a->query->mean ? "mean_" : "");
    buf_put_str(&name, profile_str(a->profile, a->profile->type[a->value].type));
    const char *copy = arena_copy(&a->arena, name.data, name.len);
    buf_release(&name);
    return copy;
}

static const char *name_of_binary(struct analysis *a)
{
    const struct profile *p = a->profile;
    if (!p->n_maps || !p->map[0].file.i)
        return "";
    struct str name = path_base(profile_str(p, p->map[0].file));
    return arena_copy(&a->arena, name.p, name.len);
}

static void find_total(struct analysis *a)
{
    a->total = total_of(&a->view, a->value, a->query->mean);
}

static void apply_filters(struct analysis *a)
{
    filter_set_apply(&a->query->filters, &a->view, &a->units, &a->hits);
}

/* Pseudo frames of tags are added before the filters run, because filters may match them. */
static void run_stages(struct analysis *a)
{
    const struct query *q = a->query;
    const struct profile *p = a->profile;
    a->units = label_units_find(&a->view);
    a->sample_type = name_of_type(a);
    a->title = name_of_binary(a);
    a->format = (struct value_format){profile_str(p, p->type[a->value].unit), q->unit, q->ratio};
    a->active_filters = query_active_filters(q, &a->n_active_filters, &a->arena);
    filter_set_add_frames(&q->filters, &a->view, q->unit, &a->hits);
    if (q->relative_percentages) {
        apply_filters(a);
        find_total(a);
    } else { /* shares are of the whole profile */
        find_total(a);
        apply_filters(a);
    }
}

/* Opens an analysis of one sample type, whose arena is ready. */
static void open_type(struct analysis *a, size_t value)
{
    a->value = value;
    view_init_from(&a->view, &a->session->view, &a->arena);
    a->products = arena_new(&a->arena, struct analysis_products, 1);
    if (!a->session->is_incomparable)
        run_stages(a);
}

static void begin_analysis(struct analysis *a, const struct session *s, const struct query *q)
{
    *a = (struct analysis){.session = s,
                           .query = q,
                           .profile = &s->profile,
                           .sample_type = "",
                           .title = "",
                           .format = {STR(""), STR(""), 1}};
    arena_init(&a->arena);
}

static size_t *find_types(struct analysis *a, size_t *n, struct err *err)
{
    const struct query *q = a->query;
    size_t *type = arena_new(&a->arena, size_t, 1);
    *n = 1;
    if (a->session->is_incomparable)
        return type;
    if (q->several_types)
        return sample_index_list(a->profile, q->sample_index, n, &a->arena, err);
    return sample_index(a->profile, q->sample_index, type, err) ? NULL : type;
}

int analysis_open(struct analysis *a, const struct session *s, const struct query *q, struct err *err)
{
    size_t n;
    begin_analysis(a, s, q);
    const size_t *type = find_types(a, &n, err);
    if (!type) {
        arena_release(&a->arena);
        return -1;
    }
    open_type(a, type[0]);
    a->n_types = n;
    a->n_also = n - 1;
    a->also = arena_new(&a->arena, struct analysis, a->n_also);
    for (size_t i = 0; i < a->n_also; i++) {
        begin_analysis(&a->also[i], s, q);
        a->also[i].n_types = n;
        open_type(&a->also[i], type[i + 1]);
    }
    return 0;
}

void analysis_close(struct analysis *a)
{
    for (size_t i = 0; i < a->n_also; i++)
        analysis_close(&a->also[i]);
    products_release(a->products);
    view_release(&a->view);
    arena_release(&a->arena);
}
