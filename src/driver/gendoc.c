/* Writes the parts of the manual and of the completions that come from the tables. The build runs this program, not the user. */
#include <stdio.h>
#include <string.h>

#include "driver/help.h"
#include "query/options.h"
#include "report/report.h"

static void put_roff(const char *s)
{
    for (; *s; s++)
        if (*s == '\\')
            fputs("\\e", stdout);
        else if (*s == '-')
            fputs("\\-", stdout);
        else
            putchar(*s);
}

static void put_man_item(const char *name, const char *alias, const char *value, const char *summary, const char *dflt)
{
    printf(".It Fl %s", name);
    if (value)
        printf(" Ns = Ns Ar %s", value);
    if (alias)
        printf(" , Fl %s", alias);
    putchar('\n');
    put_roff(summary);
    puts(".");
    if (dflt && *dflt && strcmp(dflt, "false") != 0) {
        fputs("Default: ", stdout);
        put_roff(dflt);
        puts(".");
    }
}

/* An option that takes words has the first one as its default. */
static void put_man_option(const struct option_def *def)
{
    char word[32];
    snprintf(word, sizeof word, "%.*s", def->value ? (int)strcspn(def->value, "|") : 0, def->value);
    put_man_item(def->name, NULL, def->value, def->summary, def->kind == OPTION_WORD ? word : def->dflt);
}

static void man(void)
{
    puts(".Ss Reports\n.Bl -tag -width Ds");
    for (size_t i = 0; i < n_report_defs; i++)
        put_man_item(report_defs[i]->name, report_defs[i]->alias, report_defs[i]->argument, report_defs[i]->summary,
                     NULL);
    puts(".El");
    for (int g = 0; g < N_OPTION_GROUPS; g++) {
        printf(".Ss %s\n.Bl -tag -width Ds\n", option_group_title((enum option_group)g));
        for (size_t i = 0; i < n_option_defs; i++)
            if (option_defs[i].group == (enum option_group)g)
                put_man_option(&option_defs[i]);
        puts(".El");
    }
}

static void bash(void)
{
    printf("_cpprof_flags='");
    for (size_t i = 0; i < n_report_defs; i++) {
        const char *equals = report_defs[i]->argument ? "=" : "";
        printf("-%s%s ", report_defs[i]->name, equals);
        if (report_defs[i]->alias)
            printf("-%s%s ", report_defs[i]->alias, equals);
    }
    for (size_t i = 0; i < n_option_defs; i++)
        printf("-%s%s ", option_defs[i].name, option_defs[i].value ? "=" : "");
    for (size_t i = 0; i < n_plain_flags; i++)
        printf("-%s%s ", plain_flags[i].name, plain_flags[i].value ? "=" : "");
    puts("'");
}

/* Writes a summary that zsh and fish read between single quotes. */
static void put_quoted(const char *s, const char *special)
{
    for (; *s; s++)
        if (*s == '\'')
            fputs("'\\''", stdout);
        else if (strchr(special, *s))
            printf("\\%c", *s);
        else
            putchar(*s);
}

/* Writes the words of "this|that", separated by spaces. */
static void put_words(const char *value)
{
    for (; *value; value++)
        putchar(*value == '|' ? ' ' : *value);
}

static void put_zsh_item(const char *name, const char *value, const char *summary)
{
    bool file = value && (strcmp(value, "file") == 0 || strcmp(value, "profile") == 0 || strcmp(value, "path") == 0);
    bool function = value && strcmp(value, "regexp") == 0 && strncmp(name, "tag", 3) != 0;
    printf("  '-%s%s[", name, value ? "=" : "");
    put_quoted(summary, "[]:\\");
    const char *action = file ? ":_files" : function ? ":_cpprof_functions" : ":";
    putchar(']');
    if (value && strchr(value, '|')) {
        fputs(":word:(", stdout);
        put_words(value);
        putchar(')');
    } else if (value) {
        printf(":%s%s", value, action);
    }
    puts("'");
}

static void zsh(void)
{
    puts("_cpprof_flags=(");
    for (size_t i = 0; i < n_report_defs; i++) {
        put_zsh_item(report_defs[i]->name, report_defs[i]->argument, report_defs[i]->summary);
        if (report_defs[i]->alias)
            put_zsh_item(report_defs[i]->alias, report_defs[i]->argument, report_defs[i]->summary);
    }
    for (size_t i = 0; i < n_option_defs; i++)
        put_zsh_item(option_defs[i].name, option_defs[i].value, option_defs[i].summary);
    for (size_t i = 0; i < n_plain_flags; i++)
        put_zsh_item(plain_flags[i].name, plain_flags[i].value, plain_flags[i].summary);
    puts(")");
}

static void put_fish_item(const char *name, const char *value, const char *summary)
{
    bool function = value && strcmp(value, "regexp") == 0 && strncmp(name, "tag", 3) != 0;
    printf("complete -c cpprof -o %s%s%s", name, value ? " -r" : "", function ? " -a '(__cpprof_functions)'" : "");
    if (value && strchr(value, '|')) {
        fputs(" -f -a '", stdout);
        put_words(value);
        putchar('\'');
    }
    fputs(" -d '", stdout);
    put_quoted(summary, "");
    puts("'");
}

static void fish(void)
{
    for (size_t i = 0; i < n_report_defs; i++) {
        put_fish_item(report_defs[i]->name, report_defs[i]->argument, report_defs[i]->summary);
        if (report_defs[i]->alias)
            put_fish_item(report_defs[i]->alias, report_defs[i]->argument, report_defs[i]->summary);
    }
    for (size_t i = 0; i < n_option_defs; i++)
        put_fish_item(option_defs[i].name, option_defs[i].value, option_defs[i].summary);
    for (size_t i = 0; i < n_plain_flags; i++)
        put_fish_item(plain_flags[i].name, plain_flags[i].value, plain_flags[i].summary);
}

int main(int argc, char **argv)
{
    const struct {
        const char *name;
        void (*write)(void);
    } part[] = {{"man", man}, {"bash", bash}, {"zsh", zsh}, {"fish", fish}};
    for (size_t i = 0; i < sizeof part / sizeof *part; i++)
        if (argc == 2 && strcmp(argv[1], part[i].name) == 0) {
            part[i].write();
            return 0;
        }
    fputs("usage: gendoc man|bash|zsh|fish\n", stderr);
    return 2;
}
