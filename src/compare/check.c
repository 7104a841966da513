#include "compare/check.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/vec.h"
#include "measure/units.h"

/* If a side has fewer events (approximately), chance decides the verdict. */
enum { FEWEST_EVENTS = 100, MOST_WARNINGS = 10 };

/* The largest difference of durations, and the largest drift, without a warning. */
static const double same_duration = 0.1, little_drift = 0.01;

/* The largest growth of a function of some weight that may go unnoticed without a warning. */
static const double coarse = 0.25;

/* A check in progress. */
struct checker {
    struct check *check;
    const struct check_request *request;
    const struct comparison *comparison;
    const struct profile *profile;
    struct arena *arena;
    bool *is_met; /* by -limit: whether it applies to a function */
};

/* Moves the text into the arena. */
static struct str keep_text(const struct checker *k, struct buf *text)
{
    struct str kept = {arena_copy(k->arena, text->data, text->len), (uint32_t)text->len};
    buf_release(text);
    return kept;
}

/* ---- Whether there is something to compare ---- */

static const char *reason_of_difference(const struct checker *k, const char *what, const char *old, const char *new)
{
    struct buf text;
    buf_init(&text);
    buf_printf(&text, "the profiles are of different %s: %s and %s", what, old, new);
    return keep_text(k, &text).p;
}

static const char *reason_of_periods(const struct checker *k)
{
    struct str unit = profile_str(k->profile, k->profile->period_type.unit);
    struct buf old, new;
    buf_init(&old);
    buf_init(&new);
    measure_label_auto(&old, k->request->side[OLD].period, unit);
    measure_label_auto(&new, k->request->side[NEW].period, unit);
    const char *reason = reason_of_difference(k, "periods", buf_cstr(&old), buf_cstr(&new));
    buf_release(&old);
    buf_release(&new);
    return reason;
}

static const char *reason_of_empty_side(const struct checker *k, int side)
{
    if (k->request->has_filters)
        return side == OLD ? "the filters leave nothing of the base" : "the filters leave nothing";
    return side == OLD ? "the base is empty" : "the profile is empty";
}

/* The reason why the sides cannot be compared; NULL: they can. */
static const char *find_incomparable(const struct checker *k)
{
    const struct comparison_side *old = &k->request->side[OLD], *new = &k->request->side[NEW];
    const struct comparison *c = k->comparison;
    if (*old->binary && *new->binary && strcmp(old->binary, new->binary) != 0)
        return reason_of_difference(k, "programs", old->binary, new->binary);
    if (old->period && new->period && old->period != new->period)
        return reason_of_periods(k);
    for (int side = 0; side < N_SIDES; side++) {
        if (c->total[side].value == 0)
            return reason_of_empty_side(k, side);
        if (c->series.sampling.kind != SAMPLED_NEVER && c->events[side] < FEWEST_EVENTS)
            return side == OLD ? "the base has too few samples" : "the profile has too few samples";
    }
    return NULL;
}

/* ---- What has grown ---- */

static bool is_exempt(const struct limits *l, struct str name)
{
    for (size_t i = 0; i < l->n_exempt; i++)
        if (regex_match(l->exempt[i], name.p, name.len))
            return true;
    return false;
}

/*
 * Whether growth is beyond a limit, whose percentage refers to `of`. Drift must neither create nor hide growth, so the smaller of
 * the delta and the delta without drift counts.
 */
static bool exceeds(const struct checker *k, const struct limit *l, const struct side_value *v, double of)
{
    const struct profile *p = k->profile;
    double excess = side_excess(v), delta = (double)side_delta(v);
    struct str unit = profile_str(p, p->type[k->comparison->request.value].unit);
    return limit_is_set(l) &&
           limit_is_exceeded(l, excess < delta ? excess : delta, of, (double)k->comparison->total[OLD].value, unit);
}

/* Whether growth is beyond the limit and beyond chance. */
static bool is_beyond(const struct checker *k, const struct limit *l, const struct side_value *v, double of)
{
    return side_excess(v) > k->request->limits->z * side_error(v) && exceeds(k, l, v, of);
}

static void add_finding(struct checker *k, const struct finding *f)
{
    struct check *c = k->check;
    c->n_failed += f->state == FINDING_FAILED;
    VEC_PUSH(c->finding, c->n, c->cap) = *f;
}

