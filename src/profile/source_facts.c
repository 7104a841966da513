#include "profile/source_facts.h"

#include <stdio.h>

#include "base/path.h"

static void put_text(char *to, size_t size, struct str s)
{
    snprintf(to, size, "%.*s", (int)(s.len < size ? s.len : size), s.p);
}

void source_facts_take(struct source_facts *f, const struct profile *p)
{
    *f = (struct source_facts){
        .loaded = true, .time_nanos = p->time_nanos, .duration_nanos = p->duration_nanos, .period = p->period};
    if (p->n_maps == 0)
        return;
    if (p->map[0].file.i)
        put_text(f->binary, sizeof f->binary, path_base(profile_str(p, p->map[0].file)));
    put_text(f->build_id, sizeof f->build_id, profile_str(p, p->map[0].build_id));
}
