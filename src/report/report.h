/*
 * A report: a file with a `struct report_def`, and a row in reports.def.
 *
 *     const struct report_def *r = report_find("top");
 *     analysis_open(&a, &session, &query, &err);
 *     r->write(&a, &(struct report_out){.to = &buf, .format = FORMAT_TEXT}, &err);
 *
 * `write` asks the analysis for what it needs, with requests of its own, and writes to a report_out. It does not see options,
 * output files or Graphviz. A report that is a table passes typed rows to table.h, which prints them in any format.
 */
#ifndef CPPROF_REPORT_REPORT_H
#define CPPROF_REPORT_REPORT_H

#include "analysis/analysis.h"
#include "base/paint.h"
#include "report/medium.h"

enum { REPORT_MISSES = 3 };

/** Where a report goes, and what it found that is not part of its text. */
struct report_out {
    struct buf *to;
    enum format format;
    struct paint *paint; /* NULL: no colour */
    size_t width;        /* of the terminal that it goes to, in columns; 0: it does not go to a terminal */

    size_t n_drawn;                     /* set by reports that are drawn: how many nodes they have */
    size_t n_missing;                   /* how many source files could not be opened */
    const char *missing[REPORT_MISSES]; /* where the first of these were looked for, and why they could not be opened */
    size_t n_short;                     /* how many source files have fewer lines than the profile knows of them */
    const char *first_short; /* the first of these, in words: "a.go has 10 lines, and the profile has line 12" */
    int verdict;             /* set by a check: the exit status */
};

/** Sets of formats, with a bit for each. */
#define FORMAT_BIT(format) (1u << (format))
enum {
    FORMATS_TEXT = FORMAT_BIT(FORMAT_TEXT),
    FORMATS_LINES = FORMATS_TEXT | FORMAT_BIT(FORMAT_JSON),
    FORMATS_TABLE = FORMATS_LINES | FORMAT_BIT(FORMAT_CSV) | FORMAT_BIT(FORMAT_MARKDOWN),
    FORMATS_CHECK = FORMATS_TABLE | FORMAT_BIT(FORMAT_GITHUB) | FORMAT_BIT(FORMAT_JUNIT)
};

/** What a report uses besides a loaded profile, with a bit for each. */
enum report_uses {
    USES_FILES = 1,  /* opens files while it is written: source files, fonts */
    USES_LIMITS = 2, /* the limits of -max_total and similar options */
    USES_TYPES = 4   /* all sample types that the query names, and not only one */
};

struct report_def {
    const char *name;
    const char *alias;                   /* another name, or NULL */
    const char *summary;                 /* one line for the help */
    const char *details;                 /* a few lines on how to read or use it; or NULL */
    const char *argument;                /* what its argument is called; NULL: it takes no argument */
    void (*defaults)(struct options *o); /* changes the options of a line in the shell; or NULL */
    enum base_use base;                  /* what a base is used for */
    unsigned uses;                       /* a set of enum report_uses */
    unsigned formats;                    /* one of FORMATS_... */
    enum medium medium;
    enum viewer viewer;
    /*
     * The ending of its files, or NULL. -output=x.ENDING alone chooses this report. A report that is not text goes to a file with
     * this ending rather than to a terminal.
     */
    const char *extension;
    /** Writes the report to `out`. @return 0; or -1 with `err` set, when part of it may have been written */
    int (*write)(struct analysis *a, struct report_out *out, struct err *err);
};

/** The rows of reports.def. */
extern const struct report_def *const report_defs[];
extern const size_t n_report_defs;

/** @return the report with this name or alias, or NULL */
const struct report_def *report_find(const char *name);

/** @return the report whose files have the ending of this one; or NULL */
const struct report_def *report_of_file(const char *file);

/** @return a command line that uses the options of a group, which help shows above them */
const char *report_example(enum option_group group);

/** @return the style of a value, which depends on its share of the total */
enum style report_heat(int64_t value, int64_t total);

#endif
