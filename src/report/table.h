/*
 * A report as rows: columns of typed cells, which each format prints in its own way.
 *
 * A report says once what its columns are and then hands over row after row, which are printed as they come. A row may have
 * lists below it, such as the callers of a function; their items have columns of their own. Values are raw: int64 in the
 * unit of the sample type. Formats for programs print them as they are, formats for people scale and round them. The
 * text that go tool pprof writes is one more format, which the report itself has (table_def.text).
 *
 *     table_begin(&t, a, out, &def, &about);
 *     table_row(&t, cells);
 *     table_items(&t, CALLERS, callers, n_callers);
 *     table_end_row(&t);
 *     table_end(&t);
 *
 * No name can become anything but text: each format escapes all of them.
 */
#ifndef CPPROF_REPORT_TABLE_H
#define CPPROF_REPORT_TABLE_H

#include "report/header.h"

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
    FOR_PEOPLE,
    FOR_LAYOUT, /* the report's own text alone reads it */
    FOR_WIDE    /* people see it with -columns=all alone; programs always */
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

/** One cell, by the kind of its column. Values and errors are as the profile has them, before -divide_by. */
struct cell {
    bool none; /* there is no such thing in this row */
    struct str text;
    int64_t number; /* of a value, too */
    double real;
};

struct column_list {
    const struct column *column;
    size_t n;
};

/** What the items below a row are. */
struct table_list {
    const char *key;
    struct column_list columns;
};

enum { TABLE_LISTS = 2 };

struct table_format;

struct table_def {
    struct column_list columns;
    struct table_list list[TABLE_LISTS];
    size_t n_lists;
    const struct table_format *text; /* the layout of the report's text, that of go tool pprof where it has one */
    bool lines;                      /* too many rows for a text of JSON: a row a line */
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

/** What stands beside the rows. All borrowed until table_end(). */
struct table_about {
    const char *report;                /* its name */
    const struct callgraph *callgraph; /* whose nodes the rows are; or NULL */
    const struct compared *comparison; /* whose functions they are; or NULL */
    const struct table_fact *fact;
    size_t n_facts;
    const struct table_shown *shown; /* where the report itself leaves rows out; else NULL */
    const struct header *header;     /* the lines above the rows, for people; NULL: those of what the rows are of */
};

struct table;

/** Begins, continues and ends the text of one table. All but `row` may be NULL; print_items() may where there are no lists. */
struct table_format {
    void (*begin)(struct table *t);
    void (*row)(struct table *t, const struct cell *cell);
    /**
     * Before the first item of a list below a row: writes what comes before it.
     * @return how many bytes of the first item, as print_items() prints it ahead, are left out then
     */
    size_t (*open_list)(struct table *t, size_t list);
    /**
     * Appends `n` items of a list to `out`, as they stand below a row. `first`: the first of them is the first of its list,
     * and stands after what open_list() wrote.
     */
    void (*print_items)(struct table *t, size_t list, const struct cell *cell, size_t n, bool first, struct buf *out);
    void (*end_row)(struct table *t); /* after the last item of a row */
    void (*end)(struct table *t);
};

struct table {
    const struct table_format *format;
    const struct table_def *def;
    const struct table_about *about;
    struct analysis *a;
    struct value_format values;
    int64_t total; /* that shares are of */
    struct buf *to;
    struct paint *paint;
    size_t width; /* of the terminal, or 0 */
    size_t n_rows;
    struct {                     /* about the row that came last */
        size_t n_lists;          /* how many lists have been opened below it */
        const struct cell *cell; /* the format's own: its cells, valid until it ends */
        int64_t value;           /* the format's own: what its items need of it */
    } row;
    struct buf text; /* the format's own: what it gathers */
};

/**
 * Begins a table in the format of `out`, which the report can be had in. Then come rows, each followed by its items, list
 * after list, and by table_end_row(); last table_end(). The cells of a row must stay until it ends, those of items may go.
 */
void table_begin(struct table *t, struct analysis *a, struct report_out *out, const struct table_def *def,
                 const struct table_about *about);
void table_row(struct table *t, const struct cell *cell);
void table_items(struct table *t, size_t list, const struct cell *cell, size_t n);
void table_end_row(struct table *t);
void table_end(struct table *t);

/**
 * For items that come below many rows: table_print_items() appends what the format makes of `n` of them to `out`. For a row
 * they are then appended to the table's buffer `to`, all but the first bytes that table_open_list() returns.
 */
void table_print_items(struct table *t, size_t list, const struct cell *cell, size_t n, struct buf *out);
size_t table_open_list(struct table *t, size_t list);

/**
 * Rows of a table of lines may be made in pieces by several threads. A piece is a copy of the table that writes to a buffer
 * of its own: add rows to it as to a table, and append its buffer to the table's in order. It needs no end.
 */
struct table table_piece(const struct table *t, struct buf *to);

/** Cells. */
struct cell cell_text(struct str text);
struct cell cell_word(const char *word);
struct cell cell_number(int64_t number);
struct cell cell_real(double real);
struct cell cell_none(void);

/** A value of the sample type. */
struct cell cell_value(int64_t value);

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

/** For formats: the next column of those for programs, from number `at` on. @return its number, or n. */
size_t columns_for_programs(const struct column_list *c, size_t at);

/** The same of those for people; with `all`, also of those that take more room than a screen has. */
size_t columns_for_people(const struct column_list *c, size_t at, bool all);

/** The value of a cell for programs: after -divide_by. */
int64_t table_number(const struct table *t, const struct column *col, const struct cell *c);
double table_real(const struct table *t, const struct column *col, const struct cell *c);

/** For formats for people: appends a cell that is no name; nothing where there is none. `col` has no SHARE_TOO. */
void table_print_cell(const struct table *t, struct buf *out, const struct column *col, const struct cell *cell);

/** Whether the cells of the column are text. */
bool column_is_text(const struct column *col);

/** For formats: appends the text in UTF-8, with U+FFFD in place of what is none. */
void table_put_utf8(struct buf *out, struct str text);

/** Appends a name as code in Markdown, where it can be nothing else and stays in one cell. */
void markdown_put_name(struct buf *out, struct str name);

extern const struct table_format table_json, table_csv, table_markdown;

/** A plain table, for reports whose text go tool pprof does not have. */
extern const struct table_format table_text;

#endif
