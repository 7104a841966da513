#include "shell/line_completion.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/vec.h"
#include "query/options.h"
#include "report/report.h"

static const char blanks[] = " \t";

/* Offers what a setting may be set to. The word of `found` is the value so far. */
typedef void value_offer(struct completion *c, struct completions *found);

void completion_init(struct completion *c, const struct session *s)
{
    *c = (struct completion){.session = s};
}

void completion_release(struct completion *c)
{
    free(c->name);
}

static void collect_names(struct completion *c)
{
    const struct view *v = &c->session->view;
    size_t cap = 0;
    bool *seen = calloc(strtab_count(&v->strings), sizeof *seen);
    if (!seen)
        err_out_of_memory();
    for (size_t i = 0; i < v->n_funcs; i++) {
        str_id name = v->func[i].name;
        if (name.i == 0 || seen[name.i])
            continue;
        seen[name.i] = true;
        VEC_PUSH(c->name, c->n_names, cap) = name;
    }
    free(seen);
}

/* The functions whose names begin with the word; if no name does, those whose names contain it. */
static void offer_functions(struct completion *c, struct completions *found)
{
    const struct view *v = &c->session->view;
    if (!c->name)
        collect_names(c);
    if (!c->name)
        return;
    for (size_t i = 0; i < c->n_names; i++)
        completions_offer(found, view_str(v, c->name[i]).p);
    if (found->n)
        return;
    for (size_t i = 0; i < c->n_names; i++) {
        const char *name = view_str(v, c->name[i]).p;
        if (strstr(name, found->word.p))
            completions_add(found, name);
    }
}

static void offer_sample_types(struct completion *c, struct completions *found)
{
    const struct profile *p = &c->session->profile;
    for (size_t t = 0; t < p->n_types; t++)
        completions_offer(found, profile_str(p, p->type[t].type).p);
}

static void offer_units(struct completion *c, struct completions *found)
{
    static const char *const unit[] = {"minimum", "auto", "B",  "kB", "MB", "GB", "TB",
                                       "PB",      "ns",   "us", "ms", "s",  "hrs"};
    (void)c;
    for (size_t i = 0; i < sizeof unit / sizeof *unit; i++)
        completions_offer(found, unit[i]);
}

