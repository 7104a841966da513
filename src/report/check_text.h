/*
 * The result of a check (compare/check.h) in words, for the formats in which it is printed.
 */
#ifndef CPPROF_REPORT_CHECK_TEXT_H
#define CPPROF_REPORT_CHECK_TEXT_H

#include "report/report.h"

/** What there is to print. All borrowed. */
struct check_result {
    struct analysis *a;
    const struct check *check;
    const struct compared *compared; /* NULL: there was nothing to compare */
};

/** Appends the verdict in a line, without a line end: "FAIL: 2 limits exceeded; ...". */
void check_put_verdict(struct buf *out, const struct check_result *r);

/** Appends a name in one line, whatever it is, and no command to GitHub, which takes "##[" for one anywhere in a line. */
void check_put_visibly(struct buf *out, struct str name);

/** Appends what grew: "1.2s -> 1.5s, +300ms (+25.00%, error 20ms)". */
void check_put_growth(struct buf *out, const struct check_result *r, const struct side_value *v);

/** Words for what there is: "failed", "moved", "exempt"; "total", "flat", "cum", "new"; "PASS", "FAIL", "INCONCLUSIVE". */
extern const char *const finding_states[], *const finding_kinds[];
const char *verdict_word(enum verdict v);

/** The formats that a check has beside those of every table. */
void check_write_markdown(const struct check_result *r, struct buf *out);
void check_write_github(const struct check_result *r, struct buf *out);
void check_write_junit(const struct check_result *r, struct buf *out);

#endif
