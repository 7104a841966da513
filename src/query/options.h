/*
 * The options of the command line, from the one table options.def.
 */
#ifndef CPPROF_QUERY_OPTIONS_H
#define CPPROF_QUERY_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"

enum option_kind {
    OPTION_BOOL,
    OPTION_INT,
    OPTION_FLOAT,
    OPTION_STRING,
    OPTION_SIZE,
    OPTION_LIST,
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

/** What the user set. Strings are borrowed (from argv or the table) and never NULL. */
struct options {
#define BOOL(field, dflt, group, summary)             bool field;
#define INT(field, dflt, group, value, summary)       int field;
#define FLOAT(field, dflt, group, value, summary)     double field;
#define STRING(field, dflt, group, value, summary)    const char *field;
#define ONCE_BOOL                                     BOOL
#define ONCE_INT                                      INT
#define ONCE_STRING                                   STRING
#define ONCE_SIZE(field, dflt, group, value, summary) uint64_t field;
#define ONCE_LIST(field, group, value, summary)       struct option_list field;
#define CHOICE(field, name, group, summary)           bool choice_##name;
#define SAMPLE(name, type, mean, group, summary)      bool sample_##name;
#include "query/options.def"
#undef BOOL
#undef INT
#undef FLOAT
#undef STRING
#undef ONCE_BOOL
#undef ONCE_INT
#undef ONCE_STRING
#undef ONCE_SIZE
#undef ONCE_LIST
#undef CHOICE
#undef SAMPLE
    const char *granularity; /* the choice, or "" */
    const char *sort;
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
    const char *sets; /* CHOICE: the field; SAMPLE: the sample type */
    bool mean;        /* SAMPLE */
    bool once;        /* for the command line only */
};

extern const struct option_def option_defs[];
extern const size_t n_option_defs;

/** The heading of a group. */
const char *option_group_title(enum option_group group);

/** The option of this name, or NULL. */
const struct option_def *option_find(const char *name);

void options_init(struct options *o);

/** Whether the shell knows it as a setting. */
bool option_is_setting(const struct option_def *def);

/**
 * Sets a setting of the shell from its text, which is looser with booleans than the command line ("yes", "") and stricter
 * with numbers. `name` may be a field of choices ("sort", "granularity"); a choice itself takes a boolean that must be true.
 * `text` must live as long as the options. @return 0; or -1 with `err` set.
 */
int option_configure(struct options *o, const char *name, const char *text, struct err *err);

/** Appends the value of a setting as text. */
void option_print(struct buf *out, const struct options *o, const struct option_def *def);

/** Whether the option may stand without "=value". */
bool option_is_flag(const struct option_def *def);

/** Sets an option from its text, as Go's package flag reads it. @return 0; or -1 with `err` set. */
int option_set(struct options *o, const struct option_def *def, const char *text, struct err *err);

/**
 * Works out what depends on several options, once all are set: choices, and short forms for sample_index.
 * @return 0; or -1 with `err` set: choices that exclude each other. `*ignored` names an option that another one
 * overrode, or NULL.
 */
int options_resolve(struct options *o, const char **ignored, struct err *err);

#endif
