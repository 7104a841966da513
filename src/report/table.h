/*
 * A report as rows of typed cells, which each format prints in its own way.
 *
 * A report defines its columns once and then passes one row after another. Rows are printed as they come. A row may have lists
 * below it, such as the callers of a function, whose items have columns of their own. Values are raw, int64 in the unit of the
 * sample type. Formats for programs print them as they are; formats for people scale and round them. The text that go tool pprof
 * writes is one more format, which the report itself brings (table_def.text).
 *
 *     table_begin(&t, a, out, &def, &about);
 *     table_row(&t, cells);                             // for each row,
 *     table_items(&t, CALLERS, callers, n_callers);     // list after list, in the order of table_def.list
 *     table_end_row(&t);
 *     table_end(&t);
 *
 * Each format escapes all names, so no name can become anything but text.
 */
#ifndef CPPROF_REPORT_TABLE_H
#define CPPROF_REPORT_TABLE_H

#include "report/header.h"

enum cell_kind {
    CELL_NAME,    /* text from the profile */
    CELL_WORD,    /* one of a few words that cpprof defines */
    CELL_VALUE,   /* a value of the sample type */
    CELL_DELTA,   /* the difference of two values; people see its sign */
    CELL_ERROR,   /* one standard deviation of a value */
    CELL_PERCENT, /* a change in percent, with a sign */
    CELL_SHARE,   /* a fraction of a total; people see percent */
    CELL_NUMBER,  /* a count, or the number of a line */
    CELL_ADDRESS, /* printed in base 16 */
    CELL_FLAG     /* 0 or 1 */
};

/** Who sees a column. */
enum column_use {
    FOR_ALL,
    FOR_PROGRAMS, /* people see the same in another column */
    FOR_PEOPLE,
    FOR_LAYOUT, /* only the report's own text reads it */
    FOR_WIDE    /* programs, and people with -columns=all */
};

/** Whether people see a value's share of the total; or, instead of the value, its share of the row that the item belongs to. */
enum column_share { NO_SHARE, SHARE_TOO, SHARE_ALONE, SHARE_OF_ROW };

struct column {
    const char *key;   /* its name for programs, which never changes */
    const char *title; /* its name for people */
    enum cell_kind kind;
    enum column_use use;
    enum column_share share;
};

/** One cell. The kind of its column says which member is used. Values and errors are those of the profile, before -divide_by. */
struct cell {
    bool none;       /* the row has no such thing */
    struct str text; /* a name or word; borrowed */
    int64_t number;  /* a value, delta, number, address or flag */
    double real;     /* an error, percentage or share */
};

struct column_list {
    const struct column *column;
    size_t n;
};

/** A list of each row. */
struct table_list {
    const char *key; /* its name for programs */
    struct column_list columns;
    bool above; /* people see it above the row; such lists come before the others */
};

enum { TABLE_LISTS = 2 };

struct table_format;

struct table_def {
    struct column_list columns;
    struct table_list list[TABLE_LISTS];
    size_t n_lists;
    const struct table_format *text; /* the report's text: go tool pprof's layout, or &table_text */
    size_t whole;                    /* the column of a row that SHARE_OF_ROW is a share of */
    bool lines;                      /* JSON has a row a line, because there may be too many rows for one JSON text */
};

/** A fact besides the rows, for programs. */
struct table_fact {
    const char *key;
    struct str text;        /* `p` is NULL: the fact is null */
    const struct str *list; /* `n` texts in place of `text`, if `is_list` */
    size_t n;
    bool is_list;
};

/** How many rows a report has left out itself. */
struct table_shown {
    size_t dropped;   /* rows that were too small */
    size_t shown, of; /* rows shown, of those that were not dropped */
};

/** What a table is about. All pointers are borrowed until table_end(). */
struct table_about {
    const char *report;                /* the report's name */
    const struct callgraph *callgraph; /* the rows are its nodes; or NULL */
    const struct compared *comparison; /* the rows are its functions; or NULL */
    const struct table_fact *fact;
    size_t n_facts;
    const struct table_shown *shown; /* if the report itself leaves rows out; else NULL */
    const struct header
        *header; /* the lines above the rows, for people; NULL: those of the call graph, comparison or profile */
};

struct table;

/**
 * A format: how the text of a table begins, continues and ends. All members but `row` may be NULL, `print_items` only if the table
 * has no lists.
 */
struct table_format {
    void (*begin)(struct table *t);
    void (*row)(struct table *t, const struct cell *cell);
    /**
     * Writes what comes before the first item of a list.
     * @return how many bytes to leave out at the start of the first item, if that was printed ahead
     */
    size_t (*open_list)(struct table *t, size_t list);
    /**
     * Appends `n` items of a list to `out`.
     * @param first  the first of them is the first of its list, so it follows what open_list() wrote
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
    size_t width; /* of the terminal, in columns; 0: the text does not go to a terminal */
    size_t n_rows;
    struct {                     /* about the last row */
        size_t n_lists;          /* how many lists have been opened below it */
        const struct cell *cell; /* the format's own: the row's cells, valid until it ends */
        int64_t value;           /* what SHARE_OF_ROW is a share of */
    } row;
    struct buf text; /* the format's own: text that it keeps */
};

