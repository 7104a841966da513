/*
 * An old and a new side of the same work, function by function: the values of each, and how certain their difference is.
 *
 * A side is one profile or several (repeats). Its values are means over its profiles, so sides of different size compare.
 *
 *   comparison_init(&c, &view, &request);
 *   for each c.row[i]: side_delta(c.row[i].flat) is the change, in the unit of the sample type
 *                      side_excess(...) > 3 * side_error(...): it is hardly due to chance
 *   comparison_release(&c);
 *
 * The error of a value is one standard deviation of its variation by chance, after removing the drift that all functions share
 * (compare/drift.h). It has three sources: sampling, and one object more or less (compare/sampling.h); the dispersion, by which
 * functions vary further from run to run (compare/variance.h); and, if a side has repeats, the spread of the function itself
 * between them.
 *
 * Only counted events drift, mostly time, and by 10 percent at most: a slower machine does not explain more. Memory does not
 * drift. A single profile on a side cannot tell how far totals differ by themselves, so the total of counted events is then
 * assumed to vary by 5 percent.
 */
#ifndef CPPROF_COMPARE_COMPARISON_H
#define CPPROF_COMPARE_COMPARISON_H

#include "compare/comparison_side.h"
#include "compare/series.h"

struct side_value {
    int64_t value; /* per profile */
    double level;  /* the same without drift, to the extent that the function drifts */
    double error;  /* of `level` */
};

struct comparison_row {
    uint32_t info; /* the node: its place in series.nodes.info */
    struct side_value flat[N_SIDES], cum[N_SIDES];
};

struct comparison_request {
    size_t value;                     /* the sample type */
    bool mean;                        /* divide by the first sample type */
    bool normalize;                   /* scale the new side so that its total before filters is that of the old side */
    bool relative;                    /* shares are of what the filters leave */
    size_t n_sources[N_SIDES];        /* how many sources a side has; the new side's are numbered first */
    const bool *loaded;               /* by source: whether it could be read; borrowed */
    const struct source_names *names; /* how files are named in nodes; borrowed */
};

struct comparison {
    struct comparison_request request;
    struct series series;       /* the profiles of both sides, scaled if requested */
    struct comparison_row *row; /* those with a value on at least one side, in the order of the nodes */
    size_t n_rows;
    struct side_value total[N_SIDES]; /* of what the filters leave */
    int64_t whole[N_SIDES];           /* that shares are of: the totals before the filters, or else the same */
    int64_t measured;                 /* the new total as it was before normalizing */
    size_t n_profiles[N_SIDES];
    double events[N_SIDES]; /* approximately how many were seen; 0 if unknown */
    double median_growth;   /* of the functions from old to new, 0.1 for 10 percent; 0 if unknown */
    double drift;           /* the part of it that levels leave out: at most 10 percent either way */
    double dispersion;      /* see compare/variance.h */
    /* the relative error of the delta of a function that has about a twentieth of the old total */
    double usual_error;
};

/**
 * Adds up both sides and compares them. The rows are in the arena of the view. The view and all that the request borrows must
 * outlive `c`. The caller releases it with comparison_release().
 */
void comparison_init(struct comparison *c, const struct view *v, const struct comparison_request *request);
void comparison_release(struct comparison *c);

/** The side, OLD or NEW, of a sample, given by its place in the profile. */
int comparison_side_of(const struct comparison *c, size_t sample);

/** What a node stands for. */
const struct node_info *comparison_node(const struct comparison *c, uint32_t info);

/**
 * The delta of a value: v[NEW].value - v[OLD].value. It wraps around as all sums of values do.
 */
int64_t side_delta(const struct side_value *v);

/** The same in percent of the old value, which must not be 0; above 0 if it grew. */
double side_percent(const struct side_value *v);

/** The difference of the levels: the delta without the drift. */
double side_excess(const struct side_value *v);

/** The error of that difference: one standard deviation. */
double side_error(const struct side_value *v);

#endif
