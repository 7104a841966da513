/*
 * Several profiles side by side: the values of each in each node, and how far chance may have moved them.
 *
 * The profiles are the sources of one merged profile (sample_source in profile/profile.h). One pass over the samples adds up
 * flat, cum and the variance of both for each source. Comparisons, and all reports on nodes over time, are based on it.
 *
 *   series_init(&s, &view, &request);
 *   for each s.profile[i]: its total, and entry[0] ... entry[n - 1], one for each node in which it has a sample
 *   series_release(&s);
 *
 * Nodes are numbered by their place in s.nodes.info, the same for all profiles. Entries come in the order in which the samples
 * reach their nodes. Only nodes with samples have one, because a program has many functions and each run reaches few of them.
 */
#ifndef CPPROF_COMPARE_SERIES_H
#define CPPROF_COMPARE_SERIES_H

#include "compare/sampling.h"
#include "graph/node.h"

/** The values of one profile in one node, in the unit of the sample type. Variances are those of sampling and of one object. */
struct series_entry {
    uint32_t info;     /* the node: its place in the node table */
    int64_t flat, cum; /* means if requested */
    double flat_variance, cum_variance;
};

struct series_profile {
    uint32_t source; /* its number among all sources */
    struct series_entry *entry;
    size_t n; /* entries */
    int64_t total;
    double total_variance;
    double sampling_variance; /* of the sum of all samples, by sampling alone */
    double events;            /* approximately how many were seen; 0 if unknown */
};

struct series {
    struct node_table nodes; /* of all profiles */
    struct strtab strings;   /* their names */
    struct sampling sampling;
    struct series_profile *profile; /* in the order of the sources, without those that could not be read */
    size_t n_profiles;
};

struct series_request {
    size_t value;                     /* the sample type */
    bool mean;                        /* divide by the first sample type */
    size_t n_sources;                 /* the samples of the view have sources below this number */
    const bool *loaded;               /* by source: whether it could be read */
    const struct source_names *names; /* how files are named in nodes */
};

/**
 * Adds up the samples of the view. The profiles and their entries are in the arena of the view, which must outlive `s`.
 * The caller releases `s` with series_release(). The request is only needed during this call.
 */
void series_init(struct series *s, const struct view *v, const struct series_request *request);
void series_release(struct series *s);

/** The name of a node as reports print it, in the arena. It may contain NUL bytes. */
struct str series_node_name(const struct series *s, uint32_t info, struct arena *arena);

#endif
