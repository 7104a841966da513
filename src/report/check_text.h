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
    bool is_one_of_several;          /* sample types that are checked, so what stands by itself names its type */
};

/** The results for all sample types, at least one, and the worst verdict: a failure, or else an inconclusive one. */
struct check_results {
    const struct check_result *item;
    size_t n;
    enum verdict verdict;
};

/** Appends the verdict on all sample types as one line without a line end: that on the only one, or "FAIL: cpu FAIL, wall PASS". */
void check_put_summary(struct buf *out, const struct check_results *all);

/**
 * Appends the verdict as one line without a line end: "FAIL: 2 limits exceeded; ...", or what is within its limits: "PASS: the
 * total and 12 functions within their limits; ...". It ends with the filters, if there are any.
 */
void check_put_verdict(struct buf *out, const struct check_result *r);

/**
 * Appends a name on one line, with control characters made visible. It cannot be a command in a log (base/log_command.h),
 * provided that something else comes before it in the line.
 */
void check_put_visibly(struct buf *out, struct str name);

/** Appends a limit as it was given, in the same way, because a file of limits may come from anywhere. */
void check_put_limit(struct buf *out, const struct limit *l);

/** Appends the growth from v[OLD] to v[NEW]: "1.2s -> 1.5s, +300ms (+25.00%, error 20ms)". */
void check_put_growth(struct buf *out, const struct check_result *r, const struct side_value *v);

/** By enum finding_state: "failed", "moved", "exempt". By enum finding_kind: "total", "flat", "cum", "new". */
extern const char *const finding_states[], *const finding_kinds[];

/** @return "PASS", "FAIL" or "INCONCLUSIVE" */
const char *verdict_word(enum verdict v);

/** Each appends all results in a format that other tables do not have, with a section for each sample type. */
void check_write_markdown(const struct check_results *all, struct buf *out);
void check_write_github(const struct check_results *all, struct buf *out);
void check_write_junit(const struct check_results *all, struct buf *out);

#endif
