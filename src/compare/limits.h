/*
 * How much may grow: the limits of a check.
 *
 * A limit has up to three parts, with commas between: a percentage of what there was ("5%"), an amount ("10ms", "1MB", "100"),
 * and a part of the old total ("0.5%total"). All that are given must be exceeded for the limit to be. For what was not
 * there before, a percentage is one of the old total.
 */
#ifndef CPPROF_COMPARE_LIMITS_H
#define CPPROF_COMPARE_LIMITS_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/strtab.h"
#include "regex/regex.h"

struct limit {
    const char *text; /* as it was given, "" for none; borrowed, and so is: */
    const char *option;
    bool has_percent, has_amount, has_share;
    double percent, amount, share; /* the amount in `unit`; the share in percent of the total */
    struct str unit;               /* "": that of the sample type */
};

/** A limit for functions whose names match. */
struct function_limit {
    struct regex *function;
    struct limit limit;
};

struct limits {
    struct limit total, flat, cum, fresh; /* fresh: what was not there before */
    struct function_limit *function;      /* the first that matches counts */
    size_t n_functions, cap_functions;
    struct regex **exempt;
    size_t n_exempt, cap_exempt;
    double z; /* below 0: not set yet */
    struct arena arena;
};

void limits_init(struct limits *l);
void limits_release(struct limits *l);

/**
 * Sets a limit from text, under the name of its option: max_total, max_flat, max_cum, max_new, limit, exempt, z. Those that can be
 * given once stay as they were set first.
 * @return 0; or -1 with `err` set.
 */
int limits_set(struct limits *l, const char *key, const char *text, struct err *err);

/** Reads lines "KEY = VALUE" (blank ones and those that begin with # are nothing). @return 0; or -1 with `err` set: the line. */
int limits_read(struct limits *l, const char *text, size_t len, struct err *err);

/** Puts the default limits where none was set. To be called last. */
void limits_complete(struct limits *l);

/** Whether a limit was set. */
bool limit_is_set(const struct limit *l);

/** Checks that all limits are in units that fit values in `unit`. @return 0; or -1 with `err` set: the limit that is not. */
int limits_fit(const struct limits *l, struct str unit, struct err *err);

/** Appends the limit as it was given: "-max_flat=5%". */
void limit_print(struct buf *out, const struct limit *l);

/**
 * Whether growth by `delta`, in `unit`, is beyond the limit.
 * @param of     what its percentage is of: what there was before; 0: any growth is beyond every percentage
 * @param total  the old total
 */
bool limit_is_exceeded(const struct limit *l, double delta, double of, double total, struct str unit);

#endif
