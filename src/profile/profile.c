#include "profile/profile.h"

#include <stdlib.h>
#include <string.h>

#include "base/vec.h"
#include "profile/label_table.h"

const char profile_base_key[] = "pprof::base";

void profile_init(struct profile *p)
{
    *p = (struct profile){0};
    strtab_init(&p->strings, NULL);
}

void profile_release(struct profile *p)
{
    strtab_release(&p->strings);
    free(p->value);
    free(p->type);
    free(p->map);
    free(p->func);
    free(p->loc);
    free(p->line);
    free(p->label_set);
    free(p->label_list);
    free(p->label);
    free(p->stack_start);
    frames_release(&p->stack);
    free(p->sample_label);
    free(p->sample_source);
    free(p->comment);
    *p = (struct profile){0};
}

struct str profile_str(const struct profile *p, str_id id)
{
    return strtab_get(&p->strings, id);
}

bool profile_sample_is_zero(const struct profile *p, size_t sample)
{
    for (size_t t = 0; t < p->n_types; t++)
        if (p->value[sample * p->n_types + t])
            return false;
    return true;
}

void profile_set_source(struct profile *p, uint32_t source)
{
    size_t cap = 0;
    free(p->sample_source);
    p->sample_source = NULL;
    if (source == 0)
        return;
    p->sample_source = vec_reserve(NULL, &cap, p->n_samples + 1, sizeof *p->sample_source);
    for (size_t i = 0; i < p->n_samples; i++)
        p->sample_source[i] = source;
}

void profile_label_all(struct profile *p, const char *key, const char *text)
{
    struct label_table t;
    struct label added = {.key = strtab_intern_cstr(&p->strings, key), .text = strtab_intern_cstr(&p->strings, text)};
    labels_id *now = arena_new(&p->strings.arena, labels_id, p->n_label_sets);
    struct label *room = NULL;
    size_t cap = 0;

    label_table_init(&t, &p->strings);
    for (size_t i = 0; i < p->n_label_sets; i++) {
        size_t n = 0;
        room = vec_reserve(room, &cap, (size_t)p->label_set[i].n + 1, sizeof *room);
        for (uint32_t j = 0; j < p->label_set[i].n; j++) {
            struct label l = p->label[p->label_list[p->label_set[i].first + j].i];
            if (l.kind != LABEL_TEXT || l.key.i != added.key.i)
                room[n++] = l;
        }
        room[n++] = added;
        now[i] = label_table_add(&t, room, n);
    }
    for (size_t i = 0; i < p->n_samples; i++)
        p->sample_label[i] = now[p->sample_label[i].i];
    free(room);
    free(p->label_set);
    free(p->label_list);
    free(p->label);
    label_table_move(&t, p);
}

void profile_ensure_mapping(struct profile *p)
{
    if (p->n_maps)
        return;
    size_t cap = 0;
    p->map = vec_reserve(p->map, &cap, 1, sizeof *p->map);
    p->map[0] = (struct mapping){.id = 1};
    p->n_maps = 1;
    for (size_t i = 0; i < p->n_locs; i++)
        p->loc[i].mapping = (map_id){0};
}
