/*
 * An old and a new side of the same work, function by function: what each has, and how sure the difference is.
 *
 * A side is one profile or several (repeats). Its values are means over its profiles, so that sides of different size compare.
 *
 *   comparison_init(&c, &view, &request);
 *   for each c.row[i]: side_delta(c.row[i].flat) is the change, in the unit of the sample type
 *                      side_excess(...) > 3 * side_error(...): it is hardly chance
 *   comparison_release(&c);
 *
 * The error of a value is one standard deviation of what chance may do to it, after the drift that all functions share has been
 * taken out (compare/drift.h). It has three sources: sampling, and one object more or less (compare/sampling.h); the dispersion,
 * by which functions vary from run to run beyond that (compare/variance.h); and, where a side has repeats, the spread of the
 * function itself between them.
 *
 * Only counted events drift, mostly time, and by 10 percent at most: whatever is beyond that is no slower machine. Memory does not
 * drift. A single profile on a side cannot tell how far totals differ by themselves; the total of counted events is then taken
 * to vary by 5 percent.
 */
#ifndef CPPROF_COMPARE_COMPARISON_H
#define CPPROF_COMPARE_COMPARISON_H

#include "compare/series.h"

enum { OLD, NEW, N_SIDES };

struct side_value {
    int64_t value; /* per profile */
    double level;  /* the same without the drift, as far as the function drifts */
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
    size_t n_sources[N_SIDES];        /* how many sources a side has; those of the new side are numbered first */
    const bool *loaded;               /* by source: whether it could be read; borrowed */
    const struct source_names *names; /* how files are named in nodes; borrowed */
};

struct comparison {
    struct comparison_request request;
    struct series series;       /* the profiles of both sides, scaled where that was asked for */
    struct comparison_row *row; /* what has a value on at least one side, in the order of the nodes */
    size_t n_rows;
    struct side_value total[N_SIDES];
    size_t n_profiles[N_SIDES];
    double events[N_SIDES]; /* how many were seen, about; 0 where that is not known */
    double median_growth;   /* of the functions from old to new, 0.1 for 10 percent; 0 where it is not known */
    double drift;           /* the part of it that is taken out of levels: at most 10 percent either way */
    double dispersion;      /* see compare/variance.h */
    /* the error of the delta of a function that has about a twentieth of the old total, as a part of what it has */
    double usual_error;
};

/**
 * Adds both sides up and compares them. The rows are in the arena of the view, which must outlive `c`, as must what the request
 * borrows. The caller ends it with comparison_release().
 */
void comparison_init(struct comparison *c, const struct view *v, const struct comparison_request *request);
void comparison_release(struct comparison *c);

/** The side, OLD or NEW, of a sample, by its place in the profile. */
int comparison_side_of(const struct comparison *c, size_t sample);

/** What a node stands for. */
const struct node_info *comparison_node(const struct comparison *c, uint32_t info);

/**
 * Of a value on both sides, v[OLD] and v[NEW]: v[NEW].value - v[OLD].value, which wraps around as all sums of values do.
 */
int64_t side_delta(const struct side_value *v);

/** The same in percent of the old value, which must not be 0; above 0 where it grew. */
double side_percent(const struct side_value *v);

/** The difference of the levels: the delta without the drift. */
double side_excess(const struct side_value *v);

/** The error of that difference: one standard deviation. */
double side_error(const struct side_value *v);

#endif
