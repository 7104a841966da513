/*
 * One question about a session, and the products that answer it.
 *
 * analysis_open() runs the stages that all answers share: units, pseudo frames of tags, the total, the filters. A report asks
 * for everything else that it needs. Each product is made when it is first asked for and then kept, so one run can make many
 * reports, and no report knows of another.
 *
 *     analysis_open(&a, &session, &query, &err);
 *     const struct callgraph *g = analysis_callgraph(&a, &(struct callgraph_request){.default_nodes = 80});
 *     const struct view *v = analysis_view(&a, LEVEL_ADDRESSES);
 *     const struct compared *both = analysis_comparison(&a, &err);
 *     const struct check *check = analysis_check(&a, &err);
 *     analysis_close(&a);
 *
 * If the query names several sample types, the analysis is about the first, and a.also[0] ... a.also[a.n_also - 1] are about the
 * others, each with products of its own.
 *
 * Products may be asked for in any order and any number of times. They belong to the analysis and live until analysis_close().
 * The session and the query are borrowed.
 */
#ifndef CPPROF_ANALYSIS_ANALYSIS_H
#define CPPROF_ANALYSIS_ANALYSIS_H

#include "analysis/session.h"
#include "compare/check.h"
#include "compare/compared.h"
#include "graph/graph.h"
#include "measure/value_format.h"
#include "query/query.h"

struct analysis {
    const struct session *session;
    const struct query *query;
    const struct profile *profile; /* the session's */
    struct arena arena;            /* reports may allocate from it, too */
    struct view view;              /* the samples that the filters leave */
    struct label_units units;      /* of the numbers under label keys */
    struct filter_hits hits;       /* which filters matched something */

    size_t value;                      /* the sample type */
    const char *sample_type;           /* its name, after "mean_" if means are shown */
    const char *title;                 /* the base name of the main binary, or "" */
    int64_t total;                     /* that shares are of: the samples before the filters, or the base in a diff */
    struct value_format format;        /* how values are shown */
    const char *const *active_filters; /* "focus=..." for each */
    size_t n_active_filters;

    struct analysis_products *products; /* those that have been made so far */

    struct analysis *also; /* the same question about the further sample types of the query, which have no `also` */
    size_t n_also;
    size_t n_types; /* how many sample types the query names, this one among them */
};

/**
 * Opens an analysis. It borrows the session and the query, which must outlive it.
 * @return 0, and the caller must analysis_close() it; or -1 with `err` set and nothing to close: the session has no such sample
 *         type, or a list of types is wrong
 */
int analysis_open(struct analysis *a, const struct session *s, const struct query *q, struct err *err);

/** Frees the analysis and all its products. */
void analysis_close(struct analysis *a);

/** For how many names or labels the regular expressions from one place were too hard to decide. */
struct undecided {
    const char *origin; /* "-focus", or "drop_frames" of the profile itself; a constant */
    size_t n;           /* that count as not matching */
};

enum { MOST_UNDECIDED = 16 };

/** Lists what was undecided in the products that have been made so far. @return how many of `list` it fills */
size_t analysis_undecided(const struct analysis *a, struct undecided list[MOST_UNDECIDED]);

/** @return the filtered view at `level`; LEVEL_DEFAULT: at the level of the query */
const struct view *analysis_view(struct analysis *a, enum level level);

/** The call graph that a report wants. Zeroed, it is one at the query's level, sorted and trimmed as the query says. */
struct callgraph_request {
    enum level level;             /* LEVEL_DEFAULT: the query's level */
    bool whole;                   /* all nodes, unsorted and without edges, instead of sorted and trimmed ones */
    bool untrimmed;               /* show everything, whatever the query says */
    int default_nodes;            /* how many nodes, if the query does not say; 0: all */
    bool picture;                 /* sorted by entropy, and with tags */
    bool call_tree;               /* honour the query's call_tree */
    bool integers;                /* choose a unit in which values are shown without fractions */
    bool objects;                 /* keep functions of different mapped files apart */
    enum graph_edges edges;       /* which edges to make */
    const struct regex *edges_at; /* only edges from or to nodes whose name matches; NULL: all */
};

/** A call graph as a report shows it. */
struct callgraph {
    const struct view *view; /* that the graph is made of */
    struct graph *graph;
    size_t n_before_top;                 /* how many nodes there were before the first ones were selected */
    size_t dropped_nodes, dropped_edges; /* how many were dropped because they are small */
    double node_fraction, edge_fraction; /* shares of the total below which they are small */
    struct value_format format;          /* has one unit for all values, unless the user chose one */
    int64_t shown;                       /* the sum of the nodes' flat values */
};

/** @return the call graph that `request` describes; equal requests share one. The request is copied, but not its regex */
const struct callgraph *analysis_callgraph(struct analysis *a, const struct callgraph_request *request);

/** Whether a call graph has been asked for. */
bool analysis_has_callgraph(const struct analysis *a);

/**
 * Compares the session's sources with its bases, at the level of the query. The session must have been opened with BASE_APART.
 * @return the comparison; or NULL with `err` set: the two sides have nothing in common
 */
const struct compared *analysis_comparison(struct analysis *a, struct err *err);

/**
 * Makes the same comparison line by line: its nodes are those of the query's level, each with the file and line.
 * @return the comparison; or NULL: the two sides have nothing in common
 */
const struct comparison *analysis_line_comparison(struct analysis *a);

/**
 * Checks that comparison against the query's limits. If the two sides have nothing in common, the verdict says so. The checks of
 * `also` are made in the same call, because a limit may apply to only one of the sample types.
 * @return the findings and the verdict; or NULL with `err` set: a limit is in another unit than the values
 */
const struct check *analysis_check(struct analysis *a, struct err *err);

#endif
