/*
 * Both sides of a comparison from text, and their text, function by function in the order of the names:
 *
 *   total 5 7
 *   main 0 0, 5±2.236 7±2.646
 *
 * A line has flat of the old and the new side, then cum of both, each with its error where there is one. A side is given as
 * the samples of its profiles, with a line "--" between two of them.
 */
#ifndef CPPROF_UNIT_BUILD_COMPARISON_H
#define CPPROF_UNIT_BUILD_COMPARISON_H

#include "build_profile.h"

#include <math.h>

#include "compare/comparison.h"
#include "compare/cost_shift.h"
#include "compare/variance.h"
#include "measure/units.h"

struct comparison_scene {
    struct scene scene;
    struct comparison_request request;
    struct source_names names;
    struct label_units units;
    bool loaded[16];
    struct comparison comparison;
};

/* The samples of a side, whose first profile is source `first`. @return how many profiles there are. */
static inline size_t put_side(struct buf *out, const char *text, size_t first)
{
    size_t n = 1;
    buf_printf(out, "source: %zu\n", first);
    for (struct str all = str_of(text); all.len;) {
        struct str line = cut(&all, '\n');
        if (str_is(line, "--"))
            buf_printf(out, "source: %zu\n", first + n++);
        else if (line.len)
            buf_printf(out, "%.*s\n", (int)line.len, line.p);
    }
    return n;
}

/* What follows once there is a profile. */
static inline void comparison_scene_prepare(struct comparison_scene *s, size_t n_new, size_t n_old)
{
    s->names = (struct source_names){STR(""), STR("")};
    memset(s->loaded, true, sizeof s->loaded);
    s->request = (struct comparison_request){.value = s->scene.profile.n_types - 1,
                                             .n_sources = {[OLD] = n_old, [NEW] = n_new},
                                             .loaded = s->loaded,
                                             .names = &s->names};
    s->scene.view.granularity = (struct granularity){.function = true, .inlines = true};
    s->units = label_units_find(&s->scene.view);
}

/** Prepares both sides: change `request`, `loaded` and the view, then call comparison_scene_compare. */
static inline void comparison_scene_open(struct comparison_scene *s, const char *header, const char *old,
                                         const char *new)
{
    struct buf text;
    *s = (struct comparison_scene){.loaded = {false}};
    buf_init(&text);
    buf_puts(&text, header);
    size_t n_new = put_side(&text, new, 0), n_old = put_side(&text, old, n_new);
    scene_open(&s->scene, buf_cstr(&text));
    buf_release(&text);
    comparison_scene_prepare(s, n_new, n_old);
}

/** The same where s->scene.profile is set already, which is then the scene's. */
static inline void comparison_scene_of_profile(struct comparison_scene *s, size_t n_new, size_t n_old)
{
    arena_init(&s->scene.arena);
    view_init(&s->scene.view, &s->scene.profile, &s->scene.arena);
    comparison_scene_prepare(s, n_new, n_old);
}

static inline void comparison_scene_compare(struct comparison_scene *s)
{
    comparison_init(&s->comparison, &s->scene.view, &s->request);
}

static inline void comparison_scene_close(struct comparison_scene *s)
{
    comparison_release(&s->comparison);
    scene_close(&s->scene);
}

/* Errors are shown as those of sampling: what the model makes wider because there are few profiles is taken out. */
static inline void print_side_values(struct buf *out, const struct comparison *s, const struct side_value *v)
{
    static const struct estimate one = {0, 1, 0};
    for (int i = 0; i < N_SIDES; i++) {
        double wider = variance_of_estimate(&one, s->dispersion, s->n_profiles[i], s->n_profiles[!i]);
        buf_printf(out, " %" PRId64, v[i].value);
        if (v[i].error != 0)
            buf_printf(out, "±%.4g", v[i].error / sqrt(wider));
    }
}

static inline struct str row_name(const struct comparison *s, const struct comparison_row *r)
{
    return strtab_get(&s->series.strings, comparison_node(s, r->info)->name);
}

static inline void print_comparison(struct buf *out, const struct comparison *s)
{
    const struct comparison_row *row[64];
    assert_true(s->n_rows <= ROWS(row));
    for (size_t i = 0, j; i < s->n_rows; i++) { /* few: inserted where they belong */
        for (j = i; j > 0 && str_compare(row_name(s, row[j - 1]), row_name(s, &s->row[i])) > 0; j--)
            row[j] = row[j - 1];
        row[j] = &s->row[i];
    }
    buf_printf(out, "total %" PRId64 " %" PRId64 "\n", s->total[OLD].value, s->total[NEW].value);
    for (size_t i = 0; i < s->n_rows; i++) {
        print_str(out, "", row_name(s, row[i]));
        print_side_values(out, s, row[i]->flat);
        buf_putc(out, ',');
        print_side_values(out, s, row[i]->cum);
        buf_putc(out, '\n');
    }
}

static inline void expect_comparison(const char *what, const struct comparison *s, const char *want)
{
    struct buf b;
    buf_init(&b);
    print_comparison(&b, s);
    expect_buf(what, &b, want);
    buf_release(&b);
}

static inline const struct comparison_row *row_named(const struct comparison *s, const char *name)
{
    for (size_t i = 0; i < s->n_rows; i++)
        if (str_is(row_name(s, &s->row[i]), name))
            return &s->row[i];
    fail_msg("no row %s", name);
    return NULL;
}

#endif
