/* Writes the parts of the manual and of the completions that come from the tables. The build runs this program, not the user. */
#include <stdio.h>
#include <string.h>

#include "driver/help.h"
#include "profile/filter_set.h"
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

/* ---- Completions ---- */

/* What the value of a flag may be, as far as a completion can know. */
enum value_kind { NO_VALUE, ANYTHING, FILES, PROFILES, FUNCTIONS, WORDS, RESULTS, NAMES, N_VALUE_KINDS };

struct flag {
    const char *name, *value, *summary;
    enum value_kind kind;
    const char *words; /* WORDS: "this|that" */
};

/* What the names of values in the tables mean. */
static const struct {
    const char *value;
    enum value_kind kind;
    const char *words;
} values[] = {
    {"file", FILES, NULL},
    {"profile", PROFILES, NULL},
    {"path", FILES, NULL},
    {"regexp", FUNCTIONS, NULL},
    {"regexp:limit", FUNCTIONS, NULL},
    {"format:file", RESULTS, FORMAT_WORDS},
    {"[name]", NAMES, NULL},
    {"unit", WORDS, "minimum|auto|B|kB|MB|GB|TB|ns|us|ms|s|hrs"},
    {"type", WORDS, "inuse_space|inuse_objects|alloc_space|alloc_objects|samples|cpu|contentions|delay|goroutine"},
    {"how", WORDS, "none|local|fastlocal|remote|force"},
};

/* Some filters are about tags. No completion knows these. */
static bool is_about_tags(const char *name)
{
    for (enum filter_id id = 0; id < N_FILTERS; id++)
        if (strcmp(filter_defs[id].name, name) == 0)
            return filter_defs[id].kind != FILTER_BY_FRAME;
    return false;
}

static struct flag make_flag(const char *name, const char *value, const char *summary)
{
    struct flag f = {name, value, summary, value ? ANYTHING : NO_VALUE, NULL};
    if (value && strchr(value, '|')) {
        f.kind = WORDS;
        f.words = value;
    }
    for (size_t i = 0; value && i < sizeof values / sizeof *values; i++)
        if (strcmp(values[i].value, value) == 0 && !is_about_tags(name)) {
            f.kind = values[i].kind;
            f.words = values[i].words;
        }
    return f;
}

/* Calls `put` with every flag of the command line. */
static void each_flag(void (*put)(const struct flag *f, void *arg), void *arg)
{
    struct flag f;
    for (size_t i = 0; i < n_report_defs; i++) {
        f = make_flag(report_defs[i]->name, report_defs[i]->argument, report_defs[i]->summary);
        put(&f, arg);
        f.name = report_defs[i]->alias;
        if (f.name)
            put(&f, arg);
    }
    for (size_t i = 0; i < n_option_defs; i++) {
        f = make_flag(option_defs[i].name, option_defs[i].value, option_defs[i].summary);
        put(&f, arg);
    }
    for (size_t i = 0; i < n_plain_flags; i++) {
        f = make_flag(plain_flags[i].name, plain_flags[i].value, plain_flags[i].summary);
        put(&f, arg);
    }
}

/* Writes the words of "this|that", separated by spaces. */
static void put_words(const char *value)
{
    for (; *value; value++)
        putchar(*value == '|' ? ' ' : *value);
}

/* The value of -help may be left out, so it is offered without "=". */
static void put_bash_flag(const struct flag *f, void *arg)
{
    (void)arg;
    printf("-%s%s ", f->name, f->kind == NO_VALUE || f->kind == NAMES ? "" : "=");
}

/* Writes the pattern of a case that all flags of one kind match, "-a | -b". */
struct bash_case {
    enum value_kind kind;
    bool any;
};

static void put_bash_pattern(const struct flag *f, void *arg)
{
    struct bash_case *c = arg;
    if (f->kind == c->kind)
        printf("%s-%s", c->any ? " | " : "    ", f->name);
    c->any |= f->kind == c->kind;
}

static void put_bash_words(const struct flag *f, void *arg)
{
    (void)arg;
    if (f->kind != WORDS)
        return;
    printf("    -%s) kind=words words='", f->name);
    put_words(f->words);
    puts("' ;;");
}

static void bash(void)
{
    static const char *const name[N_VALUE_KINDS] = {"none",      "anything", "files",   "profiles",
                                                    "functions", "words",    "results", "names"};
    printf("_cpprof_flags='");
    each_flag(put_bash_flag, NULL);
    printf("'\n_cpprof_formats='");
    put_words(FORMAT_WORDS);
    puts("'\n\n# Sets kind, and words, to what the value of a flag may be.\n_cpprof_value() {\n    case $1 in");
    for (enum value_kind kind = ANYTHING; kind < N_VALUE_KINDS; kind++) {
        struct bash_case c = {kind, false};
        if (kind == WORDS)
            continue;
        each_flag(put_bash_pattern, &c);
        printf(") kind=%s ;;\n", name[kind]);
    }
    each_flag(put_bash_words, NULL);
    puts("    *) kind=none ;;\n    esac\n}");
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

static void put_zsh_item(const struct flag *f, void *arg)
{
    static const char *const action[N_VALUE_KINDS] = {[FILES] = "_files",
                                                      [PROFILES] = "_cpprof_profiles",
                                                      [FUNCTIONS] = "_cpprof_functions",
                                                      [RESULTS] = "_cpprof_results",
                                                      [NAMES] = "_cpprof_names"};
    (void)arg;
    printf("  '-%s%s[", f->name, f->kind == NO_VALUE ? "" : "=");
    put_quoted(f->summary, "[]:\\");
    putchar(']');
    if (f->kind == WORDS) {
        fputs(":word:(", stdout);
        put_words(f->words);
        putchar(')');
    } else if (f->kind != NO_VALUE) {
        fputs(f->kind == NAMES ? "::" : ":", stdout);
        put_quoted(f->kind == NAMES ? "name" : f->value, "[]:\\");
        printf(":%s", action[f->kind] ? action[f->kind] : "");
    }
    puts("'");
}

static void zsh(void)
{
    puts("_cpprof_flags=(");
    each_flag(put_zsh_item, NULL);
    puts(")");
    printf("_cpprof_formats=(");
    put_words(FORMAT_WORDS);
    puts(")");
}

static void put_fish_item(const struct flag *f, void *arg)
{
    static const char *const function[N_VALUE_KINDS] = {[PROFILES] = "__cpprof_lists",
                                                        [FUNCTIONS] = "__cpprof_functions",
                                                        [RESULTS] = "__cpprof_results",
                                                        [NAMES] = "__cpprof_names"};
    (void)arg;
    printf("complete -c cpprof -o %s%s", f->name, f->kind == NO_VALUE || f->kind == NAMES ? "" : " -r");
    if (f->kind == WORDS) {
        fputs(" -f -a '", stdout);
        put_words(f->words);
        putchar('\'');
    } else if (function[f->kind]) {
        printf("%s -a '(%s)'", f->kind == NAMES ? " -f" : "", function[f->kind]);
    }
    fputs(" -d '", stdout);
    put_quoted(f->summary, "");
    puts("'");
}

static void put_fish_name(const struct flag *f, void *arg)
{
    (void)arg;
    printf(" %s", f->name);
}

static void fish(void)
{
    printf("set -g __cpprof_formats ");
    put_words(FORMAT_WORDS);
    printf("\nset -g __cpprof_flags");
    each_flag(put_fish_name, NULL);
    putchar('\n');
    each_flag(put_fish_item, NULL);
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
