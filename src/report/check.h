/*
 * The verdict on a comparison: what has grown beyond its limits, and beyond chance.
 *
 * Something fails that grew by more than its limit and by more than z of its errors (see compare/comparison.h). Cost that only moved
 * between functions under one caller (compare/cost_shift.h), and what is exempt, is reported and does not fail. Where nothing could
 * be compared the verdict is that, and not that all is well.
 */
#ifndef CPPROF_REPORT_CHECK_H
#define CPPROF_REPORT_CHECK_H

#include "compare/comparison.h"
#include "compare/limits.h"
#include "report/report.h"

/** Exit statuses; 2 is an error. */
enum verdict { VERDICT_PASS = 0, VERDICT_FAIL = 1, VERDICT_INCONCLUSIVE = 3 };

enum finding_kind { FINDING_TOTAL, FINDING_FLAT, FINDING_CUM, FINDING_NEW };
enum finding_state { FINDING_FAILED, FINDING_MOVED, FINDING_EXEMPT };

enum { FINDING_PATH = 32 };

struct finding {
    enum finding_kind kind;
    enum finding_state state;
    const struct limit *limit;
    const struct comparison_row *row; /* NULL: the total */
    const struct side_value *value;   /* what grew */
    struct str name;                  /* of the function */
    struct str path[FINDING_PATH]; /* the callers over which most of it came, outermost first, down to the function */
    size_t path_len;
};

struct check {
    enum verdict verdict;
    const char *reason;      /* why it is inconclusive */
    struct finding *finding; /* failures first, heavier ones before lighter ones */
    size_t n, n_failed, cap;
    size_t n_compared; /* functions */
    size_t n_common;   /* of these, those of both sides */
    struct str *warning;
    size_t n_warnings;
};

/** Compares; everything that `c` gets is in the report's arena. */
void check_evaluate(struct check *c, const struct report_in *in);

/** Appends the verdict in a line, without a line end: "FAIL: 2 limits exceeded; ...". */
void check_put_verdict(struct buf *out, const struct report_in *in, const struct check *c);

/** Appends what grew: "1.2s -> 1.5s, +300ms (+25.00%, error 20ms)". */
void check_put_growth(struct buf *out, const struct report_in *in, const struct side_value *v);

/** Appends the limit as it is given: "-max_flat=5%". */
void check_put_limit(struct buf *out, const struct limit *l);

/** Words for what there is: "failed", "moved", "exempt"; "total", "flat", "cum", "new"; "PASS", "FAIL", "INCONCLUSIVE". */
extern const char *const finding_states[], *const finding_kinds[];
const char *verdict_word(enum verdict v);

/** The formats that a check has beside those of every table. */
int check_write_markdown(const struct report_in *in, struct buf *out, struct err *err);
int check_write_github(const struct report_in *in, struct buf *out, struct err *err);
int check_write_junit(const struct report_in *in, struct buf *out, struct err *err);

#endif