/**
 * Begins a table in the format of `out`, which must be among the report's formats. `def`, `about` and `out` are borrowed until
 * table_end().
 */
void table_begin(struct table *t, struct analysis *a, struct report_out *out, const struct table_def *def,
                 const struct table_about *about);

/** Begins a row, with a cell for each column. The cells are borrowed until table_end_row(). */
void table_row(struct table *t, const struct cell *cell);

/** Adds `n` items to a list of the row, with the cells of one item after those of another. The cells may go on return. */
void table_items(struct table *t, size_t list, const struct cell *cell, size_t n);

/** Ends a row, after its items. */
void table_end_row(struct table *t);

/** Ends the table and frees what it holds. */
void table_end(struct table *t);

/**
 * Prints items ahead, once, if the same items come below many rows: appends what the format makes of `n` items to `out`. Instead of
 * calling table_items(), the report then appends that text to the table's buffer `to`.
 */
void table_print_items(struct table *t, size_t list, const struct cell *cell, size_t n, struct buf *out);

/**
 * Opens a list of the row for items that were printed ahead. It does nothing if the list is open.
 * @return how many bytes of the first item's text must be left out
 */
size_t table_open_list(struct table *t, size_t list);

/**
 * Several threads may make the rows of a table of lines, each in a piece of its own. A piece is a copy of the table that writes to
 * the buffer `to`. Add rows to it as to a table, and append the buffers to the table's in order. A piece is not ended.
 */
struct table table_piece(const struct table *t, struct buf *to);

/** Make cells; texts are borrowed. A word is one that cpprof defines, and cell_none() is an empty cell of any kind. */
struct cell cell_text(struct str text);
struct cell cell_word(const char *word);
struct cell cell_number(int64_t number);
struct cell cell_real(double real);
struct cell cell_none(void);

/** A value of the sample type, or a difference of two. */
struct cell cell_value(int64_t value);

/** The columns of a node. People see only the first. */
enum { NODE_CELLS = 7 };
#define NODE_COLUMNS NODE_COLUMNS_TITLED("name")
#define NODE_COLUMNS_TITLED(title)                                                                                     \
    {"name", title, CELL_NAME, FOR_ALL, NO_SHARE}, {"function", "", CELL_NAME, FOR_PROGRAMS, NO_SHARE},                \
        {"file", "", CELL_NAME, FOR_PROGRAMS, NO_SHARE}, {"line", "", CELL_NUMBER, FOR_PROGRAMS, NO_SHARE},            \
        {"column", "", CELL_NUMBER, FOR_PROGRAMS, NO_SHARE}, {"address", "", CELL_ADDRESS, FOR_PROGRAMS, NO_SHARE},    \
    {                                                                                                                  \
        "object", "", CELL_NAME, FOR_PROGRAMS, NO_SHARE                                                                \
    }

/** Sets the cells of NODE_COLUMNS from a node, whose ids are in `strings`. `name` is the node's name as people see it. */
void cells_of_info(struct cell cell[NODE_CELLS], const struct strtab *strings, const struct node_info *info,
                   struct str name);

/** For formats. @return whether people see the columns that are FOR_WIDE, too */
bool table_shows_all(const struct table *t);

/** For formats. @return the index of the first column for programs from index `at` on, or c->n */
size_t columns_for_programs(const struct column_list *c, size_t at);

/** For formats. @return the same for people; with `all`, columns that are FOR_WIDE count, too */
size_t columns_for_people(const struct column_list *c, size_t at, bool all);

/** For formats. @return a cell's number, and a value after -divide_by */
int64_t table_number(const struct table *t, const struct column *col, const struct cell *c);

/** For formats. @return a cell's real number, and an error after -divide_by */
double table_real(const struct table *t, const struct column *col, const struct cell *c);

/** For people's formats: appends a cell as text, or nothing if it is empty. Nothing is escaped, and SHARE_TOO shows the value. */
void table_print_cell(const struct table *t, struct buf *out, const struct column *col, const struct cell *cell);

/** Whether the cells of the column are text. */
bool column_is_text(const struct column *col);

/** For formats: appends the text as UTF-8, with U+FFFD in place of invalid bytes. */
void table_put_utf8(struct buf *out, struct str text);

/** The version of the JSON that reports write: see man/cpprof-report.schema.json. */
enum { JSON_VERSION = 1 };

/** Appends the text as a JSON string, for a report that puts several tables into one JSON text. */
void json_put_text(struct buf *out, struct str text);

/** Appends a name as Markdown code, which stays within one cell of a table. */
void markdown_put_name(struct buf *out, struct str name);

extern const struct table_format table_json, table_csv, table_markdown;

/** A plain table, for reports that go tool pprof does not have. */
extern const struct table_format table_text;

#endif
