/*
 * Two sides of a comparison, function by function: what each has and how sure that is.
 *
 * A side is one profile or several of the same work (repeats). What it has is the mean of its profiles, so that sides of
 * different size compare. The column sample_source of the profile says which one a sample is of.
 *
 * The error of a value is one standard deviation of what is left to chance when drift is taken out (compare/sampling_error.h), in part
 * where repeats show that a function does not drift as all do:
 *
 * - Sampling. Profilers count events and weigh them. n events that come by themselves have a deviation of sqrt(n) (Poisson),
 *   so samples of n events and the value v add n * (v/n)^2 to the variance of a sum. A heap profile with a rate R has
 *   been scaled up: of objects of the size s, p = 1 - exp(-s/R) were seen (see Go's runtime/pprof, scaleHeapSample); N
 *   objects, after scaling, add N * s^2 * (1-p)/p (Horvitz and Thompson, 1952). A profile in which everything was
 *   recorded has no error of this kind. But of objects one, of the largest, may always be there or not.
 * - What functions vary by beyond that from run to run, found from all of them together: the dispersion.
 * - The spread of the function itself between repeats, where a side has several, as far as few repeats can tell.
 *
 * Where a side is a single profile nothing tells how far totals differ by themselves. That of counted events, which are mostly
 * time, is taken to drift by 5 percent.
 *
 * Only counted events drift, and by 10 percent at the most: what is beyond is no slower machine. Memory does not.
 */
#ifndef CPPROF_COMPARE_COMPARISON_H
#define CPPROF_COMPARE_COMPARISON_H

#include "graph/node.h"

enum { OLD, NEW, N_SIDES };

/** How the values of a profile came about. */
enum sampling {
    SAMPLED_NEVER,  /* all events are there */
    SAMPLED_EVENTS, /* each sample has a number of events: type `count` */
    SAMPLED_BYTES   /* objects, type `count`, of bytes, type `bytes`, one in so many bytes */
};

struct sampling_of {
    enum sampling how;
    bool is_counted;     /* whether there is a type that counts: */
    size_t count, bytes; /* sample types */
    double rate;         /* bytes */
    double per_event;    /* of SAMPLED_EVENTS without a type that counts: value of one event; else 0 */
};

struct side_value {
    int64_t value; /* per profile */
    double level;  /* the same without the drift, as far as the function drifts */
    double error;  /* of `level` */
};

struct comparison_row {
    uint32_t info; /* place in the table */
    struct side_value flat[N_SIDES], cum[N_SIDES];
};

struct comparison {
    struct node_table table;    /* of both sides */
    struct strtab strings;      /* its names */
    struct comparison_row *row; /* what has a value on one side at least, in the order of the table */
    size_t n_rows;
    struct side_value total[N_SIDES];
    size_t n_profiles[N_SIDES];
    double events[N_SIDES]; /* how many were seen in all, about; 0 where that is not known */
    struct sampling_of sampling;
    size_t n_new;           /* sources of the new side, which are numbered first */
    double drift;      /* by what part the new side is larger in the median function, as far as that is taken out */
    double median;     /* the same, all of it; 0 where it is not known */
    double dispersion; /* see compare/sampling_error.h */
    /* of the delta of a function with a twentieth of the old total, about, as a part of what it has */
    double usual_error;
};

struct comparison_options {
    size_t value;                     /* the sample type */
    bool mean;                        /* divide by the first one */
    bool normalize;                   /* scale the new side so that it is, before filters, as much as the old one */
    size_t n_sources[N_SIDES];        /* how many a side has; the new ones are numbered first */
    const bool *loaded;               /* by source: whether it could be read; borrowed */
    const struct source_names *names; /* borrowed */
};

/** How the values of this sample type came about, as the profile says it. */
struct sampling_of sampling_find(const struct profile *p, size_t value);

/** The variance that a sample with these values adds. */
double sampling_variance(const struct sampling_of *s, const int64_t *value, size_t type);

/** The variance that one of its objects, or what else is no event, adds by being there or not; else 0. */
double sampling_of_one(const struct sampling_of *s, const int64_t *value, size_t type);

/** Adds both sides up. The caller releases `s`; rows are in the arena of the view. */
void comparison_init(struct comparison *s, const struct view *v, const struct comparison_options *o);
void comparison_release(struct comparison *s);

/** Which side a sample of the profile, by its place there, is of. */
int comparison_side(const struct comparison *s, const struct profile *p, size_t sample);

/** Of the values of both sides, v[OLD] and v[NEW]: the delta of the values, that of the levels, and the error of the latter. */
int64_t side_delta(const struct side_value *v);
double side_excess(const struct side_value *v);
double side_error(const struct side_value *v);

/** The delta of the values in percent of the old one, which is not 0; above 0 where it grew. */
double side_percent(const struct side_value *v);

#endif
