/*
 * What an analysis has made up to now. For analysis/ only.
 */
#ifndef CPPROF_ANALYSIS_PRODUCTS_H
#define CPPROF_ANALYSIS_PRODUCTS_H

#include "analysis/analysis.h"

/** A view at a granularity, and the names that are made of it. */
struct level_view {
    struct level_view *next;
    struct granularity granularity;
    struct view view;
    struct strtab strings; /* over the view's: what graphs make */
};

/** A call graph and the request that it answers. */
struct kept_callgraph {
    struct kept_callgraph *next;
    struct callgraph_request request;
    struct callgraph callgraph;
};

/** A comparison with what it stands on. */
struct kept_comparison {
    struct view view; /* without preemption, at the level of the query */
    struct compared compared;
};

/** In the arena of the analysis; all zero to begin. */
struct analysis_products {
    struct level_view *views;
    struct kept_callgraph *callgraphs;
    struct kept_comparison *comparison;
    struct check *check;
};

/** The view of a level. It and its strings belong to the analysis. */
struct level_view *products_view(struct analysis *a, enum level level);

/** Frees what a comparison has outside of the arena; NULL is allowed. */
void products_release_comparison(struct kept_comparison *k);

/** Frees what is not in the arena of the analysis. */
void products_release(struct analysis_products *p);

#endif
