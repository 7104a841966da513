/*
 * How much may grow: the limits of a check.
 *
 * A limit has up to three parts, separated by commas: a percentage of what there was ("5%"), an amount ("10ms", "1MB", "100"),
 * and a percentage of the old total ("0.5%total"). It is exceeded when all parts that are given are. What was not there before
 * has no percentage of its own, so its percentage is one of the old total.
 *
 *   limits_init(&l);
 *   limits_set(&l, "max_flat", "5%", &err);    1. the options of the command line, which count before those of a file
 *   limits_read(&l, text, len, &err);          2. a file of limits
 *   limits_complete(&l);                       3. the default limits, where nothing was set
 *   limits_fit(&l, unit, &err);                4. once the unit of the values is known
 *   limit_is_exceeded(&l.flat, ...);           5. as often as wanted
 *   limits_release(&l);
 */
#ifndef CPPROF_COMPARE_LIMITS_H
#define CPPROF_COMPARE_LIMITS_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/strtab.h"
#include "regex/regex.h"

struct limit {
    const char *text;   /* as it was given; "": not set. Borrowed */
    const char *option; /* the name of the option that set it. Borrowed */
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
    struct limit total, flat, cum, fresh; /* fresh: for what was not there before */
    struct function_limit *function;      /* for functions of their own; the first that matches counts */
    size_t n_functions, cap_functions;
    struct regex **exempt; /* functions that do not fail */
    size_t n_exempt, cap_exempt;
    double z;           /* of how many errors growth must be more; below 0: not set yet */
    struct arena arena; /* the texts that were read from a file */
};

/** Begins without any limit. */
void limits_init(struct limits *l);

/** Frees what was set; also for a zeroed struct. */
void limits_release(struct limits *l);

/**
 * Sets a limit from text, which is borrowed, as is `key`: the name of its option, max_total, max_flat, max_cum, max_new, limit,
 * exempt or z. What can be given once stays as it was set first; limit and exempt add up.
 * @return 0; or -1 with `err` set: no such name, or text that is no limit
 */
int limits_set(struct limits *l, const char *key, const char *text, struct err *err);

/**
 * Reads lines "KEY = VALUE", each as limits_set() does, from text that may then be freed. Blank lines and lines that begin with #
 * are skipped.
 * @return 0; or -1 with `err` set, which names the line
 */
int limits_read(struct limits *l, const char *text, size_t len, struct err *err);

/** Sets z, and the default limits if no limit was set, once everything that the user wants is set. */
void limits_complete(struct limits *l);

/** Whether a limit was set. */
bool limit_is_set(const struct limit *l);

/** Checks that all limits are in units that fit values in `unit`. @return 0; or -1 with `err` set: the limit that is not. */
int limits_fit(const struct limits *l, struct str unit, struct err *err);

/** Appends the limit as it was given: "-max_flat=5%". */
void limit_print(struct buf *out, const struct limit *l);

/**
 * Whether growth exceeds the limit.
 * @param delta  the growth, in `unit`; what is 0 or below exceeds nothing
 * @param of     what its percentage is of, in `unit`: what there was before; 0: any growth exceeds every percentage
 * @param total  the old total, in `unit`
 */
bool limit_is_exceeded(const struct limit *l, double delta, double of, double total, struct str unit);

#endif
