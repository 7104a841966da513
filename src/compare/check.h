/*
 * The verdict on a comparison: what has grown beyond its limit, and beyond chance.
 *
 * Something fails that grew by more than its limit and by more than z of its errors (compare/comparison.h). Cost that only moved
 * between functions under one caller (compare/cost_shift.h), and functions that are exempt, are found as well but do not fail.
 * Where nothing could be compared the verdict says so, and not that all is well.
 *
 *   limits_fit(&limits, unit, &err);     first: whether the limits are in the unit of the values (compare/limits.h)
 *   check_evaluate(&check, &request);    once per run; reports only print what it found
 */
#ifndef CPPROF_COMPARE_CHECK_H
#define CPPROF_COMPARE_CHECK_H

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
    struct str path[FINDING_PATH]; /* the callers over which most of it came, outermost first, down to the function */
    size_t path_len;
};

struct check {
    enum verdict verdict;
    const char *reason;      /* why nothing could be compared, or not all of it; NULL: nothing stood in the way */
    struct finding *finding; /* failures first, then by growth, the largest first */
    size_t n, n_failed, cap;
    size_t n_compared;   /* functions */
    size_t n_common;     /* of these, those that both sides have */
    struct str *warning; /* what a reader should know of how far the verdict can be trusted */
    size_t n_warnings;
};

/** What a check is made from; all borrowed, and must outlive the check. */
struct check_request {
    const char *incomparable; /* why there is no comparison; else NULL. Nothing below is then looked at */
    const struct comparison *comparison;
    struct cost_shift *cost_shift;      /* of this comparison; it remembers what it is asked */
    const struct comparison_side *side; /* side[OLD], side[NEW]: what the files say of themselves */
    const struct limits *limits;        /* whose units fit: see limits_fit() */
    bool has_filters;                   /* whether filters may be why a side is empty */
};

/** Fills `c`. What it points to is in the arena of the comparison's view, or in the request. It needs no release. */
void check_evaluate(struct check *c, const struct check_request *request);

#endif
