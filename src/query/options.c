#include "query/options.h"

#include <errno.h>
#include <float.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define AT(member) offsetof(struct options, member)
#define ROW(field, k, g, v, d, s, o)                                                                                   \
    {.name = #field,                                                                                                   \
     .kind = k,                                                                                                        \
     .group = GROUP_##g,                                                                                               \
     .offset = AT(field),                                                                                              \
     .value = v,                                                                                                       \
     .dflt = d,                                                                                                        \
     .summary = s,                                                                                                     \
     .once = o},

const struct option_def option_defs[] = {
#define BOOL(name, dflt, group, summary)               ROW(name, OPTION_BOOL, group, NULL, #dflt, summary, false)
#define INT(name, dflt, group, value, summary)         ROW(name, OPTION_INT, group, value, #dflt, summary, false)
#define FLOAT(name, dflt, group, value, summary)       ROW(name, OPTION_FLOAT, group, value, #dflt, summary, false)
#define STRING(name, dflt, group, value, summary)      ROW(name, OPTION_STRING, group, value, dflt, summary, false)
#define WORD(name, type, group, words, summary)        ROW(name, OPTION_WORD, group, words, "", summary, false)
#define ONCE_BOOL(name, dflt, group, summary)          ROW(name, OPTION_BOOL, group, NULL, #dflt, summary, true)
#define ONCE_INT(name, dflt, group, value, summary)    ROW(name, OPTION_INT, group, value, #dflt, summary, true)
#define ONCE_LIST(name, group, value, summary)         ROW(name, OPTION_LIST, group, value, "", summary, true)
#define ONCE_RESULTS(name, group, value, summary)      ROW(name, OPTION_RESULTS, group, value, "", summary, true)
#define ONCE_STRING(name, dflt, group, value, summary) ROW(name, OPTION_STRING, group, value, dflt, summary, true)
#define ONCE_TEXT(name, group, value, summary)         ROW(name, OPTION_TEXT, group, value, "", summary, true)
#define ONCE_COUNT(name, dflt, group, value, summary)  ROW(name, OPTION_COUNT, group, value, #dflt, summary, true)
#define ONCE_SIZE(name, dflt, group, value, summary)   ROW(name, OPTION_SIZE, group, value, dflt, summary, true)
#define CHOICES(field, type)
#define CHOICE(setting, n, value, g, s)                                                                                \
    {.name = #n,                                                                                                       \
     .kind = OPTION_CHOICE,                                                                                            \
     .group = GROUP_##g,                                                                                               \
     .offset = AT(choice_##n),                                                                                         \
     .dflt = "",                                                                                                       \
     .summary = s,                                                                                                     \
     .sets = #setting,                                                                                                 \
     .field = AT(setting),                                                                                             \
     .choice = value},
#define SAMPLE(n, type, m, g, s)                                                                                       \
    {.name = #n,                                                                                                       \
     .kind = OPTION_SAMPLE,                                                                                            \
     .group = GROUP_##g,                                                                                               \
     .offset = AT(sample_##n),                                                                                         \
     .dflt = "",                                                                                                       \
     .summary = s,                                                                                                     \
     .sets = type,                                                                                                     \
     .mean = m,                                                                                                        \
     .once = true},
#define FILTER(n, k, v, active, unmatched, s)                                                                          \
    {.name = #n,                                                                                                       \
     .kind = OPTION_STRING,                                                                                            \
     .group = GROUP_FILTER,                                                                                            \
     .offset = AT(filter[FILTER_##n]),                                                                                 \
     .value = v,                                                                                                       \
     .dflt = "",                                                                                                       \
     .summary = s},
#include "query/options.def"
};

const size_t n_option_defs = sizeof option_defs / sizeof *option_defs;

const char *option_group_title(enum option_group group)
{
    static const char *const title[N_OPTION_GROUPS] = {[GROUP_COMPARE] = "Comparing two profiles",
                                                       [GROUP_CHECK] = "Checking for growth (-check)",
                                                       [GROUP_VALUES] = "What is counted",
                                                       [GROUP_LEVEL] = "What a row or node stands for",
                                                       [GROUP_FILTER] = "Filters",
                                                       [GROUP_SHOW] = "What is shown, and where",
                                                       [GROUP_SOURCE] = "Reading profiles"};
    return title[group];
}

const struct option_def *option_find(const char *name)
{
    for (size_t i = 0; i < n_option_defs; i++)
        if (strcmp(option_defs[i].name, name) == 0)
            return &option_defs[i];
    return NULL;
}

static void *member(struct options *o, const struct option_def *def)
{
    return (char *)o + def->offset;
}

void options_init(struct options *o)
{
    struct err ignored;
    memset(o, 0, sizeof *o); /* the first word of a WORD, an empty list, and no choice are 0 */
    o->words.focus = o->words.ignore = "";
    for (size_t i = 0; i < n_option_defs; i++) {
        const struct option_def *def = &option_defs[i];
        if (def->kind == OPTION_TEXT)
            *(const char **)member(o, def) = "";
        else if (def->kind <= OPTION_COUNT || def->kind == OPTION_SIZE)
            option_set(o, def, def->dflt, &ignored);
    }
}

bool option_is_flag(const struct option_def *def)
{
    return def->value == NULL;
}

static int parse_bool(const char *s, bool *x)
{
    static const char *const yes[] = {"1", "t", "T", "true", "TRUE", "True"}, *const no[] = {"0",     "f",     "F",
                                                                                             "false", "FALSE", "False"};
    for (size_t i = 0; i < sizeof yes / sizeof *yes; i++)
        if (strcmp(s, yes[i]) == 0 || strcmp(s, no[i]) == 0) {
            *x = strcmp(s, yes[i]) == 0;
            return 0;
        }
    return -1;
}

static char to_lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
}

/* Go allows underscores in numbers, each between two digits or after a base prefix. @return whether all are in such a place */
static bool underscores_fit(const char *s)
{
    bool hex = false;
    char last = '-'; /* the kind of the last character: '0' a digit or prefix, '_' an underscore, '-' anything else */
    s += *s == '+' || *s == '-';
    if (s[0] == '0' && s[1] && strchr("box", to_lower(s[1]))) {
        hex = to_lower(s[1]) == 'x';
        last = '0';
        s += 2;
    }
    for (; *s; s++) {
        bool digit = (*s >= '0' && *s <= '9') || (hex && to_lower(*s) >= 'a' && to_lower(*s) <= 'f');
        if (*s == '_' ? last != '0' : last == '_' && !digit)
            return false;
        last = digit ? '0' : *s == '_' ? '_' : '-';
    }
    return last != '_';
}

/* Copies a number without its underscores. @return 0; or -1 if the text cannot be a number, or is too long */
static int plain_number(const char *s, char *to, size_t size)
{
    size_t n = 0;
    if (*s == '\0' || strchr(" \t\n\v\f\r", *s) || (strchr(s, '_') && !underscores_fit(s)))
        return -1;
    for (; *s; s++) {
        if (n + 1 == size)
            return -1;
        if (*s != '_')
            to[n++] = *s;
    }
    to[n] = '\0';
    return 0;
}

/* Reads an integer of 64 bits as Go does: 0x, 0o, 0b and 0 are prefixes. If it does not fit, it becomes the nearest int. */
static int parse_int(const char *text, int *x)
{
    char s[128], *end, *digits = s;
    int base = 0;
    if (plain_number(text, s, sizeof s))
        return -1;
    digits += *s == '+' || *s == '-';
    if (digits[0] == '0' && (to_lower(digits[1]) == 'b' || to_lower(digits[1]) == 'o')) {
        base = to_lower(digits[1]) == 'b' ? 2 : 8;
        if (digits[2] < '0' || digits[2] > '7')
            return -1;
        memmove(digits, digits + 2, strlen(digits + 2) + 1);
    }
    errno = 0;
    long long v = strtoll(s, &end, base);
    if (end == s || *end || errno)
        return -1;
    *x = v < INT_MIN ? INT_MIN : v > INT_MAX ? INT_MAX : (int)v;
    return 0;
}

/* Reads a whole number that is not negative. */
static int parse_count(const char *text, int *x)
{
    int n;
    if (parse_int(text, &n) || n < 0)
        return -1;
    *x = n;
    return 0;
}

/* Reads a number as Go does, which requires an exponent in hexadecimal numbers and forbids a sign before "nan". */
static int parse_float(const char *text, double *x)
{
    char s[128], *end;
    if (plain_number(text, s, sizeof s) || strchr(s, '('))
        return -1;
    const char *digits = s + (*s == '+' || *s == '-');
    if (to_lower(digits[0]) == 'n' ? digits != s : digits[0] == '0' && to_lower(digits[1]) == 'x' && !strpbrk(s, "pP"))
        return -1;
    double v = strtod(s, &end);
    bool infinite = v > DBL_MAX || v < -DBL_MAX;
    if (end == s || *end || (infinite && to_lower(digits[0]) != 'i'))
        return -1;
    *x = v;
    return 0;
}

/* Reads a number of bytes: digits and a unit. Units are powers of 1024, as in the reports. Zero is refused. */
static int parse_size(const char *text, uint64_t *x)
{
    static const char *const unit[] = {"B", "kB", "MB", "GB", "TB"};
    size_t n = strspn(text, "0123456789");
    const char *name = text + n + (text[n] == ' ');
    errno = 0;
    uint64_t v = strtoull(text, NULL, 10);
    if (n == 0 || errno)
        return -1;
    for (size_t i = 0; i < sizeof unit / sizeof *unit; i++) {
        uint64_t factor = (uint64_t)1 << 10 * i;
        if (*name && strcasecmp(name, unit[i]) != 0)
            continue;
        return v == 0 || __builtin_mul_overflow(v, factor, x) ? -1 : 0;
    }
    return -1;
}

/* @return the index of the word in "this|that", or -1 */
static int word_index(const char *words, const char *text, size_t len)
{
    int place = 0;
    for (const char *word = words; word; word = strchr(word, '|') ? strchr(word, '|') + 1 : NULL, place++)
        if (strcspn(word, "|") == len && strncmp(word, text, len) == 0)
            return place;
    return -1;
}

bool option_has_word(const struct option_def *def, const char *word)
{
    return word_index(def->value, word, strlen(word)) >= 0;
}

static int set_word(int *to, const struct option_def *def, const char *text, struct err *err)
{
    int place = word_index(def->value, text, strlen(text));
    if (place < 0)
        return err_set(err, "-%s: \"%s\" is not one of %s", def->name, text, def->value);
    *to = place;
    return 0;
}

static int set_text(const char **to, const struct option_def *def, const char *text, struct err *err)
{
    if (*text == '\0')
        return err_set(err, "-%s: the value is empty", def->name);
    *to = text;
    return 0;
}

static int add_to_list(struct option_list *list, const struct option_def *def, const char *text, struct err *err)
{
    if (list->n == OPTION_LIST_MOST)
        return err_set(err, "-%s: given more than %d times", def->name, OPTION_LIST_MOST);
    if (set_text(&list->item[list->n], def, text, err))
        return -1;
    list->n++;
    return 0;
}

/* `text` is FORMAT:FILE. */
static int add_result(struct result_list *list, const struct option_def *def, const char *text, struct err *err)
{
    size_t len = strcspn(text, ":");
    if (len == 0 || text[len] == '\0' || text[len + 1] == '\0')
        return err_set(err, "-%s: \"%s\" is not of the form FORMAT:FILE", def->name, text);
    int format = word_index(FORMAT_WORDS, text, len);
    if (format < 0)
        return err_set(err, "-%s: \"%.*s\" is not one of %s", def->name, (int)len, text, FORMAT_WORDS);
    if (list->n == OPTION_LIST_MOST)
        return err_set(err, "-%s: given more than %d times", def->name, OPTION_LIST_MOST);
    list->item[list->n++] = (struct result){(enum format)format, text + len + 1};
    return 0;
}

int option_parse_bool(const char *flag, const char *text, bool *value, struct err *err)
{
    return parse_bool(text, value) ? err_set(err, "-%s: invalid boolean value \"%s\"", flag, text) : 0;
}

int option_set(struct options *o, const struct option_def *def, const char *text, struct err *err)
{
    switch (def->kind) {
    case OPTION_BOOL:
    case OPTION_CHOICE:
    case OPTION_SAMPLE: return option_parse_bool(def->name, text, member(o, def), err);
    case OPTION_INT:
        if (parse_int(text, member(o, def)) == 0)
            return 0;
        return err_set(err, "-%s: \"%s\" is not an integer, or too large", def->name, text);
    case OPTION_FLOAT:
        if (parse_float(text, member(o, def)) == 0)
            return 0;
        return err_set(err, "-%s: \"%s\" is not a number", def->name, text);
    case OPTION_COUNT:
        if (parse_count(text, member(o, def)) == 0)
            return 0;
        return err_set(err, "-%s: \"%s\" is not a whole number from 0 on", def->name, text);
    case OPTION_SIZE:
        if (parse_size(text, member(o, def)) == 0)
            return 0;
        return err_set(err, "-%s: \"%s\" is not a size such as 512MB, 8GB or 1000000", def->name, text);
    case OPTION_WORD: return set_word(member(o, def), def, text, err);
    case OPTION_LIST: return add_to_list(member(o, def), def, text, err);
    case OPTION_RESULTS: return add_result(member(o, def), def, text, err);
    case OPTION_TEXT: return set_text(member(o, def), def, text, err);
    case OPTION_STRING: *(const char **)member(o, def) = text; return 0;
    }
    return 0;
}

static void set_choice(struct options *o, const struct option_def *def)
{
    *(int *)(void *)((char *)o + def->field) = def->choice;
}

/* Sets the setting of each choice that was given. @return 0; or -1 with `err` set if two choices are of one setting */
static int resolve_choices(struct options *o, struct err *err)
{
    for (size_t i = 0; i < n_option_defs; i++) {
        const struct option_def *def = &option_defs[i];
        if (def->kind != OPTION_CHOICE || !*(bool *)member(o, def))
            continue;
        for (size_t j = 0; j < i; j++)
            if (option_defs[j].kind == OPTION_CHOICE && option_defs[j].field == def->field &&
                *(bool *)member(o, &option_defs[j]))
                return err_set(err, "conflicting options set: -%s and -%s", option_defs[j].name, def->name);
        set_choice(o, def);
    }
    return 0;
}

int options_resolve(struct options *o, const char **ignored, struct err *err)
{
    *ignored = NULL;
    if (resolve_choices(o, err))
        return -1;
    for (size_t i = 0; i < n_option_defs; i++) {
        const struct option_def *def = &option_defs[i];
        if (def->kind != OPTION_SAMPLE || !*(bool *)member(o, def))
            continue;
        if (*o->sample_index)
            *ignored = def->name;
        else
            o->sample_index = def->sets;
        o->mean |= def->mean;
    }
    return 0;
}

bool option_is_setting(const struct option_def *def)
{
    return !def->once;
}

/* Reads a boolean as the shell does: case does not matter, and "" is true. */
static int parse_loose_bool(const char *s, bool *x)
{
    static const char *const yes[] = {"true", "t", "yes", "y", "1", ""}, *const no[] = {"false", "f", "no", "n", "0"};
    for (size_t i = 0; i < sizeof yes / sizeof *yes; i++)
        if (strcasecmp(s, yes[i]) == 0)
            return *x = true, 0;
    for (size_t i = 0; i < sizeof no / sizeof *no; i++)
        if (strcasecmp(s, no[i]) == 0)
            return *x = false, 0;
    return -1;
}

const char *option_choice_setting(const char *name)
{
    for (size_t i = 0; i < n_option_defs; i++)
        if (option_defs[i].kind == OPTION_CHOICE && strcmp(option_defs[i].sets, name) == 0)
            return option_defs[i].sets;
    return NULL;
}

bool option_is_setting_name(const char *name)
{
    const struct option_def *def = option_find(name);
    return option_choice_setting(name) || (def && option_is_setting(def));
}

static int fail_choice(const char *setting, const char *choice, struct err *err)
{
    struct buf names;
    buf_init(&names);
    for (size_t i = 0; i < n_option_defs; i++)
        if (option_defs[i].kind == OPTION_CHOICE && strcmp(option_defs[i].sets, setting) == 0)
            buf_printf(&names, "%s%s", names.len ? ", " : "", option_defs[i].name);
    err_set(err, "invalid \"%s\" value \"%s\" (must be one of %s)", setting, choice, buf_cstr(&names));
    buf_release(&names);
    return -1;
}

static int configure_choice(struct options *o, const char *setting, const char *choice, struct err *err)
{
    const struct option_def *def = option_find(choice);
    if (!def || def->kind != OPTION_CHOICE || strcmp(def->sets, setting) != 0)
        return fail_choice(setting, choice, err);
    set_choice(o, def);
    return 0;
}

int option_configure(struct options *o, const char *name, const char *text, struct err *err)
{
    const struct option_def *def = option_find(name);
    bool on = false;
    char *end;
    if (option_choice_setting(name))
        return configure_choice(o, name, text, err);
    if (!def || !option_is_setting(def))
        return err_set(err, "unknown config field \"%s\"", name);
    switch (def->kind) {
    case OPTION_CHOICE:
        if (parse_bool(text, &on) == 0 && on)
            return configure_choice(o, def->sets, name, err);
        return err_set(err, "unknown config field \"%s\" (say %s=%s)", name, def->sets, name);
    case OPTION_BOOL:
        if (parse_loose_bool(text, member(o, def)) == 0)
            return 0;
        return err_set(err, "illegal value \"%s\" for bool variable", text);
    case OPTION_INT:
        strtoll(text, &end, 10);
        if (*text && *end == '\0')
            return option_set(o, def, text, err);
        return err_set(err, "%s: \"%s\" is not an integer", name, text);
    default: return option_set(o, def, text, err);
    }
}

void option_each_word(const char *words, void (*take)(void *arg, const char *word), void *arg)
{
    char word[32];
    for (size_t n; *words; words += n + (words[n] == '|')) {
        n = strcspn(words, "|");
        snprintf(word, sizeof word, "%.*s", (int)n, words);
        take(arg, word);
    }
}

/* Appends the word at an index of "this|that". */
static void put_word(struct buf *out, const char *words, int place)
{
    for (; place > 0; place--)
        words = strchr(words, '|') + 1;
    buf_put(out, words, strcspn(words, "|"));
}

const char *option_text(const struct options *o, const struct option_def *def)
{
    const void *at = (const char *)o + def->offset;
    return def->kind == OPTION_STRING || def->kind == OPTION_TEXT ? *(const char *const *)at : NULL;
}

void option_print(struct buf *out, const struct options *o, const struct option_def *def)
{
    const void *at = (const char *)o + def->offset;
    switch (def->kind) {
    case OPTION_INT:
    case OPTION_COUNT: buf_printf(out, "%lld", (long long)*(const int *)at); break;
    case OPTION_FLOAT: buf_printf(out, "%g", *(const double *)at); break;
    case OPTION_STRING:
    case OPTION_TEXT: buf_puts(out, *(const char *const *)at); break;
    case OPTION_WORD: put_word(out, def->value, *(const int *)at); break;
    default: buf_puts(out, *(const bool *)at ? "true" : "false"); break;
    }
}

const char *option_choice_name(const struct options *o, const char *setting)
{
    for (size_t i = 0; i < n_option_defs; i++) {
        const struct option_def *def = &option_defs[i];
        if (def->kind == OPTION_CHOICE && strcmp(def->sets, setting) == 0 &&
            *(const int *)(const void *)((const char *)o + def->field) == def->choice)
            return def->name;
    }
    return "";
}

const char *format_name(enum format format)
{
    static const char *const name[N_FORMATS] = {"text", "json", "csv", "markdown", "github", "junit"};
    return name[format];
}
