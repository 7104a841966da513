/*
 * The products that an analysis has made so far. For analysis/ only.
 */
#ifndef CPPROF_ANALYSIS_PRODUCTS_H
#define CPPROF_ANALYSIS_PRODUCTS_H

#include "analysis/analysis.h"

/** A view at one granularity, and the names that graphs make of its strings. */
struct level_view {
    struct level_view *next;
    struct granularity granularity;
    struct view view;
    struct strtab strings; /* stacked on the view's own strings */
};

/** A call graph and the request that it answers. */
struct kept_callgraph {
    struct kept_callgraph *next;
    struct callgraph_request request;
    struct callgraph callgraph;
};

/** A comparison and the view that it is made of. */
struct kept_comparison {
    struct view view; /* at the level of the query, with preemption hidden */
    struct compared compared;
};

/** The comparison line by line, and the view that it is made of. */
struct kept_line_comparison {
    struct view view;
    struct comparison comparison;
};

/** Lives in the arena of the analysis, and begins zeroed. */
struct analysis_products {
    struct level_view *views;
    struct kept_callgraph *callgraphs;
    struct kept_comparison *comparison;
    struct kept_line_comparison *line_comparison;
    struct check *check;
};

/** @return the view at `level`, made if need be. The view and its strings belong to the analysis */
struct level_view *products_view(struct analysis *a, enum level level);

/** Frees the parts of the comparisons that are not in the arena of the analysis. */
void products_release_comparisons(struct analysis_products *p);

/** Frees the parts of all products that are not in the arena of the analysis. */
void products_release(struct analysis_products *p);

#endif