static void add_row_finding(struct checker *k, enum finding_kind kind, const struct limit *l,
                            const struct comparison_row *row, struct str name)
{
    struct cost_shift *shift = k->request->cost_shift;
    struct finding f = {
        .kind = kind, .limit = l, .row = row, .value = kind == FINDING_FLAT ? row->flat : row->cum, .name = name};
    uint32_t path[FINDING_PATH];
    if (is_exempt(k->request->limits, name))
        f.state = FINDING_EXEMPT;
    else if (cost_shift_is_moved(shift, row, kind != FINDING_FLAT))
        f.state = FINDING_MOVED;
    f.path_len = cost_shift_path(shift, row, path, FINDING_PATH);
    for (size_t i = 0; i < f.path_len; i++)
        f.path[i] = series_node_name(&k->comparison->series, path[i], k->arena);
    add_finding(k, &f);
}

/* The function's own limit: that of the first -limit that matches its name; NULL: no -limit does. */
static const struct limit *find_own_limit(struct checker *k, struct str name)
{
    const struct limits *l = k->request->limits;
    const struct limit *first = NULL;
    for (size_t i = l->n_functions; i-- > 0;)
        if (regex_match(l->function[i].function, name.p, name.len)) {
            k->is_met[i] = true;
            first = &l->function[i].limit;
        }
    return first;
}

/* Whether flat and cum of a row changed alike, so that one finding covers both. */
static bool is_same_change(const struct comparison_row *r)
{
    return side_delta(r->flat) == side_delta(r->cum) && r->flat[OLD].value == r->cum[OLD].value;
}

/* Finds the growth of a row that was there before. */
static void check_old_row(struct checker *k, const struct comparison_row *r, const struct limit *flat,
                          const struct limit *cum, struct str name)
{
    bool flat_grew = is_beyond(k, flat, r->flat, (double)r->flat[OLD].value);
    if (flat_grew)
        add_row_finding(k, FINDING_FLAT, flat, r, name);
    if (is_beyond(k, cum, r->cum, (double)r->cum[OLD].value) && !(flat_grew && is_same_change(r)))
        add_row_finding(k, FINDING_CUM, cum, r, name);
}

/* Counts a row that has a limit. Names are matched with -exempt only if they grew, so others count as checked. */
static void count_row(struct check *c, bool has_finding)
{
    if (has_finding && c->finding[c->n - 1].state == FINDING_EXEMPT)
        c->n_exempt++;
    else
        c->n_checked++;
}

static void check_row(struct checker *k, const struct comparison_row *r)
{
    const struct limits *l = k->request->limits;
    struct str name = series_node_name(&k->comparison->series, r->info, k->arena);
    const struct limit *own = find_own_limit(k, name);
    const struct limit *flat = own ? own : &l->flat, *cum = own ? own : &l->cum, *fresh = own ? own : &l->fresh;
    bool is_new = r->flat[OLD].value == 0 && r->cum[OLD].value == 0;
    size_t before = k->check->n;
    if (!is_new)
        check_old_row(k, r, flat, cum, name);
    else if (is_beyond(k, fresh, r->cum, (double)k->comparison->total[OLD].value))
        add_row_finding(k, FINDING_NEW, fresh, r, name);
    if (is_new ? limit_is_set(fresh) : limit_is_set(flat) || limit_is_set(cum))
        count_row(k->check, k->check->n > before);
}

static void check_total(struct checker *k)
{
    const struct limit *l = &k->request->limits->total;
    const struct side_value *total = k->comparison->total;
    if (is_beyond(k, l, total, (double)total[OLD].value))
        add_finding(k, &(struct finding){.kind = FINDING_TOTAL, .limit = l, .value = total, .name = STR("")});
    k->check->checks_total = limit_is_set(l);
    k->check->checks_new = limit_is_set(&k->request->limits->fresh);
}

static int compare_findings(const void *x, const void *y)
{
    const struct finding *a = x, *b = y;
    if (a->state != b->state)
        return (int)a->state - (int)b->state;
    if ((a->kind == FINDING_TOTAL) != (b->kind == FINDING_TOTAL))
        return a->kind == FINDING_TOTAL ? -1 : 1;
    int64_t u = side_delta(a->value), v = side_delta(b->value);
    if (u != v)
        return u < v ? 1 : -1;
    int c = str_compare(a->name, b->name);
    return c ? c : (int)a->kind - (int)b->kind;
}

