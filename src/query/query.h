/*
 * A question to a profile: what the command line, a line of the shell or a request asks for, in enums, compiled filters and
 * parsed limits. Nothing in it is compared as text later, but for names that only the profile knows: its sample types, units.
 *
 *     query_init(&q, &options, &budget, &err);
 *     query_set_argument(&q, "regexp", &err);           where the report takes one
 *     analysis_open(&a, &session, &q, &err);            (analysis/analysis.h)
 *     query_release(&q);
 */
#ifndef CPPROF_QUERY_QUERY_H
#define CPPROF_QUERY_QUERY_H

#include "compare/limits.h"
#include "graph/node.h"
#include "graph/trim.h"
#include "profile/view.h"
#include "query/options.h"

struct query {
    const char *sample_index; /* the name or number of the sample type; "": the profile's own choice */
    bool mean;                /* divide by the first sample type */
    bool normalize;           /* scale the profile to the total of its base */
    struct str unit;          /* that values are shown in */
    double ratio;             /* that they are multiplied by */

    enum level level;
    bool inlines, columns_of_lines; /* whether inlined functions are apart, and columns shown */

    struct filter_set filters;
    bool relative_percentages; /* shares of what the filters leave */

    enum sort sort;
    int node_count; /* -1: the report's own */
    double node_fraction, edge_fraction;
    bool trim;          /* leave out what is small */
    bool drop_negative; /* leave out what became less */
    bool call_tree;
    bool compact_labels; /* no header about the profile */
    enum columns columns;
    bool is_typed; /* in the shell, whose reports are shorter */

    struct source_names names; /* how source files are named */
    bool source_path_only;     /* read no source file outside of its folders */

    struct regex *argument; /* of the report; NULL: none was given */
    struct limits limits;
};

/** The text of a file of limits. */
struct budget {
    const char *name, *text; /* `name` is "" where there is none */
    size_t len;
};

/**
 * Makes a query of the options, whose strings must outlive it, as must the budget.
 * @return 0, and the caller query_release()s it; or -1 with `err` set and nothing to be released.
 */
int query_init(struct query *q, const struct options *o, const struct budget *budget, struct err *err);
void query_release(struct query *q);

/** Compiles the argument of the report; NULL and "" are none. @return 0; or -1 with `err` set. */
int query_set_argument(struct query *q, const char *argument, struct err *err);

/** What of a frame counts: that of the level, or with LEVEL_DEFAULT that of the query's own. */
struct granularity query_granularity(const struct query *q, enum level level);

/** How much a report shows, which shows `default_nodes` (0: all) where the user does not say, or everything. */
struct trim_request query_trimming(const struct query *q, int default_nodes, bool untrimmed);

/** The filters that lines above a report name, as "focus=...", in the arena. */
const char *const *query_active_filters(const struct query *q, size_t *n, struct arena *arena);

#endif
