/*
 * The options of the command line and the settings of the shell, both from the table in options.def. They hold what the user
 * set, typed but not yet interpreted. query_init() (query.h) makes a query of them.
 *
 *     options_init(&o);
 *     option_set(&o, option_find("nodecount"), "5", &err);     // for each flag of the command line
 *     options_resolve(&o, &ignored, &err);                     // once all flags are set
 *     option_configure(&o, "granularity", "lines", &err);      // then for each assignment in the shell
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
    OPTION_STRING, /* "" means that it was not given */
    OPTION_TEXT,   /* not "" if it was given */
    OPTION_COUNT,
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

/** The texts of an option that may be given several times. */
struct option_list {
    const char *item[OPTION_LIST_MOST];
    size_t n;
};

/** A request to write the report to one more file, in a format of its own. */
struct result {
    enum format format;
    const char *file;
};

struct result_list {
    struct result item[OPTION_LIST_MOST];
    size_t n;
};

/** What the user set. Strings are borrowed, from argv or from the table, and are never NULL. */
struct options {
#define BOOL(field, dflt, group, summary)             bool field;
#define INT(field, dflt, group, value, summary)       int field;
#define FLOAT(field, dflt, group, value, summary)     double field;
#define STRING(field, dflt, group, value, summary)    const char *field;
#define WORD(field, type, group, words, summary)      enum type field;
#define ONCE_BOOL                                     BOOL
#define ONCE_INT                                      INT
#define ONCE_STRING                                   STRING
#define ONCE_TEXT(field, group, value, summary)       const char *field;
#define ONCE_COUNT                                    INT
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
#undef ONCE_TEXT
#undef ONCE_COUNT
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
    } words; /* the bare words of a line in the shell: filters by frame, unless the report uses them otherwise */
};

struct option_def {
    const char *name;
    enum option_kind kind;
    enum option_group group;
    size_t offset; /* of the option's member in struct options */
    const char
        *value; /* what its value is called, or the words to choose from, as "this|that"; NULL: it takes no value */
    const char *dflt; /* the default, as text */
    const char *summary;
    const char *sets; /* CHOICE: the name of the setting; SAMPLE: the sample type */
    size_t field;     /* CHOICE: the offset of that setting's member, an enum */
    int choice;       /* CHOICE: the value that the setting gets */
    bool mean;        /* SAMPLE: whether it implies -mean */
    bool once;        /* an option of the command line only */
};

extern const struct option_def option_defs[];
extern const size_t n_option_defs;

/** @return the heading of a group in the help; a constant */
const char *option_group_title(enum option_group group);

/** @return the option of this name, without dashes; or NULL */
const struct option_def *option_find(const char *name);

/** Sets every option to its default. Nothing has to be released. */
void options_init(struct options *o);

/** Whether the option may be given without "=value". */
bool option_is_flag(const struct option_def *def);

/** Whether the option is also a setting of the shell. */
bool option_is_setting(const struct option_def *def);

/** @return the name of the setting of this name whose values are choices, "granularity" or "sort", a constant; or NULL */
const char *option_choice_setting(const char *name);

/** Whether the shell has a setting of this name: an option's name, or "granularity" or "sort", which choices set. */
bool option_is_setting_name(const char *name);

/** Whether `word` is among the words that an option of the kind WORD takes. */
bool option_has_word(const struct option_def *def, const char *word);

/** Reads a boolean as Go's package flag does. @return 0; or -1 with `err` set, naming `flag`, and `*value` untouched */
int option_parse_bool(const char *flag, const char *text, bool *value, struct err *err);

/**
 * Sets an option from its text, as Go's package flag reads it. `text` is kept, so it must live as long as the options. An empty
 * text is a value of OPTION_STRING alone, because an option of a gate must not be off when the variable that sets it is empty.
 * @return 0; or -1 with `err` set, naming the option: the text is not a value of its kind, or a list is full
 */
int option_set(struct options *o, const struct option_def *def, const char *text, struct err *err);

/**
 * Sets a setting of the shell from its text. Booleans are read more loosely than on the command line ("yes", ""), numbers more
 * strictly. `name` may be a setting that has choices ("sort", "granularity"), or a choice, whose text must then be true. `text`
 * is kept, so it must live as long as the options.
 * @return 0; or -1 with `err` set: there is no such setting, or the text is not a value of its kind
 */
int option_configure(struct options *o, const char *name, const char *text, struct err *err);

/**
 * Resolves what depends on several options, once all are set: choices, and the short forms of -sample_index.
 * @param ignored  set to the name of an option that another one overrode, or to NULL
 * @return 0; or -1 with `err` set: two choices exclude each other
 */
int options_resolve(struct options *o, const char **ignored, struct err *err);

/** @return the text that an option of the kind STRING or TEXT is set to; or NULL if it is of another kind */
const char *option_text(const struct options *o, const struct option_def *def);

/** Appends the value of a setting to `out`, as option_configure() reads it. */
void option_print(struct buf *out, const struct options *o, const struct option_def *def);

/** @return the choice that `setting` ("granularity" or "sort") is set to; "" for a default that has no name */
const char *option_choice_name(const struct options *o, const char *setting);

/** @return the word for a format, as -format takes it; a constant */
const char *format_name(enum format format);

/** Calls `take` with each word of "this|that". A word is NUL-terminated, cut to 31 bytes, and valid only during the call. */
void option_each_word(const char *words, void (*take)(void *arg, const char *word), void *arg);

#endif
