#include "profile/tag_filter.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/vec.h"
#include "measure/units.h"
#include "profile/match.h"

enum range_kind { NO_RANGE, EXACTLY, AT_LEAST, AT_MOST, BETWEEN };

struct tag_filter {
    char *text, *key, *value; /* `key` and `value` are in `text`; `key` is NULL if any key will do */
    enum range_kind range;
    double low, high;
    struct str unit;
    struct regex **regex;
    size_t n_regex;
};

/* A number and its unit as the user wrote them: [+-]?[0-9]+[A-Za-z]* */
struct quantity {
    const char *begin, *end;
    int64_t number;
    struct str unit;
};

/* Finds the first quantity at or after `s`. @return 1; 0 if there is none; or -1 if it does not fit in 64 bits */
static int find_quantity(const char *s, struct quantity *q)
{
    for (; *s; s++) {
        const char *digits = s + (*s == '+' || *s == '-'), *end = digits;
        while (*end >= '0' && *end <= '9')
            end++;
        if (end == digits)
            continue;
        errno = 0;
        q->begin = s;
        q->number = strtoll(s, NULL, 10);
        q->unit.p = end;
        while ((*end >= 'a' && *end <= 'z') || (*end >= 'A' && *end <= 'Z'))
            end++;
        q->unit.len = (uint32_t)(end - q->unit.p);
        q->end = end;
        return errno ? -1 : 1;
    }
    return 0;
}

static bool same_unit(struct str a, struct str b)
{
    return str_compare(a, b) == 0;
}

static int parse_range(struct tag_filter *f, struct err *err)
{
    struct quantity a, b;
    const char *value = f->value;
    int found = find_quantity(value, &a);
    if (found < 0)
        return err_set(err, "the number in '%s' is out of range", value);
    if (found == 0)
        return 0;
    struct measure low = measure_scale(a.number, a.unit, a.unit);
    f->low = low.value;
    f->unit = low.unit;
    found = find_quantity(a.end, &b);
    if (found < 0)
        return err_set(err, "the number in '%s' is out of range", value);
    if (found == 0) {
        size_t before = (size_t)(a.begin - value);
        if (before == 0 && *a.end == '\0')
            f->range = EXACTLY;
        else if (before == 0 && strcmp(a.end, ":") == 0)
            f->range = AT_LEAST;
        else if (before == 1 && value[0] == ':' && *a.end == '\0')
            f->range = AT_MOST;
    } else if (a.begin == value && a.end[0] == ':' && b.begin == a.end + 1 && *b.end == '\0') {
        struct measure high = measure_scale(b.number, b.unit, f->unit);
        f->high = high.value;
        if (same_unit(high.unit, f->unit))
            f->range = BETWEEN;
    }
    return 0;
}

static int compile_expressions(struct tag_filter *f, struct err *err)
{
    size_t cap = 0;
    for (const char *at = f->value, *comma; at; at = comma ? comma + 1 : NULL) {
        comma = strchr(at, ',');
        struct regex *re = regex_compile(at, comma ? (size_t)(comma - at) : strlen(at), err);
        if (!re)
            return -1;
        VEC_PUSH(f->regex, f->n_regex, cap) = re;
    }
    return 0;
}

struct tag_filter *tag_filter_compile(const char *text, struct err *err)
{
    struct tag_filter *f = calloc(1, sizeof *f);
    if (!f || !(f->text = strdup(text)))
        err_out_of_memory();
    f->value = f->text;
    char *equals = strchr(f->text, '=');
    if (equals) {
        *equals = '\0';
        f->key = *f->text ? f->text : NULL;
        f->value = equals + 1;
    }
    if (parse_range(f, err) || (f->range == NO_RANGE && compile_expressions(f, err))) {
        tag_filter_free(f);
        return NULL;
    }
    return f;
}

void tag_filter_each_pattern(const struct tag_filter *f, regex_visitor *visit, void *ctx, const char *origin)
{
    for (size_t i = 0; i < f->n_regex; i++)
        visit(ctx, origin, f->regex[i]);
}

void tag_filter_free(struct tag_filter *f)
{
    if (!f)
        return;
    for (size_t i = 0; i < f->n_regex; i++)
        regex_free(f->regex[i]);
    free(f->regex);
    free(f->text);
    free(f);
}

bool tag_filter_is_range(const struct tag_filter *f, const char **range)
{
    *range = f->value;
    return f->range != NO_RANGE;
}

const char *tag_filter_key(const struct tag_filter *f)
{
    return f->key;
}

static bool in_range(const struct tag_filter *f, int64_t number, struct str unit)
{
    struct measure m = measure_scale(number, unit, f->unit);
    if (!same_unit(m.unit, f->unit))
        return false;
    switch (f->range) {
    case EXACTLY: return m.value == f->low;
    case AT_LEAST: return m.value >= f->low;
    case AT_MOST: return m.value <= f->low;
    case BETWEEN: return m.value >= f->low && m.value <= f->high;
    case NO_RANGE: break;
    }
    return false;
}

