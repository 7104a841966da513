#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/vec.h"
#include "measure/number.h"
#include "measure/units.h"
#include "profile/merge.h"
#include "profile/sample_types.h"

/* Moves sample `from` down to place `to` <= from, its stack to the frames from stack_start[to] on. */
static void move_sample(struct profile *p, size_t from, size_t to)
{
    uint64_t at = p->stack_start[to], begin = p->stack_start[from], n = p->stack_start[from + 1] - begin;
    if (from != to) {
        frames_move(&p->stack, at, begin, n);
        memmove(p->value + to * p->n_types, p->value + from * p->n_types, p->n_types * sizeof *p->value);
        p->sample_label[to] = p->sample_label[from];
        if (p->sample_source)
            p->sample_source[to] = p->sample_source[from];
    }
    p->stack_start[to + 1] = at + n;
}

void profile_scale(struct profile *p, const double *ratio)
{
    size_t kept = 0, n_ones = 0;
    for (size_t t = 0; t < p->n_types; t++)
        n_ones += ratio[t] == 1;
    if (n_ones == p->n_types)
        return;
    uint64_t next = 0; /* where the stack of the current sample began before anything was moved */
    for (size_t i = 0; i < p->n_samples; i++) {
        bool keep = false;
        int64_t *v = p->value + i * p->n_types;
        for (size_t t = 0; t < p->n_types; t++)
            if (ratio[t] != 1) { /* as in the reference, a value that is not scaled does not keep a sample */
                v[t] = number_from_double(round((double)v[t] * ratio[t]));
                keep |= v[t] != 0;
            }
        uint64_t end = p->stack_start[i + 1];
        if (keep) {
            p->stack_start[i] = i == kept ? p->stack_start[i] : next;
            move_sample(p, i, kept++);
        }
        next = end;
    }
    p->n_samples = kept;
    p->stack.n = p->stack_start[kept];
}

void profile_negate(struct profile *p)
{
    size_t cap = 0;
    double *ratio = vec_reserve(NULL, &cap, p->n_types + 1, sizeof *ratio);
    for (size_t t = 0; t < p->n_types; t++)
        ratio[t] = -1;
    profile_scale(p, ratio);
    free(ratio);
}

static bool same_type(const struct profile *a, struct value_type x, const struct profile *b, struct value_type y)
{
    return str_compare(profile_str(a, x.type), profile_str(b, y.type)) == 0 &&
           str_compare(profile_str(a, x.unit), profile_str(b, y.unit)) == 0;
}

static void put_type(struct buf *out, const struct profile *p, struct value_type t)
{
    struct str type = profile_str(p, t.type), unit = profile_str(p, t.unit);
    buf_put_str(out, type);
    buf_putc(out, '/');
    buf_put_str(out, unit);
}

int profile_compatible(const struct profile *a, const struct profile *b, struct err *err)
{
    if (same_type(a, a->period_type, b, b->period_type)) {
        bool same = a->n_types == b->n_types;
        for (size_t t = 0; same && t < a->n_types; t++)
            same = same_type(a, a->type[t], b, b->type[t]);
        return same ? 0 : err_set(err, "incompatible sample types");
    }
    struct buf text;
    buf_init(&text);
    put_type(&text, a, a->period_type);
    buf_puts(&text, " and ");
    put_type(&text, b, b->period_type);
    err_set(err, "incompatible period types %s", buf_cstr(&text));
    buf_release(&text);
    return -1;
}

static void totals(const struct profile *p, int64_t *total)
{
    memset(total, 0, p->n_types * sizeof *total);
    for (size_t i = 0; i < p->n_samples; i++)
        for (size_t t = 0; t < p->n_types; t++)
            total[t] = number_add(total[t], p->value[i * p->n_types + t]);
}

int profile_normalize(struct profile *p, const struct profile *base, struct err *err)
{
    if (profile_compatible(p, base, err))
        return -1;
    size_t n = p->n_types, cap_total = 0, cap_ratio = 0;
    int64_t *total = vec_reserve(NULL, &cap_total, 2 * n + 1, sizeof *total);
    double *ratio = vec_reserve(NULL, &cap_ratio, n + 1, sizeof *ratio);
    totals(p, total);
    totals(base, total + n);
    for (size_t t = 0; t < n; t++)
        ratio[t] = total[t] ? (double)total[n + t] / (double)total[t] : 0;
    profile_scale(p, ratio);
    free(total);
    free(ratio);
    return 0;
}
