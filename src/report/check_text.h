/*
 * The result of a check (compare/check.h) in words, and the formats that only a check has. check.c calls all of them.
 */
#ifndef CPPROF_REPORT_CHECK_TEXT_H
#define CPPROF_REPORT_CHECK_TEXT_H

#include "report/report.h"

/** The result to print. All pointers are borrowed. */
struct check_result {
    struct analysis *a;
    const struct check *check;
    const struct compared *compared; /* NULL: there was nothing to compare */
};

/** Appends the verdict as one line without a line end: "FAIL: 2 limits exceeded; ...". */
void check_put_verdict(struct buf *out, const struct check_result *r);

/**
 * Appends a name on one line, with control characters made visible. It cannot be a command in a log (base/log_command.h),
 * provided that something else comes before it in the line.
 */
void check_put_visibly(struct buf *out, struct str name);

/** Appends the growth from v[OLD] to v[NEW]: "1.2s -> 1.5s, +300ms (+25.00%, error 20ms)". */
void check_put_growth(struct buf *out, const struct check_result *r, const struct side_value *v);

/** By enum finding_state: "failed", "moved", "exempt". By enum finding_kind: "total", "flat", "cum", "new". */
extern const char *const finding_states[], *const finding_kinds[];

/** @return "PASS", "FAIL" or "INCONCLUSIVE" */
const char *verdict_word(enum verdict v);

/** Each appends the whole result in a format that other tables do not have. */
void check_write_markdown(const struct check_result *r, struct buf *out);
void check_write_github(const struct check_result *r, struct buf *out);
void check_write_junit(const struct check_result *r, struct buf *out);

#endif
