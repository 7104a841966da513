/*
 * What a report is: one row of reports.def, and what it gets to write from.
 *
 * A report is a file with a `struct report_def` and a row in reports.def. How reports differ in what the pipeline
 * prepares for them is a field of the row. `write` sees the view, the graph and the numbers below, and nothing of
 * options, stdout or Graphviz.
 */
#ifndef CPPROF_REPORT_REPORT_H
#define CPPROF_REPORT_REPORT_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "graph/graph.h"
#include "profile/label_units.h"
#include "profile/view.h"
#include "regex/regex.h"

/** How values are shown. */
struct formatter {
    struct str sample_unit; /* what the profile says */
    struct str output_unit; /* what is shown; "minimum" suits each value */
    double ratio;           /* values are multiplied by it first */
};

/** How text stands out where colour is wanted. */
enum report_style {
    STYLE_PLAIN,
    STYLE_BOLD,
    STYLE_DIM,
    STYLE_HOT,  /* a tenth of the total or more */
    STYLE_WARM, /* a fiftieth or more */
    STYLE_LESS  /* below zero: what became less in a diff */
};

/** Changes the style of what is appended to `out` from here on. Whoever wants colour embeds it. */
struct report_paint {
    void (*set)(struct report_paint *p, struct buf *out, enum report_style style);
};

enum { REPORT_MISSES = 3 };

/** What a report came upon that is not part of its text; all in the report's arena. */
struct report_notes {
    size_t n_missing;                   /* source files that could not be opened */
    const char *missing[REPORT_MISSES]; /* where the first of them were looked for, and why they could not be */
};

/** Everything that a report is written from; all borrowed. */
struct report_in {
    const struct profile *profile;
    const struct view *view;
    const struct graph *graph; /* NULL unless the row asks for one */
    size_t n_before_top, dropped_nodes, dropped_edges;
    const struct comparison *sides; /* where the row asks for both sides; else NULL, and so are: */
    struct cost_shift *cost_shift;
    const struct comparison_side *side;
    const struct check *check;   /* where the row has limits; else NULL */
    const struct limits *limits; /* of the check */

    struct formatter format;
    int64_t total;           /* of the samples before filters, or of the base in a diff */
    const char *sample_type; /* "mean_" before it where means are shown */
    size_t value;            /* its number */
    bool mean;

    const char *title;          /* base name of the main binary, or "" */
    const char *const *filters; /* "focus=..." for each filter that is set */
    size_t n_filters;
    double node_fraction, edge_fraction;
    int64_t node_count; /* 0: as many as there are */
    bool cum;           /* sort by it */
    bool drop_negative; /* leave out what became less */
    bool compact_labels;
    const struct regex *symbol; /* what the report's argument says; NULL if it takes none */
    bool source_path_only;      /* read no source file outside of source_path */
    const char *source_path, *trim_path;
    const struct label_units *label_units;
    struct arena *arena; /* for the report's own use */

    struct report_paint *paint; /* NULL: no colour */
    struct report_notes *notes; /* NULL: not wanted */
};

struct table;
struct check;
struct comparison;
struct comparison_side;
struct cost_shift;
struct limits;

enum report_graph {
    REPORT_NO_GRAPH,
    REPORT_WHOLE_GRAPH,
    REPORT_TRIMMED_GRAPH /* sorted and cut down, and with one unit chosen for all values */
};

/** The program that a report is shown with, where it is not written to a file. */
enum report_viewer { VIEWER_NONE, VIEWER_BROWSER, VIEWER_EOG, VIEWER_EVINCE, VIEWER_GV, VIEWER_KCACHEGRIND };

enum report_granularity { REPORT_AS_ASKED, REPORT_LINES, REPORT_ADDRESSES };

/** A format that a single report has. */
struct report_format {
    const char *name;
    int (*write)(const struct report_in *in, struct buf *out, struct err *err);
};

struct report_def {
    const char *name;
    const char *alias;    /* another name, or NULL */
    const char *summary;  /* a line for the help */
    const char *details;  /* some lines more, on how to read or use it; NULL: there is nothing to add */
    const char *argument; /* what its argument is called, or NULL: it takes none */
    enum report_graph graph;
    enum report_granularity granularity;
    int default_node_count; /* where the user does not say; 0: all */
    int shell_node_count;   /* in the shell, where the user does not say; 0: as above */
    bool words_are_tags;    /* in the shell, words behind it are patterns of tags, not of frames */
    bool untrimmed;         /* shows everything, whatever the trimming options say */
    bool visual;            /* a picture: sorted by entropy, with tags */
    bool call_tree;         /* honours the option call_tree */
    bool integer_units;     /* shows whole numbers only, in a unit that suits the smallest */
    bool edges;             /* needs the edges of the graph even where nothing is inlined */
    bool edges_at_argument; /* of these only those from and to the functions that the argument matches */
    bool two_sided;         /* compares the sources with the base, which is not subtracted */
    bool has_limits;        /* holds them to limits */
    bool samples;           /* shows them one by one: equal ones must have been added up */
    bool objects;           /* keeps functions of different mapped files apart */
    bool reads_sources;     /* opens source files that the profile names */
    bool binary;            /* not for a terminal: goes to a file there */
    const char *renderer;   /* the picture format that its DOT text is drawn in, or NULL */
    bool pannable;          /* the drawing gets a script for panning and zooming */
    enum report_viewer viewer;
    const char *extension; /* of the file it goes to when it may not go to a terminal */
    /** Writes the report to `out`. @return 0; or -1 with `err` set. */
    int (*write)(const struct report_in *in, struct buf *out, struct err *err);
    /** Where the report is a table: hands its rows to `t` for another format. @return as above. */
    int (*rows)(const struct report_in *in, struct table *t, struct err *err);
    const struct report_format *formats; /* of its own, up to one without a name; or NULL */
    bool json_lines;                     /* too many rows for any format but JSON, a row a line */
};

/** The rows of reports.def. */
extern const struct report_def *const report_defs[];
extern const size_t n_report_defs;

/** The report of this name or alias, or NULL. */
const struct report_def *report_find(const char *name);

/** The value in the unit of its sample type, after -divide_by. */
int64_t report_scaled(const struct report_in *in, int64_t value);

/** Appends a value in the report's unit, as "1.50MB". */
void report_value(const struct report_in *in, struct buf *out, int64_t value);

/** Appends a value right-justified in `width` columns. */
void report_value_padded(const struct report_in *in, struct buf *out, int64_t value, size_t width);

/**
 * What is appended to `out` from here on has this style; nothing where no colour is wanted. `out` must be the buffer that
 * `write` was given. Go back to STYLE_PLAIN before the end of a line.
 */
void report_style(const struct report_in *in, struct buf *out, enum report_style style);

/** The style of a value, by its share of the total. */
enum report_style report_heat(const struct report_in *in, int64_t value);

/** Appends `s` right-justified in `width` columns, counted in characters of UTF-8 as Go's fmt counts them. */
void report_pad(struct buf *out, struct str s, size_t width);

/**
 * Chooses the unit for all values of a graph, where the user left it to us ("minimum"): one that suits the smallest, or, unless
 * only `integers` can be shown, a larger one if the largest wants it.
 */
void report_choose_unit(struct formatter *f, const struct graph *g, int64_t total, bool integers);

/** The sum of the flat values of the graph's nodes. */
int64_t report_graph_total(const struct graph *g);

#endif
