/*
 * What filters and pruning leave of a profile: which samples are in, where each stack begins and ends, which lines of a
 * location show, which labels count. A view borrows the profile and copies only what it changes, into the arena of the
 * command.
 *
 *     view_init(&v, profile, &arena);
 *     filter_names(&v, &filters, &hits);
 *     for (size_t k = 0; k < v.n_samples; k++)
 *         for (uint64_t i = v.begin[view_sample(&v, k)]; i < v.end[view_sample(&v, k)]; i++)
 *             if (!view_hidden(&v, view_frame(&v, i)))
 *                 ...
 *     view_release(&v);
 *
 * Frames that `hide` or `show` removed stay in the array of stacks and are marked, so every walk must ask view_hidden().
 */
#ifndef CPPROF_PROFILE_VIEW_H
#define CPPROF_PROFILE_VIEW_H

#include "base/arena.h"
#include "profile/profile.h"

/** Which parts of a frame tell it from another. At first all but `packages` are set, and nothing is changed. */
struct granularity {
    bool function, filename, line, column, address;
    bool inlines;  /* false: a location stands for its outermost function */
    bool packages; /* functions stand for packages, so their names are shown whole */
};

struct view {
    const struct profile *profile; /* borrowed */
    struct arena *arena;           /* borrowed: outlives the view */
    struct strtab strings;         /* layered over the profile's; has the names that filters and reports make */

    size_t n_samples;
    const uint32_t *sample; /* indexes of the profile, ascending; NULL: all samples */
    const struct frames *stack;
    const uint64_t *begin, *end; /* by index of the profile: the stack is frames begin[i] ... end[i] - 1 */

    const struct function *func;
    size_t n_funcs;
    const struct location *loc;
    size_t n_locs;
    const struct line *line;
    size_t n_lines;
    const bool *hidden; /* by location; NULL: none is hidden */
    const struct label_set *label_set;
    const label_id *label_list;
    const struct label *label;
    struct granularity granularity;

    bool own_locations, own_spans, own_labels; /* whether the view has copies of its own */
};

/** Makes a view of the whole profile. Release it before the arena. */
void view_init(struct view *v, const struct profile *p, struct arena *arena);

/** Makes a view that shows what `base` shows, and can be changed without changing `base`, which must outlive it. */
void view_init_from(struct view *v, const struct view *base, struct arena *arena);

/** Frees what is not in the arena. */
void view_release(struct view *v);

/** @return the bytes of a string of the view or its profile */
struct str view_str(const struct view *v, str_id id);

/** @return the index in the profile of the k-th sample of the view */
static inline size_t view_sample(const struct view *v, size_t k)
{
    return v->sample ? v->sample[k] : k;
}

/** @return frame `i` of all stacks */
static inline loc_id view_frame(const struct view *v, uint64_t i)
{
    return frames_get(v->stack, i);
}

/** Whether a filter has removed this location from all stacks. */
static inline bool view_hidden(const struct view *v, loc_id l)
{
    return v->hidden && v->hidden[l.i];
}

/** @return the label set of a sample, by its index in the profile. No filters but tagshow and taghide change it. */
static inline struct label_set view_labels(const struct view *v, size_t sample)
{
    return v->label_set[v->profile->sample_label[sample].i];
}

/** @return the label at an index of `label_list` */
static inline const struct label *view_label(const struct view *v, uint32_t at)
{
    return &v->label[v->label_list[at].i];
}

/** @return where the run of labels with the key and kind of the i-th label of the set ends, at most set.n */
uint32_t view_labels_of_key(const struct view *v, struct label_set set, uint32_t i);

/** Whether the set, as the filters have left it, has the text label key = text. */
bool view_label_has(const struct view *v, labels_id set, const char *key, const char *text);

/** For filters. Each returns columns that the filter may change, which the view copies on the first call. */
struct location *view_edit_locations(struct view *v);
struct line *view_edit_lines(struct view *v);
uint64_t *view_edit_begins(struct view *v);
uint64_t *view_edit_ends(struct view *v);
void view_edit_labels(struct view *v, struct label_set **set, label_id **list);

/** Keeps only the samples k of the view for which keep[k] is true. */
void view_keep(struct view *v, const bool *keep);

#endif