/* Sorts the findings and moves them into the arena. */
static void keep_findings(struct checker *k)
{
    struct check *c = k->check;
    struct finding *kept = arena_new(k->arena, struct finding, c->n);
    if (c->n) {
        qsort(c->finding, c->n, sizeof *c->finding, compare_findings);
        memcpy(kept, c->finding, c->n * sizeof *kept);
    }
    free(c->finding);
    c->finding = kept;
}

static void find_growth(struct checker *k)
{
    const struct comparison *c = k->comparison;
    check_total(k);
    for (size_t i = 0; i < c->n_rows; i++) {
        check_row(k, &c->row[i]);
        k->check->n_common += c->row[i].cum[OLD].value != 0 && c->row[i].cum[NEW].value != 0;
    }
    keep_findings(k);
}

static void note_undecided(void *first, const char *origin, const struct regex *re)
{
    const char **undecided = first;
    if (!*undecided && regex_undecided(re))
        *undecided = origin;
}

/* Why functions may be missing, or may have been measured by the wrong limit. */
static const char *find_undecided(const struct checker *k)
{
    const char *origin = k->request->undecided;
    struct buf text;
    limits_each_pattern(k->request->limits, note_undecided, &origin);
    if (!origin)
        return NULL;
    buf_init(&text);
    buf_printf(&text, "the regular expression of %s is too hard to decide", origin);
    return keep_text(k, &text).p;
}

static size_t count_unread(const struct checker *k)
{
    return k->request->side[OLD].n_unread + k->request->side[NEW].n_unread;
}

static void put_unread(const struct checker *k, struct buf *out)
{
    size_t unread = count_unread(k);
    buf_printf(out, "%zu of %zu profiles could not be read", unread,
               unread + k->request->side[OLD].n_profiles + k->request->side[NEW].n_profiles);
}

/* Why the check covers less than it was asked to. A limit that applies to no function may be misspelt. */
static const char *find_incomplete(const struct checker *k)
{
    const struct limits *l = k->request->limits;
    const char *row = k->request->row.one, *undecided = find_undecided(k);
    struct buf text;
    if (undecided)
        return undecided;
    buf_init(&text);
    if (count_unread(k) > k->request->allow_missing) {
        put_unread(k, &text);
        buf_printf(&text, " (-allow_missing=%zu would allow that)", count_unread(k));
        return keep_text(k, &text).p;
    }
    if (k->check->n_common == 0) {
        buf_printf(&text, "no %s is in both profiles", row);
        return keep_text(k, &text).p;
    }
    for (size_t i = 0; i < l->n_functions; i++)
        if (!k->is_met[i] && !(k->request->met && k->request->met[i])) {
            buf_printf(&text, "no %s is met by ", row);
            limit_print(&text, &l->function[i].limit);
            return keep_text(k, &text).p;
        }
    return NULL;
}

/* ---- Warnings ---- */

static void add_warning(struct checker *k, struct buf *text)
{
    struct check *c = k->check;
    if (!c->warning)
        c->warning = arena_new(k->arena, struct str, MOST_WARNINGS);
    c->warning[c->n_warnings++] = keep_text(k, text);
}

static void warn_sides(struct checker *k)
{
    struct buf text;
    buf_init(&text);
    if (comparison_sides_put_same(k->request->side, &text) || comparison_sides_put_order(k->request->side, &text))
        add_warning(k, &text);
}

static void warn_durations(struct checker *k)
{
    int64_t old = k->request->side[OLD].duration_nanos, new = k->request->side[NEW].duration_nanos;
    struct buf text;
    if (!old || !new || k->comparison->request.normalize ||
        fabs((double)new - (double)old) <= same_duration *(double)old)
        return;
    buf_init(&text);
    buf_puts(&text, "the profiles took ");
    measure_label_auto(&text, old, STR("nanoseconds"));
    buf_puts(&text, " and ");
    measure_label_auto(&text, new, STR("nanoseconds"));
    buf_puts(&text, ": -normalize compares shares");
    add_warning(k, &text);
}