static bool is_wanted_key(const struct tag_filter *f, const struct view *v, str_id key)
{
    return !f->key || str_is(view_str(v, key), f->key);
}

/* Whether the expression matches a text label: "key:value", or only the value if the user named the key. */
static bool matches_label(const struct view *v, const struct tag_filter *f, const struct regex *re,
                          const struct label *l, struct buf *room)
{
    struct str value = view_str(v, l->text), key = view_str(v, l->key);
    if (f->key)
        return regex_match(re, value.p, value.len);
    buf_clear(room);
    buf_put_str(room, key);
    buf_putc(room, ':');
    buf_put_str(room, value);
    return regex_match(re, room->data, room->len);
}

/* Whether the label meets the i-th condition of the filter: its range, or one of its expressions. */
static bool fulfils(const struct view *v, const struct tag_filter *f, size_t i, const struct label_units *units,
                    const struct label *l, struct buf *room)
{
    if (!is_wanted_key(f, v, l->key))
        return false;
    if (f->range != NO_RANGE)
        return l->kind != LABEL_TEXT && in_range(f, l->number, view_str(v, label_units_get(units, l->key)));
    return l->kind == LABEL_TEXT && matches_label(v, f, f->regex[i], l, room);
}

/* Which conditions each label meets, found out once. */
struct verdicts {
    size_t n;             /* the number of conditions */
    bool all;             /* whether a set must meet all of them, or one */
    const bool *by_label; /* [condition * n_labels + label] */
};

static struct verdicts judge_labels(struct view *v, const struct tag_filter *f, const struct label_units *units)
{
    size_t n = f->range != NO_RANGE ? 1 : f->n_regex, n_labels = v->profile->n_labels;
    bool *by_label = arena_new(v->arena, bool, n *n_labels);
    struct buf room;
    buf_init(&room);
    for (size_t i = 0; i < n; i++)
        for (size_t l = 0; l < n_labels; l++)
            by_label[i * n_labels + l] = fulfils(v, f, i, units, &v->label[l], &room);
    buf_release(&room);
    return (struct verdicts){n, f->range == NO_RANGE && !f->key, by_label};
}

static bool accepts(const struct view *v, const struct verdicts *verdicts, struct label_set set)
{
    for (size_t i = 0; i < verdicts->n; i++) {
        const bool *fulfilled = verdicts->by_label + i * v->profile->n_labels;
        bool any = false;
        for (uint32_t j = set.first; j < set.first + set.n && !any; j++)
            any = fulfilled[v->label_list[j].i];
        if (any != verdicts->all)
            return any;
    }
    return verdicts->all;
}

/* @return by label set: whether the filter accepts it; or NULL if there is no filter */
static bool *accept_sets(struct view *v, const struct tag_filter *f, const struct label_units *units)
{
    if (!f)
        return NULL;
    struct verdicts verdicts = judge_labels(v, f, units);
    bool *ok = arena_zalloc(v->arena, v->profile->n_label_sets, sizeof *ok);
    for (size_t i = 0; i < v->profile->n_label_sets; i++)
        ok[i] = accepts(v, &verdicts, v->label_set[i]);
    return ok;
}

void tags_filter_samples(struct view *v, const struct tag_filter *focus, const struct tag_filter *ignore,
                         const struct label_units *units, struct filter_hits *hits)
{
    hits->tagfocus = !focus;
    hits->tagignore = !ignore;
    if (!focus && !ignore)
        return;
    bool *focused = accept_sets(v, focus, units), *ignored = accept_sets(v, ignore, units);
    bool *keep = arena_zalloc(v->arena, v->n_samples, sizeof *keep);
    for (size_t k = 0; k < v->n_samples; k++) {
        uint32_t set = v->profile->sample_label[view_sample(v, k)].i;
        bool in = !focus || focused[set], out = ignore && ignored[set];
        hits->tagfocus |= in;
        hits->tagignore |= out;
        keep[k] = in && !out;
    }
    view_keep(v, keep);
}

void tags_filter_keys(struct view *v, const struct regex *show, const struct regex *hide, struct filter_hits *hits)
{
    hits->tagshow = !show;
    hits->taghide = !hide;
    if (!show && !hide)
        return;
    struct match shown, hidden;
    struct label_set *set;
    label_id *list;
    match_init(&shown, show, v);
    match_init(&hidden, hide, v);
    view_edit_labels(v, &set, &list);
    bool *used = arena_zalloc(v->arena, v->profile->n_label_sets, sizeof *used);
    for (size_t k = 0; k < v->n_samples; k++)
        used[v->profile->sample_label[view_sample(v, k)].i] = true;
    for (size_t i = 0; i < v->profile->n_label_sets; i++) {
        uint32_t kept = 0;
        for (uint32_t j = 0; used[i] && j < set[i].n; j++) {
            label_id id = list[set[i].first + j];
            const struct label *l = &v->label[id.i];
            bool in = !show || match_string(&shown, l->key), out = hide && match_string(&hidden, l->key);
            hits->tagshow |= in;
            hits->taghide |= out;
            if (in && !out)
                list[set[i].first + kept++] = id;
        }
        set[i].n = kept;
    }
}
