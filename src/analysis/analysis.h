/*
 * One question to a session, and what is made to answer it.
 *
 * analysis_open() runs the stages that every answer shares: units, pseudo frames of tags, the total, the filters. What a
 * report needs beyond that it asks for; each product is made when it is first asked for, and kept, so that one run can
 * make many views of one profile and no report knows of another.
 *
 *     analysis_open(&a, &session, &query, &err);
 *     const struct callgraph *g = analysis_callgraph(&a, &(struct callgraph_request){.default_nodes = 80});
 *     const struct view *v = analysis_view(&a, LEVEL_ADDRESSES);
 *     const struct compared *both = analysis_comparison(&a, &err);
 *     const struct check *check = analysis_check(&a, &err);
 *     analysis_close(&a);
 *
 * Everything in an analysis, and every product, lives until analysis_close(). Session and query are borrowed.
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
    struct arena arena;            /* for whoever answers, too */
    struct view view;              /* what the filters leave */
    struct label_units units;      /* of the numbers under label keys */
    struct filter_hits hits;       /* which filters matched something */

    size_t value;            /* the sample type */
    const char *sample_type; /* its name, "mean_" before it where means are shown */
    const char *title;       /* base name of the main binary, or "" */
    int64_t total;           /* of the samples before filters, or of the base in a diff */
    struct value_format format;
    const char *const *active_filters; /* "focus=..." for each */
    size_t n_active_filters;

    struct analysis_products *products; /* what was asked for up to now */
};

/**
 * Opens an analysis.
 * @return 0, and the caller analysis_close()s it; or -1 with `err` set and nothing to be closed: there is no such sample
 *         type.
 */
int analysis_open(struct analysis *a, const struct session *s, const struct query *q, struct err *err);
void analysis_close(struct analysis *a);

/** The filtered view at a level; LEVEL_DEFAULT: at that of the query. */
const struct view *analysis_view(struct analysis *a, enum level level);

/** What a report wants of a call graph. */
struct callgraph_request {
    enum level level;  /* LEVEL_DEFAULT: as the query has it */
    bool whole;        /* all nodes, in no order and without edges; else sorted, and cut down to what matters */
    bool untrimmed;    /* show everything, whatever the query says */
    int default_nodes; /* how many nodes where the query does not say; 0: all */
    bool picture;      /* sorted by entropy, with tags */
    bool call_tree;    /* honour the query's call_tree */
    bool integers;     /* values are shown without fractions */
    bool objects;      /* keep functions of different mapped files apart */
    enum graph_edges edges;
    const struct regex *edges_at; /* only edges from and to nodes whose name matches; NULL: all */
};

/** A call graph as a report shows it. */
struct callgraph {
    const struct view *view; /* that it was made of */
    struct graph *graph;
    size_t n_before_top;                 /* nodes before the top of them was taken */
    size_t dropped_nodes, dropped_edges; /* as too light */
    double node_fraction, edge_fraction; /* of the total, below which that is so */
    struct value_format format;          /* with one unit for all values where the user left it to us */
    int64_t shown;                       /* sum of the nodes' flat values */
};

/** The call graph that a request describes. `request` is only read. */
const struct callgraph *analysis_callgraph(struct analysis *a, const struct callgraph_request *request);

/** Whether a call graph was asked for. */
bool analysis_has_callgraph(const struct analysis *a);

/**
 * The comparison of the session's sources with its bases, at the level of the query.
 * @return NULL with `err` set: the two have nothing in common
 */
const struct compared *analysis_comparison(struct analysis *a, struct err *err);

/**
 * The verdict on that comparison, by the query's limits. Where the two have nothing in common that is the verdict.
 * @return NULL with `err` set: a limit is in another unit than the values
 */
const struct check *analysis_check(struct analysis *a, struct err *err);

#endif
