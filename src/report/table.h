/*
 * A report as rows: columns of typed cells, which each format prints in its own way.
 *
 * A report says once what its columns are and then hands over row after row, which are printed as they come. A row may have
 * lists below it, such as the callers of a function; their items have columns of their own. Values are raw: int64 in the
 * unit of the sample type. Formats for programs print them as they are, formats for people scale and round them.
 *
 * No name can become something else than text: each format escapes all of them.
 */
#ifndef CPPROF_REPORT_TABLE_H
#define CPPROF_REPORT_TABLE_H

#include "report/report.h"

enum cell_kind {
    CELL_NAME,    /* text that the profile gives */
    CELL_WORD,    /* one of a few words of ours */
    CELL_VALUE,   /* of the sample type */
    CELL_DELTA,   /* of two values: with a sign, for people */
    CELL_ERROR,   /* of a value: one standard deviation */
    CELL_PERCENT, /* by how much something changed, with a sign */
    CELL_SHARE,   /* of a total, as a fraction: people see percent */
    CELL_NUMBER,  /* a count, the number of a line */
    CELL_REAL,    /* a percentage, a number that is no whole one */
    CELL_ADDRESS, /* shown in base 16 */
    CELL_FLAG     /* 0 or 1 */
};

enum column_use {
    FOR_ALL,
    FOR_PROGRAMS, /* people read it in another column */
    FOR_PEOPLE
};

/** Whether people see a value's share of the total. */
enum column_share { NO_SHARE, SHARE_TOO, SHARE_ALONE };

struct column {
    const char *key;   /* what programs call it: stays what it is */
    const char *title; /* what people read */
    enum cell_kind kind;
    enum column_use use;
    enum column_share share;
};

/** One cell, by the kind of its column. */
struct cell {
    bool none; /* there is no such thing in this row */
    struct str text;
    int64_t number; /* of a value, too */
    double real;
};

struct columns {
    const struct column *column;
    size_t n;
};

/** What the items below a row are. */
struct table_list {
    const char *key;
    struct columns columns;
};

enum { TABLE_LISTS = 2 };

struct table_def {
    struct columns columns;
    struct table_list list[TABLE_LISTS];
    size_t n_lists;
};

/** What a report says beside its rows, for programs. */
struct table_fact {
    const char *key;
    struct str text;        /* NULL in `p`: there is none */
    const struct str *list; /* in place of `text` */
    size_t n;
    bool is_list;
};

/** How many rows there are, where a report itself leaves some out. */
struct table_shown {
    size_t dropped;   /* too small */
    size_t shown, of; /* of those that are left */
};

struct table;

/** A format. Only the files of formats look inside. */
struct table_format {
    const char *name;
    void (*begin)(struct table *t);
    void (*row)(struct table *t, const struct cell *cell);
    void (*item)(struct table *t, size_t list, const struct cell *cell);
    void (*end)(struct table *t);
    /* of JSON lines, else NULL: */
    void (*print_item)(struct table *t, size_t list, const struct cell *cell, struct buf *items);
    void (*put_items)(struct table *t, size_t list, struct str items);
};

struct table {
    const struct table_format *format;
    const struct report_def *report; /* all borrowed */
    const struct report_in *in;
    const struct table_def *def;
    const struct table_fact *fact; /* set by the report before it begins, if it has any, and so is: */
    size_t n_facts;
    const struct table_shown *rows;
    struct buf *out;
    size_t n_rows;
    void *state; /* the format's own */
};

/** The format of this name, or NULL; "text" is none, each report has its own. */
const struct table_format *table_format_find(const char *name);

/** Whether the report can be had in this format. */
bool table_can(const struct report_def *report, const struct table_format *format);

/** Writes the report's rows in the format. @return 0; or -1 with `err` set. */
int table_write(const struct table_format *format, const struct report_def *report, const struct report_in *in,
                struct buf *out, struct err *err);

/**
 * To be called by a report: once, then for each row, and for each item of the row that came last, list after list. Cells are
 * borrowed.
 */
void table_begin(struct table *t, const struct table_def *def);
void table_row(struct table *t, const struct cell *cell);
void table_item(struct table *t, size_t list, const struct cell *cell);

/**
 * For items that come below many rows: appends what the format makes of one to `items`, and writes such items below the row
 * that came last. Only for reports of JSON lines.
 */
void table_print_item(struct table *t, size_t list, const struct cell *cell, struct buf *items);
void table_put_items(struct table *t, size_t list, struct str items);

/** Cells. */
struct cell cell_text(struct str text);
struct cell cell_word(const char *word);
struct cell cell_number(int64_t number);
struct cell cell_real(double real);
struct cell cell_none(void);

/** A value as it is in the sample type's unit, after -divide_by. */
struct cell cell_value(const struct report_in *in, int64_t value);

/** The columns of what a node stands for, and the cells for them: people read the first alone. */
enum { NODE_CELLS = 7 };
#define NODE_COLUMNS NODE_COLUMNS_TITLED("name")
#define NODE_COLUMNS_TITLED(title)                                                                                     \
    {"name", title, CELL_NAME, FOR_ALL, NO_SHARE}, {"function", "", CELL_NAME, FOR_PROGRAMS, NO_SHARE},                \
        {"file", "", CELL_NAME, FOR_PROGRAMS, NO_SHARE}, {"line", "", CELL_NUMBER, FOR_PROGRAMS, NO_SHARE},            \
        {"column", "", CELL_NUMBER, FOR_PROGRAMS, NO_SHARE}, {"address", "", CELL_ADDRESS, FOR_PROGRAMS, NO_SHARE},    \
    {                                                                                                                  \
        "object", "", CELL_NAME, FOR_PROGRAMS, NO_SHARE                                                                \
    }
void cells_of_info(struct cell cell[NODE_CELLS], const struct strtab *strings, const struct node_info *info,
                   struct str name);

/** For formats: the next column of those for programs, or for people, from number `at` on. @return its number, or n. */
size_t columns_next(const struct columns *c, size_t at, bool people);

/** For formats for people: appends a cell that is no name; nothing where there is none. `col` has no SHARE_TOO. */
void table_print_cell(const struct report_in *in, struct buf *out, const struct column *col, const struct cell *cell);

/** Whether the cells of the column are text. */
bool column_is_text(const struct column *col);

/** For formats: appends the text in UTF-8, with U+FFFD in place of what is none. */
void table_put_utf8(struct buf *out, struct str text);

/** Appends a name as code in Markdown, where it can be nothing else and stays in one cell. */
void markdown_put_name(struct buf *out, struct str name);

extern const struct table_format table_json, table_csv, table_markdown;

/** A plain table, for reports that have no text of their own. */
extern const struct table_format table_text;

#endif
