/*
 * The values that options choose between. options.def has the word for each, in the same order.
 */
#ifndef CPPROF_QUERY_CHOICES_H
#define CPPROF_QUERY_CHOICES_H

/** What a row or node stands for. */
enum level {
    LEVEL_DEFAULT, /* the report's own level, or functions if it has none */
    LEVEL_FUNCTIONS,
    LEVEL_FILEFUNCTIONS,
    LEVEL_FILES,
    LEVEL_PACKAGES,
    LEVEL_LINES,
    LEVEL_ADDRESSES
};

enum sort { SORT_FLAT, SORT_CUM };

/** When text has colour: on a terminal unless NO_COLOR is set, always, or never. */
enum color { COLOR_AUTO, COLOR_ALWAYS, COLOR_NEVER };

/** How a report is written, and the words for it. */
#define FORMAT_WORDS "text|json|csv|markdown|github|junit"
enum format { FORMAT_TEXT, FORMAT_JSON, FORMAT_CSV, FORMAT_MARKDOWN, FORMAT_GITHUB, FORMAT_JUNIT, N_FORMATS };

/** Which columns of a wide table people see: those that fit on a screen, or all. */
enum columns { COLUMNS_SHORT, COLUMNS_ALL };

#endif
