#include "driver/cli.h"

#include <string.h>

#include "driver/help.h"

static int fail_unknown_flag(const char *name, const char *value, struct err *err)
{
    struct buf meant;
    buf_init(&meant);
    if (suggest(&meant, name, value, ON_COMMAND_LINE))
        err_set(err, "flag provided but not defined: -%s (did you mean %s?)", name, buf_cstr(&meant));
    else
        err_set(err, "flag provided but not defined: -%s (see cpprof -help)", name);
    buf_release(&meant);
    return -1;
}

static int choose_report(struct command_line *c, const struct report_def *report, const char *argument, struct err *err)
{
    if (c->report && c->report != report)
        return err_set(err, "must set at most one output format: -%s and -%s are two", c->report->name, report->name);
    c->report = report;
    c->argument = argument;
    return 0;
}

/* Copies the name of a flag, which is between the dashes and "=" or the end, and finds its value, NULL if it has none. */
static int split_flag(const char *arg, char *name, size_t size, const char **value, struct err *err)
{
    const char *start = arg + 1 + (arg[1] == '-'), *equals = strchr(start, '=');
    size_t len = equals ? (size_t)(equals - start) : strlen(start);
    if (len == 0 || *start == '-' || len >= size)
        return err_set(err, "bad flag syntax: %s", arg);
    memcpy(name, start, len);
    name[len] = '\0';
    *value = equals ? equals + 1 : NULL;
    return 0;
}

static bool is_either(const char *name, const char *a, const char *b)
{
    return strcmp(name, a) == 0 || strcmp(name, b) == 0;
}

/* @return -1 with `err` set, which has a hint for "-top=5": in the shell, "top5" is right */
static int fail_report_flag(const char *name, const char *value, struct err *err)
{
    if (*value == '\0' || value[strspn(value, "0123456789")])
        return -1;
    return err_set(err, "-%s: invalid boolean value \"%s\" (did you mean -%s -nodecount=%s?)", name, value, name,
                   value);
}

static int set_report_flag(struct command_line *c, const struct report_def *report, const char *name, const char *value,
                           struct err *err)
{
    bool on = true;
    if (report->argument) /* an empty argument means no report, as in go tool pprof */
        return *value ? choose_report(c, report, value, err) : 0;
    if (value && option_parse_bool(name, value, &on, err))
        return fail_report_flag(name, value, err);
    return on ? choose_report(c, report, NULL, err) : 0;
}

/* Notes which option has replaced an earlier value of its own. */
static int set_option(struct command_line *c, const struct option_def *option, const char *value, struct err *err)
{
    const char *before = option_text(&c->options, option);
    if (before && strcmp(before, option->dflt) != 0 && strcmp(before, value) != 0)
        c->replaced = option;
    return option_set(&c->options, option, value, err);
}

/* Whether a word after -help may be the name of something, rather than a file. */
static bool is_topic(const char *word)
{
    struct help_topic t;
    return help_find(&t, word) || (*word && word[strspn(word, "abcdefghijklmnopqrstuvwxyz_")] == '\0');
}

/* Reads the flag at argv[*i] and its value, and moves *i past both. */
static int read_flag(struct command_line *c, int argc, char **argv, int *i, struct err *err)
{
    char name[128];
    const char *value = NULL;
    if (split_flag(argv[*i], name, sizeof name, &value, err))
        return -1;
    ++*i;
    if (is_either(name, "help", "h")) {
        c->help = true;
        c->help_topic = value ? value : *i < argc && is_topic(argv[*i]) ? argv[*i] : c->report ? c->report->name : NULL;
        return 0;
    }
    if (strcmp(name, "version") == 0) {
        c->version = true;
        return 0;
    }
    if (strcmp(name, "complete") == 0) {
        c->complete = value ? value : "";
        return 0;
    }
    const struct report_def *report = report_find(name);
    const struct option_def *option = option_find(name);
    if (!report && !option)
        return fail_unknown_flag(name, value, err);
    if (!value && (report ? report->argument != NULL : !option_is_flag(option))) {
        if (*i == argc)
            return err_set(err, "flag needs an argument: -%s", name);
        value = argv[(*i)++];
        c->taken = value;
        c->taken_by = report ? report->name : option->name;
        c->taken_as = report ? report->argument : option->value;
    }
    if (report)
        return set_report_flag(c, report, name, value, err);
    if (option->group == GROUP_CHECK)
        c->limits_option = option->name;
    return set_option(c, option, value ? value : "true", err);
}

/* Only some reports check limits, and this option is for them alone. @return -1 with `err` set */
static int fail_unused_limit(const char *option, struct err *err)
{
    struct buf names;
    buf_init(&names);
    for (size_t i = 0; i < n_report_defs; i++)
        if (report_defs[i]->uses & USES_LIMITS)
            buf_printf(&names, "%s-%s", names.len ? " and " : "", report_defs[i]->name);
    err_set(err, "-%s is for %s", option, buf_cstr(&names));
    buf_release(&names);
    return -1;
}

/* A gate must not pass because half of what it was told was dropped. Other reports take the last value, as go tool pprof does. */
static int check_nothing_is_dropped(const struct command_line *c, struct err *err)
{
    const struct option_def *ignored = c->ignored ? option_find(c->ignored) : NULL;
    if (!c->report || !(c->report->uses & USES_LIMITS))
        return 0;
    if (c->replaced)
        return err_set(err, "-%s: given twice, with different values", c->replaced->name);
    if (ignored)
        return err_set(err, "-%s: another sample type was given, too; -sample_index=%s,%s checks both", ignored->name,
                       ignored->sets, c->options.sample_index);
    return 0;
}

int cli_parse(struct command_line *c, int argc, char **argv, struct err *err)
{
    int i = 1;
    *c = (struct command_line){0};
    options_init(&c->options);
    while (i < argc && argv[i][0] == '-' && argv[i][1] != '\0') {
        if (strcmp(argv[i], "--") == 0) {
            i++;
            break;
        }
        if (read_flag(c, argc, argv, &i, err))
            return -1;
        if (c->help || c->version)
            return 0;
    }
    if (c->limits_option && (!c->report || !(c->report->uses & USES_LIMITS)))
        return fail_unused_limit(c->limits_option, err);
    c->source = argv + i;
    c->n_sources = (size_t)(argc - i);
    return options_resolve(&c->options, &c->ignored, err) || check_nothing_is_dropped(c, err) ? -1 : 0;
}
