/*
 * How much may grow: the limits of a check.
 *
 * A limit has up to three parts, separated by commas: a percentage of the old value ("5%"), an amount ("10ms", "1MB", "100"),
 * and a percentage of the old total ("0.5%total"). It is exceeded if all given parts are. A new function has no old value, so
 * its percentage refers to the old total. Blanks after a comma do not count.
 *
 *   limits_init(&l);
 *   limits_set(&l, "max_flat", "5%", &err);    1. the options of the command line, which precede those of a file
 *   limits_read(&l, text, len, &err);          2. a file of limits
 *   limits_complete(&l);                       3. the default limits, if nothing was set
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
    const char *text;   /* as given, borrowed; "": not set */
    const char *option; /* the name of the option that set it; borrowed */
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
    struct limit total, flat, cum, fresh; /* fresh: for new functions */
    struct function_limit *function;      /* for matching functions; the first match counts */
    size_t n_functions, cap_functions;
    struct regex **exempt; /* matching functions do not fail */
    size_t n_exempt, cap_exempt;
    double z;           /* growth must be more than so many errors; below 0: not set yet */
    struct arena arena; /* the texts that were read from a file */
};

/** Begins without any limit. */
void limits_init(struct limits *l);

/** Frees what was set. It takes a zeroed struct, too. */
void limits_release(struct limits *l);

/**
 * Sets a limit from text. `key` is the name of its option: max_total, max_flat, max_cum, max_new, limit, exempt or z. Both are
 * borrowed. Repeated limit and exempt options add up. For any other option, the first one counts.
 * @return 0; or -1 with `err` set: an unknown name, an invalid limit or an empty text
 */
int limits_set(struct limits *l, const char *key, const char *text, struct err *err);

/**
 * Reads lines "KEY = VALUE" as limits_set() does. It skips blank lines and lines that begin with #. The text may be freed
 * afterwards.
 * @return 0; or -1 with `err` set, which names the line
 */
int limits_read(struct limits *l, const char *text, size_t len, struct err *err);

/** Sets z, and the default limits if no limit was set. Call it after all that the user gave is set. */
void limits_complete(struct limits *l);

/** Calls visit(ctx, "-limit" or "-exempt", ...) for each pattern of the limits. */
void limits_each_pattern(const struct limits *l, regex_visitor *visit, void *ctx);

/** Whether a limit was set. */
bool limit_is_set(const struct limit *l);

/**
 * Checks that the units of all limits fit values in `unit`. Bytes and times need a unit, because a bare number of them would be
 * a guess; only 0 needs none. MiB is MB, and so on, since units of bytes are powers of 1024.
 * @return 0; or -1 with `err` set, which names one that does not fit and lists the units that would
 */
int limits_fit(const struct limits *l, struct str unit, struct err *err);

/** Appends the limit as given: "-max_flat=5%". */
void limit_print(struct buf *out, const struct limit *l);

/**
 * Whether growth exceeds the limit.
 * @param delta  the growth, in `unit`; 0 and less exceed nothing
 * @param of     the old value, which the percentage refers to, in `unit`; 0: any growth exceeds every percentage
 * @param total  the old total, in `unit`
 */
bool limit_is_exceeded(const struct limit *l, double delta, double of, double total, struct str unit);

#endif
