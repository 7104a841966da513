#include "driver/gate.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/vec.h"
#include "profile/combine.h"

enum { LARGEST_BUDGET = 1 << 20 };

static int read_budget(struct limits *l, const char *name, struct err *err)
{
    FILE *f = fopen(name, "re");
    char *text = malloc(LARGEST_BUDGET + 1);
    if (!text)
        err_out_of_memory();
    size_t len = f ? fread(text, 1, LARGEST_BUDGET + 1, f) : 0;
    int status = !f || ferror(f)        ? err_set_errno(err, errno, "%s", name)
                 : len > LARGEST_BUDGET ? err_set(err, "%s: larger than 1 MB", name)
                                        : 0;
    if (status == 0 && (status = limits_read(l, text, len, err)))
        err_wrap(err, "%s", name);
    if (f)
        fclose(f);
    free(text);
    return status;
}

static int set_all(struct limits *l, const char *key, const struct option_list *list, struct err *err)
{
    for (size_t i = 0; i < list->n; i++)
        if (limits_set(l, key, list->item[i], err))
            return -1;
    return 0;
}

static int set_one(struct limits *l, const char *key, const char *text, struct err *err)
{
    return *text ? limits_set(l, key, text, err) : 0;
}

int gate_limits(struct limits *l, const struct options *o, struct err *err)
{
    limits_init(l);
    if (set_one(l, "max_total", o->max_total, err) || set_one(l, "max_flat", o->max_flat, err) ||
        set_one(l, "max_cum", o->max_cum, err) || set_one(l, "max_new", o->max_new, err) ||
        set_one(l, "z", o->z, err) || set_all(l, "limit", &o->limit, err) || set_all(l, "exempt", &o->exempt, err) ||
        (*o->budget && read_budget(l, o->budget, err))) {
        limits_release(l);
        return -1;
    }
    limits_complete(l);
    return 0;
}

const char *gate_report(const char *text, char format[16], struct err *err)
{
    size_t len = strcspn(text, ":");
    if (len == 0 || len >= 16 || text[len] != ':' || text[len + 1] == '\0')
        return err_set(err, "-report: \"%s\" is not of the form FORMAT:FILE", text), NULL;
    memcpy(format, text, len);
    format[len] = '\0';
    return text + len + 1;
}

/* ---- The example ---- */

static void add_function(struct profile *p, const char *name, int64_t line)
{
    size_t cap = p->n_funcs, cap_lines = p->n_lines, cap_locs = p->n_locs;
    uint32_t i = (uint32_t)p->n_funcs;
    VEC_PUSH(p->func, p->n_funcs, cap) = (struct function){.id = i + 1,
                                                           .name = strtab_intern_cstr(&p->strings, name),
                                                           .filename = strtab_intern_cstr(&p->strings, "example.go"),
                                                           .start_line = line};
    VEC_PUSH(p->line, p->n_lines, cap_lines) = (struct line){{i}, line, 0};
    VEC_PUSH(p->loc, p->n_locs, cap_locs) =
        (struct location){.id = i + 1, .mapping = {ID_NONE}, .first_line = i, .n_lines = 1};
}

static void add_type(struct profile *p, const char *type, const char *unit)
{
    size_t cap = p->n_types;
    VEC_PUSH(p->type, p->n_types, cap) =
        (struct value_type){strtab_intern_cstr(&p->strings, type), strtab_intern_cstr(&p->strings, unit)};
}

/* A sample of `n` events of 10 ms: the function, called by function 0. */
static void add_sample(struct profile *p, uint32_t function, int64_t n)
{
    const loc_id stack[] = {{function}, {0}};
    size_t cap_starts = p->n_samples + 1, cap_values = p->n_samples * p->n_types, cap_labels = p->n_samples;
    p->stack_start = vec_reserve(p->stack_start, &cap_starts, p->n_samples + 2, sizeof *p->stack_start);
    p->value = vec_reserve(p->value, &cap_values, (p->n_samples + 1) * p->n_types, sizeof *p->value);
    p->value[p->n_samples * p->n_types] = n;
    p->value[p->n_samples * p->n_types + 1] = n * 10000000;
    frames_append(&p->stack, stack, 2, 2);
    VEC_PUSH(p->sample_label, p->n_samples, cap_labels) = (labels_id){0};
    p->stack_start[p->n_samples] = p->stack.n;
}

static void make_side(struct profile *p, int64_t in_render)
{
    static const char *const function[] = {"example.main", "example.parse", "example.render"};
    size_t cap = 0, cap_starts = 0;
    profile_init(p);
    add_type(p, "samples", "count");
    add_type(p, "cpu", "nanoseconds");
    p->label_set = vec_reserve(NULL, &cap, 1, sizeof *p->label_set);
    p->label_set[0] = (struct label_set){0, 0};
    p->n_label_sets = 1;
    p->stack_start = vec_reserve(NULL, &cap_starts, 1, sizeof *p->stack_start);
    p->stack_start[0] = 0;
    for (uint32_t i = 0; i < 3; i++)
        add_function(p, function[i], 10 * (int64_t)i + 1);
    add_sample(p, 1, 1200);
    add_sample(p, 2, in_render);
}

void gate_self_test(struct session *s)
{
    struct profile side[2];
    struct err none;
    limits_release(&s->limits); /* the user's have been read and are no reason for it to pass */
    limits_init(&s->limits);
    limits_complete(&s->limits);
    make_side(&side[0], 1400);
    make_side(&side[1], 800);
    profile_set_source(&side[1], 1);
    profile_combine_apart(&s->profile, side, &none); /* they have the same types: it cannot fail */
    s->n_sources = s->n_bases = 1;
    s->facts = calloc(2, sizeof *s->facts);
    if (!s->facts)
        err_out_of_memory();
    s->facts[0].loaded = s->facts[1].loaded = true;
}
