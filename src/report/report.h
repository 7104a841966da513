/*
 * What a report is: a file with a `struct report_def`, and a row in reports.def.
 *
 * `write` asks the analysis for what it needs, with requests of its own, and writes to a report_out. It sees nothing of
 * options, files or Graphviz. A report that is a table hands over typed rows (table.h), which are printed in any format.
 */
#ifndef CPPROF_REPORT_REPORT_H
#define CPPROF_REPORT_REPORT_H

#include "analysis/analysis.h"
#include "base/paint.h"
#include "report/medium.h"

enum { REPORT_MISSES = 3 };

/** Where a report goes, and what it came upon that is not part of its text. */
struct report_out {
    struct buf *to;
    enum format format;
    struct paint *paint; /* NULL: no colour */
    size_t width;        /* of the terminal that it goes to, in columns; 0: it goes to no terminal */

    size_t n_drawn;                     /* set by those that are drawn: how many nodes there are */
    size_t n_missing;                   /* source files that could not be opened */
    const char *missing[REPORT_MISSES]; /* where the first of them were looked for, and why they could not be */
    int verdict;                        /* of a check: its exit status */
};

/** A set of formats, a bit each. */
#define FORMAT_BIT(format) (1u << (format))
enum {
    FORMATS_TEXT = FORMAT_BIT(FORMAT_TEXT),
    FORMATS_LINES = FORMATS_TEXT | FORMAT_BIT(FORMAT_JSON),
    FORMATS_TABLE = FORMATS_LINES | FORMAT_BIT(FORMAT_CSV) | FORMAT_BIT(FORMAT_MARKDOWN),
    FORMATS_CHECK = FORMATS_TABLE | FORMAT_BIT(FORMAT_GITHUB) | FORMAT_BIT(FORMAT_JUNIT)
};

/** What a report uses beyond a loaded profile, a bit each. */
enum report_uses {
    USES_FILES = 1, /* opens files while it is made: sources, fonts */
    USES_LIMITS = 2 /* the limits of -max_total and the like */
};

struct report_def {
    const char *name;
    const char *alias;                   /* another name, or NULL */
    const char *summary;                 /* a line for the help */
    const char *details;                 /* some lines more, on how to read or use it; NULL: there is nothing to add */
    const char *argument;                /* what its argument is called, or NULL: it takes none */
    void (*defaults)(struct options *o); /* changes what the shell's line asks for; NULL: it stays as it is */
    enum base_use base;                  /* what a base is for */
    unsigned uses;                       /* enum report_uses */
    unsigned formats;                    /* FORMATS_... */
    enum medium medium;
    enum viewer viewer;
    const char *extension; /* of the file it goes to when it may not go to a terminal; NULL: it may */
    /** Writes the report. @return 0; or -1 with `err` set. */
    int (*write)(struct analysis *a, struct report_out *out, struct err *err);
};

/** The rows of reports.def. */
extern const struct report_def *const report_defs[];
extern const size_t n_report_defs;

/** The report of this name or alias, or NULL. */
const struct report_def *report_find(const char *name);

/** A command line that uses the options of a group. Help shows it above them. */
const char *report_example(enum option_group group);

/** The style of a value, by its share of the total. */
enum style report_heat(int64_t value, int64_t total);

#endif
