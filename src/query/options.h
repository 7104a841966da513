/*
 * The options of the command line and the settings of the shell, from the one table options.def: what the user set, typed and
 * not looked at further. A query (query.h) is made of them.
 *
 *     options_init(&o);
 *     option_set(&o, option_find("nodecount"), "5", &err);     a flag of the command line
 *     option_configure(&o, "granularity", "lines", &err);      or an assignment of the shell
 *     options_resolve(&o, &ignored, &err);                     once all are set
 */
#ifndef CPPROF_QUERY_OPTIONS_H
#define CPPROF_QUERY_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "profile/filter_set.h"
#include "query/choices.h"

enum option_kind {
    OPTION_BOOL,
    OPTION_INT,
    OPTION_FLOAT,
    OPTION_STRING,
    OPTION_WORD,
    OPTION_SIZE,
    OPTION_LIST,
    OPTION_RESULTS,
    OPTION_CHOICE,
    OPTION_SAMPLE
};

enum option_group {
    GROUP_COMPARE,
    GROUP_CHECK,
    GROUP_VALUES,
    GROUP_LEVEL,
    GROUP_FILTER,
    GROUP_SHOW,
    GROUP_SOURCE,
    N_OPTION_GROUPS
};

enum { OPTION_LIST_MOST = 64 };

/** What an option that may be given several times was given. */
struct option_list {
    const char *item[OPTION_LIST_MOST];
    size_t n;
};

/** A report in one more format, to one more file. */
struct result {
    enum format format;
    const char *file;
};

struct result_list {
    struct result item[OPTION_LIST_MOST];
    size_t n;
};

/** What the user set. Strings are borrowed (from argv or the table) and never NULL. */
struct options {
#define BOOL(field, dflt, group, summary)             bool field;
#define INT(field, dflt, group, value, summary)       int field;
#define FLOAT(field, dflt, group, value, summary)     double field;
#define STRING(field, dflt, group, value, summary)    const char *field;
#define WORD(field, type, group, words, summary)      enum type field;
#define ONCE_BOOL                                     BOOL
#define ONCE_INT                                      INT
#define ONCE_STRING                                   STRING
#define ONCE_SIZE(field, dflt, group, value, summary) uint64_t field;
#define ONCE_LIST(field, group, value, summary)       struct option_list field;
#define ONCE_RESULTS(field, group, value, summary)    struct result_list field;
#define CHOICES(field, type)                          enum type field;
#define CHOICE(field, name, value, group, summary)    bool choice_##name;
#define SAMPLE(name, type, mean, group, summary)      bool sample_##name;
#define FILTER(name, kind, value, active, unmatched, summary)
#include "query/options.def"
#undef BOOL
#undef INT
#undef FLOAT
#undef STRING
#undef WORD
#undef ONCE_BOOL
#undef ONCE_INT
#undef ONCE_STRING
#undef ONCE_SIZE
#undef ONCE_LIST
#undef ONCE_RESULTS
#undef CHOICES
#undef CHOICE
#undef SAMPLE
#undef FILTER
    const char *filter[N_FILTERS];
    struct {
        const char *focus, *ignore; /* patterns, or "" */
    } words; /* what bare words of a line of the shell say: filters by frame, unless a report has it otherwise */
};

struct option_def {
    const char *name;
    enum option_kind kind;
    enum option_group group;
    size_t offset; /* of its member in struct options */
    const char
        *value;       /* what its value is called, or the words it may be: "this|that"; NULL for those that take none */
    const char *dflt; /* as text */
    const char *summary;
    const char *sets; /* CHOICE: the name of the setting; SAMPLE: the sample type */
    size_t field;     /* CHOICE: the offset of that setting, an enum */
    int choice;       /* CHOICE: what it is set to */
    bool mean;        /* SAMPLE */
    bool once;        /* for the command line only */
};

extern const struct option_def option_defs[];
extern const size_t n_option_defs;

/** The heading of a group. */
const char *option_group_title(enum option_group group);

/** The option of this name, or NULL. */
const struct option_def *option_find(const char *name);

/** Sets every option to its default. */
void options_init(struct options *o);

/** Whether the option may stand without "=value". */
bool option_is_flag(const struct option_def *def);

/** Whether the shell knows it as a setting. */
bool option_is_setting(const struct option_def *def);

/** Whether the shell knows a setting of this name: an option's, or "granularity" or "sort", which choices set. */
bool option_is_setting_name(const char *name);

/** Reads a boolean as Go's package flag does. @return 0; or -1 with `err` set, which names the flag. */
int option_parse_bool(const char *flag, const char *text, bool *value, struct err *err);

/** Sets an option from its text, as Go's package flag reads it. @return 0; or -1 with `err` set. */
int option_set(struct options *o, const struct option_def *def, const char *text, struct err *err);

/**
 * Sets a setting of the shell from its text, which is looser with booleans than the command line ("yes", "") and stricter
 * with numbers. `name` may be a setting of choices ("sort", "granularity"); a choice itself takes a boolean that must be true.
 * `text` must live as long as the options. @return 0; or -1 with `err` set.
 */
int option_configure(struct options *o, const char *name, const char *text, struct err *err);

/**
 * Works out what depends on several options, once all are set: choices, and short forms for sample_index.
 * @return 0; or -1 with `err` set: choices that exclude each other. `*ignored` names an option that another one
 * overrode, or NULL.
 */
int options_resolve(struct options *o, const char **ignored, struct err *err);

/** Appends the value of a setting as text. */
void option_print(struct buf *out, const struct options *o, const struct option_def *def);

/** The name of what `granularity` or `sort` is set to; "" for a default without a name. */
const char *option_choice_name(const struct options *o, const char *setting);

/** The word for a format, as -format has it. */
const char *format_name(enum format format);

/** Calls back with each word of "this|that", up to 31 bytes of it, with a NUL after them. */
void option_each_word(const char *words, void (*take)(void *arg, const char *word), void *arg);

#endif
