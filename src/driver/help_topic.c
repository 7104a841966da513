#include "driver/help.h"

#include <string.h>

const struct plain_flag plain_flags[] = {
    {"help", "[name]", "This text, or that on one report, option or setting"},
    {"version", NULL, "Which version this is"},
    {"complete", "text", "The functions that begin with this, for completions"},
};

const size_t n_plain_flags = sizeof plain_flags / sizeof *plain_flags;

static const char *skip_dashes(const char *name)
{
    return name + (name[0] == '-') + (name[0] == '-' && name[1] == '-');
}

bool help_find(struct help_topic *t, const char *name)
{
    name = skip_dashes(name);
    *t = (struct help_topic){.report = report_find(name)};
    if (!t->report)
        t->option = option_find(name);
    if (!t->report && !t->option)
        t->setting = option_choice_setting(name);
    for (size_t i = 0; i < n_plain_flags; i++)
        if (strcmp(plain_flags[i].name, name) == 0)
            t->flag = &plain_flags[i];
    return t->report || t->option || t->setting || t->flag;
}

static void put_report_usage(struct buf *out, const struct report_def *r, enum place place)
{
    const char *argument = r->argument ? r->argument : "";
    if (place == IN_SHELL)
        buf_printf(out, "%s%s%s [n] [-cum] [REGEXP ...] [-REGEXP ...] [> FILE]\n", r->name, *argument ? " " : "",
                   argument);
    else
        buf_printf(out, "usage: cpprof -%s%s%s [option ...] [binary] profile ...\n\n", r->name, *argument ? "=" : "",
                   argument);
}

static void put_report(struct buf *out, const struct report_def *r, enum place place)
{
    put_report_usage(out, r, place);
    buf_printf(out, "%s.\n%s%s", r->summary, r->details && place == ON_COMMAND_LINE ? "\n" : "",
               r->details ? r->details : "");
}

/* "-lines", or "granularity=lines" in the shell, and so on. */
static void put_usage(struct buf *out, const char *name, const char *value, enum place place)
{
    buf_printf(out, "%s%s%s%s\n%s", place == IN_SHELL ? "" : "usage: cpprof -", name, value ? "=" : "",
               value ? value : "", place == IN_SHELL ? "" : "\n");
}

static void put_choices(struct buf *out, const char *setting, enum place place)
{
    for (size_t i = 0; i < n_option_defs; i++)
        if (option_defs[i].kind == OPTION_CHOICE && strcmp(option_defs[i].sets, setting) == 0)
            buf_printf(out, "  %s%-16s %s\n", place == IN_SHELL ? "" : "-", option_defs[i].name,
                       option_defs[i].summary);
}

/* What a setting of choices is before anybody sets it. */
static void put_default_choice(struct buf *out, const char *setting)
{
    struct options o;
    options_init(&o);
    const char *name = option_choice_name(&o, setting);
    buf_printf(out, "Default: %s.\n", *name ? name : "each report has its own");
}

static void put_setting(struct buf *out, const char *setting, enum place place)
{
    buf_printf(out, place == IN_SHELL ? "%s=CHOICE\n" : "usage: cpprof -CHOICE, of which one sets the %s\n\n", setting);
    put_choices(out, setting, place);
    put_default_choice(out, setting);
}

/* The default, unless it is empty, "off", or a number that stands for none. */
static void put_default(struct buf *out, const struct option_def *def)
{
    if (def->kind == OPTION_WORD)
        buf_printf(out, "Default: %.*s.\n", (int)strcspn(def->value, "|"), def->value);
    else if (*def->dflt && strcmp(def->dflt, "false") != 0 && strcmp(def->dflt, "-1") != 0)
        buf_printf(out, "Default: %s.\n", def->dflt);
}

/* The example of the option's group, if that shows this option. */
static void put_example(struct buf *out, const struct option_def *def)
{
    const char *example = report_example(def->group), *at = example;
    size_t n = strlen(def->name);
    while ((at = strstr(at, def->name)) && (at[-1] != '-' || !strchr("= ", at[n])))
        at += n;
    if (at)
        buf_printf(out, "Example: %s\n", example);
}

static void put_option(struct buf *out, const struct option_def *def, enum place place)
{
    put_usage(out, def->name, def->value, place);
    buf_printf(out, "%s.\n", def->summary);
    if (def->kind == OPTION_SAMPLE)
        buf_printf(out, "It stands for -sample_index=%s%s.\n", def->sets, def->mean ? " -mean" : "");
    if (def->kind == OPTION_CHOICE) {
        buf_printf(out, "It is one of the choices of %s:\n", def->sets);
        put_choices(out, def->sets, place);
        put_default_choice(out, def->sets);
    } else {
        put_default(out, def);
    }
    if (place == IN_SHELL && !option_is_setting(def))
        buf_puts(out, "It is an option of the command line, and no setting of the shell.\n");
    else if (place == ON_COMMAND_LINE)
        put_example(out, def);
}

void help_print_topic(struct buf *out, const struct help_topic *t, enum place place)
{
    if (t->report)
        put_report(out, t->report, place);
    else if (t->option)
        put_option(out, t->option, place);
    else if (t->setting)
        put_setting(out, t->setting, place);
    else if (t->flag) {
        put_usage(out, t->flag->name, t->flag->value, place);
        buf_printf(out, "%s.\n", t->flag->summary);
    }
}
