/*
 * The result of a check (compare/check.h) in words, for the formats in which it is printed.
 */
#ifndef CPPROF_REPORT_CHECK_TEXT_H
#define CPPROF_REPORT_CHECK_TEXT_H

#include "compare/check.h"
#include "report/report.h"

/** Appends the verdict in a line, without a line end: "FAIL: 2 limits exceeded; ...". */
void check_put_verdict(struct buf *out, const struct report_in *in);

/** Appends what grew: "1.2s -> 1.5s, +300ms (+25.00%, error 20ms)". */
void check_put_growth(struct buf *out, const struct report_in *in, const struct side_value *v);

/** Words for what there is: "failed", "moved", "exempt"; "total", "flat", "cum", "new"; "PASS", "FAIL", "INCONCLUSIVE". */
extern const char *const finding_states[], *const finding_kinds[];
const char *verdict_word(enum verdict v);

/** The formats that a check has beside those of every table. */
int check_write_markdown(const struct report_in *in, struct buf *out, struct err *err);
int check_write_github(const struct report_in *in, struct buf *out, struct err *err);
int check_write_junit(const struct report_in *in, struct buf *out, struct err *err);

#endif
