/*
 * What filters and pruning leave of a profile: which samples are in, where each stack begins and ends, which lines of a
 * location show, which labels count. A view borrows the profile and copies only what it changes, into the arena of the
 * command.
 *
 * Frames that hide or show took out stay in the stack array and are marked: walk a stack with view_hidden() in mind.
 */
#ifndef CPPROF_PROFILE_VIEW_H
#define CPPROF_PROFILE_VIEW_H

#include "base/arena.h"
#include "profile/profile.h"

/** What of a frame counts: frames that differ elsewhere only are one. As at first, all but packages: nothing is changed. */
struct granularity {
    bool function, filename, line, column, address;
    bool inlines;  /* false: a location stands for its outermost function */
    bool packages; /* functions are packages: their names are shown whole */
};

struct view {
    const struct profile *profile; /* borrowed */
    struct arena *arena;           /* borrowed: outlives the view */
    struct strtab strings;         /* over the profile's: names that filters and reports make */

    size_t n_samples;
    const uint32_t *sample; /* places in the profile, ascending; NULL: all of them */
    const struct frames *stack;
    const uint64_t *begin, *end; /* by place in the profile: frames begin[i] ... end[i] - 1 of the stack */

    const struct function *func;
    size_t n_funcs;
    const struct location *loc;
    size_t n_locs;
    const struct line *line;
    size_t n_lines;
    const bool *hidden; /* by location; NULL: none */
    const struct label_set *label_set;
    const label_id *label_list;
    const struct label *label;
    struct granularity granularity;

    bool own_locations, own_spans, own_labels; /* whether these are the view's own copies */
};

/** A view of the whole profile. Release it before the arena. */
void view_init(struct view *v, const struct profile *p, struct arena *arena);

/** A view that shows what `base` shows and may be changed without changing it. `base` must stay. */
void view_init_from(struct view *v, const struct view *base, struct arena *arena);
void view_release(struct view *v);

struct str view_str(const struct view *v, str_id id);

/** The place in the profile of the view's k-th sample. */
static inline size_t view_sample(const struct view *v, size_t k)
{
    return v->sample ? v->sample[k] : k;
}

/** Frame `i` of all stacks. */
static inline loc_id view_frame(const struct view *v, uint64_t i)
{
    return frames_get(v->stack, i);
}

static inline bool view_hidden(const struct view *v, loc_id l)
{
    return v->hidden && v->hidden[l.i];
}

/** The labels of a sample; its set is not changed by filters other than tagshow and taghide. */
static inline struct label_set view_labels(const struct view *v, size_t sample)
{
    return v->label_set[v->profile->sample_label[sample].i];
}

/** The label at a place of the lists that sets are made of. */
static inline const struct label *view_label(const struct view *v, uint32_t at)
{
    return &v->label[v->label_list[at].i];
}

/** Where the run of labels of one key and kind ends that begins with the i-th of the set. @return up to set.n */
uint32_t view_labels_of_key(const struct view *v, struct label_set set, uint32_t i);

/** Whether the set, as filters left it, has the text label key = text. */
bool view_label_has(const struct view *v, labels_id set, const char *key, const char *text);

/** For filters: the locations, or begins and ends of stacks, or the labels of sets, as copies of the view's own to be changed. */
struct location *view_edit_locations(struct view *v);
struct line *view_edit_lines(struct view *v);
uint64_t *view_edit_begins(struct view *v);
uint64_t *view_edit_ends(struct view *v);
void view_edit_labels(struct view *v, struct label_set **set, label_id **list);

/** Keeps the view's samples for which keep[k] holds. */
void view_keep(struct view *v, const bool *keep);

#endif
