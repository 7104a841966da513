#include "compare/sampling.h"

#include <math.h>

#include "measure/units.h"

static bool type_counts(const struct profile *p, size_t type)
{
    return str_is(profile_str(p, p->type[type].unit), "count");
}

static bool type_is_bytes(const struct profile *p, size_t type)
{
    return measure_same_kind(profile_str(p, p->type[type].unit), STR("bytes"));
}

/* Types come in pairs: alloc_objects and alloc_space, samples and cpu, contentions and delay. */
struct sampling sampling_find(const struct profile *p, size_t type)
{
    struct sampling s = {.kind = SAMPLED_NEVER, .type = type, .has_count = true, .count = type, .bytes = type};
    bool counted = type_counts(p, type), in_bytes = type_is_bytes(p, type);
    if (!counted && type > 0 && type_counts(p, type - 1))
        s.count = type - 1;
    else
        s.has_count = counted;
    if (counted && type + 1 < p->n_types && type_is_bytes(p, type + 1)) {
        s.bytes = type + 1;
        in_bytes = true;
    }
    bool period_in_bytes = measure_same_kind(profile_str(p, p->period_type.unit), STR("bytes"));
    if (s.has_count && in_bytes) {
        s.rate = period_in_bytes ? (double)p->period : 0;
        s.kind = s.rate > 1 ? SAMPLED_BYTES : SAMPLED_NEVER;
    } else if (s.has_count && p->n_types > 1) {
        s.kind = SAMPLED_EVENTS;
    } else if (!s.has_count && p->period > 0 && p->period_type.unit.i == p->type[type].unit.i) {
        s.kind = SAMPLED_EVENTS;
        s.per_event = (double)p->period;
    }
    return s;
}

/* How many events or objects the sample stands for, after scaling. */
static double scaled_count(const struct sampling *s, const int64_t *value)
{
    return s->per_event > 0 ? fabs((double)value[s->type]) / s->per_event
           : s->has_count   ? fabs((double)value[s->count])
                            : 0;
}

/* The part of these that was seen: all, except in a heap profile. */
static double seen_part(const struct sampling *s, const int64_t *value, double count)
{
    return s->kind == SAMPLED_BYTES ? -expm1(-fabs((double)value[s->bytes]) / count / s->rate) : 1;
}

double sampling_events(const struct sampling *s, const int64_t *value)
{
    double n = scaled_count(s, value);
    return n > 0 && s->kind != SAMPLED_NEVER ? n * seen_part(s, value, n) : 0;
}

double sampling_variance(const struct sampling *s, const int64_t *value)
{
    double v = fabs((double)value[s->type]), n = scaled_count(s, value);
    if (n <= 0 || v <= 0 || s->kind == SAMPLED_NEVER)
        return 0;
    double seen = seen_part(s, value, n);
    return s->kind == SAMPLED_EVENTS ? v * v / n : seen > 0 ? v * v / n * (1 - seen) / seen : v * v;
}

double sampling_object_variance(const struct sampling *s, const int64_t *value)
{
    double v = fabs((double)value[s->type]), n = scaled_count(s, value);
    return n > 0 && s->kind != SAMPLED_EVENTS ? v * v / (n * n) : 0;
}
