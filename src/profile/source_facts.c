#include "profile/source_facts.h"

#include <stdio.h>

#include "base/path.h"

static void put_text(char *to, size_t size, struct str s)
{
    snprintf(to, size, "%.*s", (int)(s.len < size ? s.len : size), s.p);
}

static uint64_t add_bytes(uint64_t h, const void *data, size_t len)
{
    return hash_u64(h, len ? hash_bytes(data, len) : 0);
}

static uint64_t add_dictionary(uint64_t h, const struct profile *p)
{
    for (size_t i = 0; i < p->strings.n; i++)
        h = hash_u64(h, (uint64_t)p->strings.entry[i].len << 32 | p->strings.entry[i].hash);
    for (size_t i = 0; i < p->n_types; i++)
        h = hash_u64(h, (uint64_t)p->type[i].type.i << 32 | p->type[i].unit.i);
    for (size_t i = 0; i < p->n_funcs; i++)
        h = hash_u64(h, (uint64_t)p->func[i].name.i << 32 | p->func[i].filename.i);
    for (size_t i = 0; i < p->n_lines; i++)
        h = hash_u64(hash_u64(h, p->line[i].function.i), (uint64_t)p->line[i].line);
    for (size_t i = 0; i < p->n_locs; i++)
        h = hash_u64(hash_u64(h, p->loc[i].address), p->loc[i].n_lines);
    return h;
}

/* Covers what tells two profiles apart: times, values, stacks, names and labels. */
static uint64_t digest_of(const struct profile *p)
{
    uint64_t h = hash_u64(hash_u64(0, (uint64_t)p->time_nanos), (uint64_t)p->duration_nanos);
    h = add_bytes(hash_u64(h, p->n_samples), p->value, p->n_samples * p->n_types * sizeof *p->value);
    h = add_bytes(h, p->stack.byte, p->stack.n * p->stack.width);
    h = add_bytes(h, p->stack_start, (p->n_samples + 1) * sizeof *p->stack_start);
    h = add_bytes(h, p->sample_label, p->n_samples * sizeof *p->sample_label);
    h = add_dictionary(h, p);
    return h ? h : 1;
}

void source_facts_take(struct source_facts *f, const struct profile *p)
{
    *f = (struct source_facts){.loaded = true,
                               .time_nanos = p->time_nanos,
                               .duration_nanos = p->duration_nanos,
                               .period = p->period,
                               .digest = digest_of(p)};
    if (p->n_maps == 0)
        return;
    if (p->map[0].file.i)
        put_text(f->binary, sizeof f->binary, path_base(profile_str(p, p->map[0].file)));
    put_text(f->build_id, sizeof f->build_id, profile_str(p, p->map[0].build_id));
}
