/*
 * The verdict on a comparison: what has grown beyond its limit, and beyond chance.
 *
 * A function or total fails if it grew by more than its limit and by more than z of its errors (compare/comparison.h). Exempt
 * functions, and cost that only moved between functions under one caller (compare/cost_shift.h), are found but do not fail. If
 * nothing could be compared, or not all that was given, the verdict is inconclusive, not a pass.
 *
 *   limits_fit(&limits, unit, &err);     first: checks that the limits fit the unit of the values (compare/limits.h)
 *   check_evaluate(&check, &request);    once per run; reports only print what it found
 */
#ifndef CPPROF_COMPARE_CHECK_H
#define CPPROF_COMPARE_CHECK_H

#include "base/noun.h"
#include "compare/comparison_side.h"
#include "compare/cost_shift.h"
#include "compare/limits.h"

/** The values are exit statuses of the program; 2 is an error. */
enum verdict { VERDICT_PASS = 0, VERDICT_FAIL = 1, VERDICT_INCONCLUSIVE = 3 };

enum finding_kind { FINDING_TOTAL, FINDING_FLAT, FINDING_CUM, FINDING_NEW };
enum finding_state { FINDING_FAILED, FINDING_MOVED, FINDING_EXEMPT };

enum { FINDING_PATH = 32 };

/** Growth beyond a limit. */
struct finding {
    enum finding_kind kind;
    enum finding_state state;
    const struct limit *limit;
    const struct comparison_row *row; /* NULL: the total */
    const struct side_value *value;   /* what grew, as [OLD] and [NEW] */
    struct str name;                  /* of the function; "": the total */
    struct str path[FINDING_PATH];    /* the callers that brought most of it, outermost first, down to the function */
    size_t path_len;
};

struct check {
    enum verdict verdict;
    const char *reason;      /* why nothing, or not everything, could be compared; NULL: everything could */
    struct finding *finding; /* failures first, then by growth, largest first */
    size_t n, n_failed, cap;
    struct noun row;     /* what a row of the comparison is: a function, or a line */
    size_t n_common;     /* how many rows both sides have */
    size_t n_checked;    /* how many rows have a limit and are not exempt */
    size_t n_exempt;     /* how many have a limit and are exempt */
    bool checks_total;   /* whether there is a limit of the total */
    bool checks_new;     /* whether there is a limit of new rows */
    struct str *warning; /* what limits the trust in the verdict */
    size_t n_warnings;
};

/** The input of a check. Everything is borrowed, and must outlive the check. */
struct check_request {
    const char *incomparable; /* why there is no comparison, and nothing below is read; else NULL */
    const struct comparison *comparison;
    struct cost_shift *cost_shift;      /* of this comparison; it caches its answers */
    const struct comparison_side *side; /* side[OLD], side[NEW]: how their files describe them */
    const bool *met; /* by -limit: whether it applies to a row of any sample type; NULL: there is one type */
    struct noun row; /* what a row of the comparison is */
    const struct limits *limits; /* in units that fit: see limits_fit() */
    size_t allow_missing;        /* how many files may be unread without making the check inconclusive */
    const char *undecided;       /* a regular expression that was too hard, so that samples may be missing; or NULL */
    bool has_filters;            /* whether filters may have emptied a side */
};

/** Sets met[i] for each -limit i that applies to a row. For checks of several sample types, before they are evaluated. */
void check_find_met(const struct check_request *request, bool *met);

/** Fills `c`, which points into the arena of the comparison's view and into the request. It needs no release. */
void check_evaluate(struct check *c, const struct check_request *request);

#endif
