/*
 * A question about a profile: what the command line or a line in the shell asks for, as enums, compiled filters and parsed
 * limits. Only names that the profile defines, of sample types and units, remain text.
 *
 *     query_init(&q, &options, &budget, &err);
 *     query_set_argument(&q, "regexp", &err);           // if the report takes an argument
 *     analysis_open(&a, &session, &q, &err);            // see analysis/analysis.h
 *     query_release(&q);
 */
#ifndef CPPROF_QUERY_QUERY_H
#define CPPROF_QUERY_QUERY_H

#include "base/noun.h"
#include "compare/limits.h"
#include "graph/node.h"
#include "graph/trim.h"
#include "profile/view.h"
#include "query/options.h"

struct query {
    const char *sample_index; /* the name or number of the sample type; "": the profile's default */
    bool several_types; /* or the names of several, with commas between them; false unless the report takes them */
    bool mean;          /* divide by the first sample type */
    bool normalize;     /* scale the profile to the total of its base */
    struct str unit;    /* in which values are shown */
    double ratio;       /* by which values are multiplied */

    enum level level;
    bool inlines, columns_of_lines; /* keep inlined functions apart; show columns after line numbers */

    struct filter_set filters;
    bool relative_percentages; /* shares are of what the filters leave, not of the whole profile */

    enum sort sort;
    int node_count; /* -1: the report's own */
    double node_fraction, edge_fraction;
    bool trim;           /* leave out small nodes and edges */
    bool drop_negative;  /* leave out what shrank */
    bool call_tree;      /* a node for each path that leads to a function */
    bool compact_labels; /* leave out the header about the profile */
    enum columns columns;

    struct source_names names; /* how source files are named */
    bool source_path_only;     /* do not read source files outside of the folders of -source_path */

    struct regex *argument; /* the report's argument; NULL: it was given none */
    struct limits limits;
    size_t allow_missing; /* how many sources may be unreadable in a check, of both sides together */
};

/** The text of a file of limits (-budget). Borrowed. */
struct budget {
    const char *name, *text; /* `name` is "" if there is no such file */
    size_t len;
};

/**
 * Makes a query of resolved options. It borrows the strings of the options and the budget, which must outlive it.
 * @return 0, and the caller must query_release() it; or -1 with `err` set and nothing to release: a filter or limit cannot be
 *         parsed, or -divide_by is 0
 */
int query_init(struct query *q, const struct options *o, const struct budget *budget, struct err *err);

/** Frees the compiled filters, the limits and the argument. */
void query_release(struct query *q);

/**
 * Compiles the argument of the report, which may be freed on return. NULL and "" mean that there is no argument.
 * @return 0; or -1 with `err` set: it is not a regular expression. The query must be released in either case
 */
int query_set_argument(struct query *q, const char *argument, struct err *err);

/** Calls visit(ctx, "-focus", ...) and so on for each regular expression of the query. */
void query_each_pattern(const struct query *q, regex_visitor *visit, void *ctx);

/** @return which parts of a frame tell nodes apart at `level`; LEVEL_DEFAULT: at the query's own level */
struct granularity query_granularity(const struct query *q, enum level level);

/** @return what a row stands for at the query's level: "line", "package" */
struct noun query_row_noun(const struct query *q);

/**
 * @param default_nodes  how many nodes are shown if the user does not say; 0: all
 * @param untrimmed      show everything, whatever the user says
 * @return how much a report shows
 */
struct trim_request query_trimming(const struct query *q, int default_nodes, bool untrimmed);

/** @return the `*n` filters that the lines above a report name, as "focus=..."; in the arena */
const char *const *query_active_filters(const struct query *q, size_t *n, struct arena *arena);

#endif
