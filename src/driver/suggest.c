#include "driver/suggest.h"

#include <string.h>

#include "base/edit_distance.h"
#include "query/options.h"
#include "report/report.h"

/* A thing that has a name. At most one of `report` and `option` is set; if none is, it is the setting of some choices. */
struct thing {
    const char *name;
    const struct report_def *report;
    const struct option_def *option;
};

struct meaning {
    const char *word, *name, *value;
};

static const struct meaning meanings[] = {
#define MEANS(word, name, value) {#word, name, value},
#include "driver/meanings.def"
#undef MEANS
};

static const struct meaning *find_meaning(const char *word)
{
    for (size_t i = 0; i < sizeof meanings / sizeof *meanings; i++)
        if (strcmp(meanings[i].word, word) == 0)
            return &meanings[i];
    return NULL;
}

/* A sample type is a setting's value in the shell, so it has a place there, too. */
static bool is_in(const struct thing *t, enum place place)
{
    if (t->report)
        return place == ON_COMMAND_LINE || t->report->base != BASE_APART;
    return !t->option || place == ON_COMMAND_LINE || option_is_setting(t->option) || t->option->kind == OPTION_SAMPLE;
}

static struct thing find_thing(const char *name)
{
    struct thing t = {.name = name, .report = report_find(name)};
    if (!t.report)
        t.option = option_find(name);
    return t;
}

/* ---- How it is spelled ---- */

static void put_with_value(struct buf *out, const char *dash, const char *name, const char *value)
{
    buf_printf(out, "%s%s%s%s", dash, name, value ? "=" : "", value ? value : "");
}

static void put_option(struct buf *out, const struct option_def *def, const char *value, enum place place)
{
    if (place == ON_COMMAND_LINE)
        put_with_value(out, "-", def->name, option_is_flag(def) && def->kind != OPTION_BOOL ? NULL : value);
    else if (def->kind == OPTION_SAMPLE)
        put_with_value(out, "", "sample_index", def->sets);
    else if (def->kind == OPTION_CHOICE)
        put_with_value(out, "", def->sets, def->name);
    else
        put_with_value(out, "", def->name, value ? value : option_is_flag(def) ? NULL : "<val>");
}

static bool is_choice_of(const struct option_def *def, const char *setting)
{
    return def->kind == OPTION_CHOICE && strcmp(def->sets, setting) == 0;
}

/* @return the shortest choice of which the value is the beginning, or that is the beginning of the value; or NULL */
static const struct option_def *find_choice(const char *setting, const char *value)
{
    const struct option_def *best = NULL;
    size_t len = value ? strlen(value) : 0, best_len = 0;
    for (size_t i = 0; i < n_option_defs && len; i++) {
        size_t n = strlen(option_defs[i].name);
        if (is_choice_of(&option_defs[i], setting) && strncmp(option_defs[i].name, value, n < len ? n : len) == 0 &&
            (!best || n < best_len)) {
            best = &option_defs[i];
            best_len = n;
        }
    }
    return best;
}

/* Puts the choice that the value is nearly, or else all choices. */
static void put_choice(struct buf *out, const char *setting, const char *value, enum place place)
{
    const struct option_def *choice = find_choice(setting, value);
    size_t start = out->len;
    if (choice)
        put_option(out, choice, NULL, place);
    for (size_t i = 0; i < n_option_defs && !choice; i++)
        if (is_choice_of(&option_defs[i], setting)) {
            buf_puts(out, out->len > start ? " or " : "");
            put_option(out, &option_defs[i], NULL, place);
        }
}

static void put_thing(struct buf *out, const struct thing *t, const char *value, enum place place)
{
    if (t->report && place == IN_SHELL)
        buf_printf(out, "%s%s%s", t->name, t->report->argument ? " " : "",
                   t->report->argument ? t->report->argument : "");
    else if (t->report)
        put_with_value(out, "-", t->name, t->report->argument ? value : NULL);
    else if (t->option)
        put_option(out, t->option, value, place);
    else
        put_choice(out, t->name, value, place);
}

/* ---- What it is ---- */

/* A word that an option can be set to, such as "json". @return that option, or NULL */
static const struct option_def *option_of_word(const char *word)
{
    for (size_t i = 0; i < n_option_defs; i++)
        if (option_defs[i].kind == OPTION_WORD && option_has_word(&option_defs[i], word))
            return &option_defs[i];
    return NULL;
}

static void consider(const char *word, struct thing candidate, enum place place, struct thing *best, size_t *least)
{
    if (!candidate.name || !is_in(&candidate, place))
        return;
    size_t distance = edit_distance(word, candidate.name);
    if (distance < *least) {
        *least = distance;
        *best = candidate;
    }
}

/* The name with the most similar letters. @return one without a name if none is similar */
static struct thing nearest_thing(const char *word, enum place place)
{
    struct thing best = {0};
    size_t least = strlen(word) < EDIT_DISTANCE_LONGEST ? strlen(word) / 2 + 1 : 0;
    for (size_t i = 0; i < n_option_defs; i++) {
        consider(word, (struct thing){.name = option_defs[i].name, .option = &option_defs[i]}, place, &best, &least);
        if (option_defs[i].kind == OPTION_CHOICE)
            consider(word, (struct thing){.name = option_defs[i].sets}, place, &best, &least);
    }
    for (size_t i = 0; i < n_report_defs; i++) {
        consider(word, (struct thing){.name = report_defs[i]->name, .report = report_defs[i]}, place, &best, &least);
        consider(word, (struct thing){.name = report_defs[i]->alias, .report = report_defs[i]}, place, &best, &least);
    }
    return best;
}

bool suggest(struct buf *out, const char *name, const char *value, enum place place)
{
    const struct meaning *meaning = find_meaning(name);
    const struct option_def *of_word = option_of_word(name);
    struct thing t;
    if (meaning) {
        t = find_thing(meaning->name);
        value = meaning->value ? meaning->value : value;
    } else if (of_word) {
        t = (struct thing){.name = of_word->name, .option = of_word};
        value = name;
    } else if (option_choice_setting(name)) {
        t = (struct thing){.name = name};
    } else {
        t = nearest_thing(name, place);
    }
    if (!t.name || !is_in(&t, place))
        return false;
    put_thing(out, &t, value, place);
    return true;
}