static bool is_folder(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

/* Files whose paths begin with the word; hidden ones only where the word says so. */
static void offer_files(struct completion *c, struct completions *found)
{
    const char *slash = strrchr(found->word.p, '/');
    size_t folder = slash ? (size_t)(slash + 1 - found->word.p) : 0;
    struct buf path;
    (void)c;
    buf_init(&path);
    buf_put(&path, found->word.p, folder);
    DIR *dir = opendir(folder ? buf_cstr(&path) : ".");
    for (struct dirent *e; dir && (e = readdir(dir));) {
        if (e->d_name[0] == '.' && found->word.p[folder] != '.')
            continue;
        path.len = folder;
        buf_puts(&path, e->d_name);
        if (is_folder(buf_cstr(&path)))
            buf_putc(&path, '/');
        completions_offer(found, buf_cstr(&path));
    }
    if (dir)
        closedir(dir);
    buf_release(&path);
}

/* The folders are separated by colons. */
static void offer_path_list(struct completion *c, struct completions *found)
{
    const char *colon = strrchr(found->word.p, ':');
    if (colon) {
        size_t n = (size_t)(colon + 1 - found->word.p);
        found->start += n;
        found->word = (struct str){colon + 1, found->word.len - (uint32_t)n};
    }
    offer_files(c, found);
}

static const struct {
    const char *name;
    value_offer *offer;
    bool pattern;
} value_offers[] = {
    {"focus", offer_functions, true}, {"ignore", offer_functions, true},          {"hide", offer_functions, true},
    {"show", offer_functions, true},  {"show_from", offer_functions, true},       {"prune_from", offer_functions, true},
    {"output", offer_files, false},   {"source_path", offer_path_list, false},    {"trim_path", offer_path_list, false},
    {"unit", offer_units, false},     {"sample_index", offer_sample_types, false}};

static void offer_word(void *found, const char *word)
{
    completions_offer(found, word);
}

/* What can be said of `name` from the table of options: its choices, or true and false. */
static void offer_choices(const char *name, struct completions *found)
{
    const struct option_def *def = option_find(name);
    for (size_t i = 0; i < n_option_defs; i++)
        if (option_defs[i].kind == OPTION_CHOICE && strcmp(option_defs[i].sets, name) == 0)
            completions_offer(found, option_defs[i].name);
    if (def && def->kind == OPTION_BOOL && option_is_setting(def)) {
        completions_offer(found, "true");
        completions_offer(found, "false");
    }
    if (def && def->kind == OPTION_WORD && option_is_setting(def))
        option_each_word(def->value, offer_word, found);
}

static void find_value(struct completion *c, const char *name, const char *line, size_t start,
                       struct completions *found)
{
    for (size_t i = 0; i < sizeof value_offers / sizeof *value_offers; i++)
        if (strcmp(value_offers[i].name, name) == 0) {
            completions_set_word(found, line, start, value_offers[i].pattern);
            value_offers[i].offer(c, found);
            return;
        }
    completions_set_word(found, line, start, false);
    offer_choices(name, found);
}

static void offer_reports(struct completions *found)
{
    for (size_t i = 0; i < n_report_defs; i++)
        if (report_defs[i]->base != BASE_APART)
            completions_offer(found, report_defs[i]->name);
}

/* With `assign`, "=" follows those that take a value. */
static void offer_settings(struct completions *found, bool assign)
{
    for (size_t i = 0; i < n_option_defs; i++) {
        const struct option_def *def = &option_defs[i];
        char name[64];
        if (!option_is_setting(def) || (assign && def->kind == OPTION_CHOICE))
            continue;
        snprintf(name, sizeof name, "%s%s", def->name, assign && !option_is_flag(def) ? "=" : "");
        completions_offer(found, name);
    }
}

static void offer_shortcuts(const struct profile *p, struct completions *found)
{
    static const char *const prefix[] = {"", "total_", "mean_"};
    struct buf name;
    buf_init(&name);
    for (size_t t = 0; t < p->n_types; t++)
        for (size_t i = 0; i < sizeof prefix / sizeof *prefix; i++) {
            buf_clear(&name);
            buf_printf(&name, "%s%s", prefix[i], profile_str(p, p->type[t].type).p);
            completions_offer(found, buf_cstr(&name));
        }
    buf_release(&name);
}

static void find_command_word(struct completion *c, const char *line, size_t start, struct completions *found)
{
    static const char *const other[] = {"help", "options", "quit", "granularity=", "sort="};
    completions_set_word(found, line, start, false);
    found->more = true;
    offer_reports(found);
    for (size_t i = 0; i < sizeof other / sizeof *other; i++)
        completions_offer(found, other[i]);
    offer_settings(found, true);
    offer_shortcuts(&c->session->profile, found);
}

/* The words after a command: where its report goes, the option -cum, or functions, also after a "-". */
static void find_argument(struct completion *c, const char *line, bool may_be_option, struct completions *found)
{
    size_t start = strlen(line), before;
    while (start && !strchr(blanks, line[start - 1]))
        start--;
    for (before = start; before && strchr(blanks, line[before - 1]);)
        before--;
    if (line[start] == '>' || (before > 1 && line[before - 1] == '>' && strchr(blanks, line[before - 2]))) {
        completions_set_word(found, line, start + (line[start] == '>'), false);
        offer_files(c, found);
        return;
    }
    completions_set_word(found, line, start + (line[start] == '-'), true);
    found->more = true;
    if (line[start] == '-' && may_be_option)
        completions_offer(found, "cum"); /* the only option that a line may have */
    offer_functions(c, found);
}

/* Whether the word at line[at] is the one that the report must have, as in "list REGEXP". */
static bool is_argument(const char *command, const char *line, size_t at)
{
    const struct report_def *report = report_find(command);
    return report && report->argument && !line[at + strcspn(line + at, blanks)];
}

void completion_find(void *completion, const char *line, struct completions *found)
{
    struct completion *c = completion;
    size_t first = strspn(line, blanks), end = first + strcspn(line + first, " \t="),
           next = end + strspn(line + end, blanks);
    char name[64] = "";
    if (line[end] == '\0') {
        find_command_word(c, line, first, found);
        return;
    }
    if (end - first < sizeof name)
        memcpy(name, line + first, end - first);
    if (line[next] == '=') {
        next += 1 + strspn(line + next + 1, blanks);
        find_value(c, name, line, next, found);
    } else if (strcmp(name, "help") == 0) {
        completions_set_word(found, line, next, false);
        offer_reports(found);
        offer_settings(found, false);
    } else {
        find_argument(c, line, !is_argument(name, line, next), found);
    }
}