/* If more than the allowed number could not be read, the verdict gives that as its reason. */
static void warn_unread(struct checker *k)
{
    struct buf text;
    if (count_unread(k) == 0 || count_unread(k) > k->request->allow_missing)
        return;
    buf_init(&text);
    put_unread(k, &text);
    add_warning(k, &text);
}

/* A failure stands even if something could not be compared. A warning then says what that was. */
static void warn_incomplete(struct checker *k)
{
    struct buf text;
    if (!k->check->reason || k->check->n_failed == 0)
        return;
    buf_init(&text);
    buf_puts(&text, k->check->reason);
    add_warning(k, &text);
}

static void warn_drift(struct checker *k)
{
    const struct comparison *c = k->comparison;
    struct buf text;
    if (fabs(c->drift) <= little_drift)
        return;
    buf_init(&text);
    buf_printf(&text, "the median function changed by %+.2f%%: functions are judged by what goes beyond %s",
               c->median_growth * 100, c->drift == c->median_growth ? "that" : "10%");
    add_warning(k, &text);
}

/* The total grew beyond its limit, but not beyond chance. */
static void warn_total(struct checker *k)
{
    const struct limits *l = k->request->limits;
    const struct side_value *total = k->comparison->total;
    double excess = side_excess(total);
    struct buf text;
    if (!exceeds(k, &l->total, total, (double)total[OLD].value) || excess > l->z * side_error(total))
        return;
    buf_init(&text);
    buf_puts(&text, "the total grew beyond ");
    limit_print(&text, &l->total);
    buf_printf(&text, ", but by no more than %g of its errors, so it passes as chance", l->z);
    add_warning(k, &text);
}

static void warn_few_samples(struct checker *k)
{
    const struct comparison_side *side = k->request->side;
    double noticed = k->request->limits->z * k->comparison->usual_error;
    struct buf text;
    if (noticed <= coarse)
        return;
    buf_init(&text);
    buf_puts(&text, side[OLD].n_profiles > 1 || side[NEW].n_profiles > 1
                        ? "few samples, or profiles of one side that differ"
                        : "few samples");
    buf_printf(&text, ": a function with 5%% of the total is seen to grow from %.0f%% on", noticed * 100);
    add_warning(k, &text);
}

static void warn_lone_profiles(struct checker *k)
{
    const struct comparison_side *side = k->request->side;
    struct buf text;
    if (k->comparison->series.sampling.kind == SAMPLED_NEVER || side[OLD].n_profiles + side[NEW].n_profiles != 2)
        return;
    buf_init(&text);
    buf_puts(&text, "one profile a side: how far runs differ by themselves is not known");
    add_warning(k, &text);
}

static void find_warnings(struct checker *k)
{
    warn_sides(k);
    warn_durations(k);
    warn_unread(k);
    warn_drift(k);
    warn_total(k);
    warn_few_samples(k);
    warn_lone_profiles(k);
    warn_incomplete(k);
}

static struct checker begin_check(struct check *c, const struct check_request *request, bool *is_met)
{
    const struct view *v = request->comparison->series.nodes.view;
    return (struct checker){.check = c,
                            .request = request,
                            .comparison = request->comparison,
                            .profile = v->profile,
                            .arena = v->arena,
                            .is_met = is_met};
}

void check_find_met(const struct check_request *request, bool *met)
{
    if (request->incomparable)
        return;
    const struct comparison *c = request->comparison;
    struct checker k = begin_check(NULL, request, met);
    for (size_t i = 0; i < c->n_rows && request->limits->n_functions; i++)
        find_own_limit(&k, series_node_name(&c->series, c->row[i].info, k.arena));
}

static void check_comparison(struct check *c, const struct check_request *request)
{
    struct arena *arena = request->comparison->series.nodes.view->arena;
    struct checker k = begin_check(c, request, arena_new(arena, bool, request->limits->n_functions));
    c->reason = find_incomparable(&k);
    if (c->reason)
        return;
    find_growth(&k);
    c->reason = find_incomplete(&k);
    find_warnings(&k);
}

void check_evaluate(struct check *c, const struct check_request *request)
{
    *c = (struct check){.reason = request->incomparable, .row = request->row};
    if (!c->reason)
        check_comparison(c, request);
    c->verdict = c->n_failed ? VERDICT_FAIL : c->reason ? VERDICT_INCONCLUSIVE : VERDICT_PASS;
}
