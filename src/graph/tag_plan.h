/*
 * Which tags the samples of a view put on the nodes that they pass. It is computed once for all graphs of a report. A
 * sample has one tag for all its texts together, and one for each of its numbers under "bytes". For graph/ only.
 */
#ifndef CPPROF_GRAPH_TAG_PLAN_H
#define CPPROF_GRAPH_TAG_PLAN_H

#include "profile/label_units.h"
#include "profile/view.h"

/** What distinguishes tags. Numbers that are shown alike are one tag. */
struct tag_kind {
    str_id name, labels; /* see struct tag in graph.h */
    bool is_number;
};

struct tag_plan {
    struct tag_kind *kind;
    size_t n_kinds;
    struct label_set
        *of_set; /* by label set: its kinds are list[first] ... list[first + n - 1]; n is 0 for unused sets */
    uint32_t *list;
    const struct label **number; /* by place in `list`: the number that the tag shows; NULL: a tag of texts */
    uint32_t *start;             /* by kind, and one more: its samples are sample[start[kind]] ... */
    uint32_t *sample;            /* places in the profile, ascending for each kind; twice if it has the number twice */
};

/**
 * Makes the plan in the arena. `strings` is layered over the view's strings and receives the names of the tags.
 * Everything else is only read, and borrowed for as long as the plan is used.
 * @param units       the units of the view's numbers
 * @param shown_unit  the unit that numbers are shown in
 */
struct tag_plan *tag_plan_new(const struct view *v, const struct label_units *units, struct str shown_unit,
                              struct strtab *strings, struct arena *arena);

#endif
