#include "driver/settings.h"

#include <stdlib.h>
#include <string.h>

#include "base/vec.h"
#include "host/messages.h"
#include "profile/sample_index.h"

/* The lines, which are sorted once all are there, and the texts for the one that is being made. */
struct list {
    const struct options *options;
    const struct profile *profile;
    struct buf text;
    struct buf_span *line;
    size_t n, cap;
    struct buf value, allowed;
};

/* Ends the line of a setting. It may be entered in the shell as it is, because "//:" and what follows are cut off there. */
static void end_line(struct list *l, const char *name)
{
    size_t from = l->text.len;
    buf_printf(&l->text, "  %-25s = %-20s %s%s", name, l->value.len ? buf_cstr(&l->value) : "\"\"",
               l->allowed.len ? "//: " : "", buf_cstr(&l->allowed));
    VEC_PUSH(l->line, l->n, l->cap) = (struct buf_span){from, l->text.len - from};
    buf_clear(&l->value);
    buf_clear(&l->allowed);
}

/* Adds one of the values that are allowed, "[a | b]". */
static void allow(void *list, const char *name)
{
    struct list *l = list;
    if (l->allowed.len)
        l->allowed.len--; /* the bracket */
    buf_printf(&l->allowed, "%s%s]", l->allowed.len ? " | " : "[", name);
}

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The choices are sorted, as in go tool pprof. */
static void add_choice_setting(struct list *l, const char *setting)
{
    const char **name = NULL, *chosen = option_choice_name(l->options, setting);
    size_t n = 0, cap = 0;
    for (size_t i = 0; i < n_option_defs; i++)
        if (option_defs[i].kind == OPTION_CHOICE && strcmp(option_defs[i].sets, setting) == 0)
            VEC_PUSH(name, n, cap) = option_defs[i].name;
    if (n)
        qsort(name, n, sizeof *name, compare_names);
    for (size_t i = 0; i < n; i++)
        allow(l, name[i]);
    free(name);
    buf_puts(&l->value, *chosen ? chosen : "(default)");
    end_line(l, setting);
}

static void put_sample_type(struct list *l)
{
    const struct profile *p = l->profile;
    struct err ignored;
    size_t index;
    for (size_t t = 0; t < p->n_types; t++)
        allow(l, profile_str(p, p->type[t].type).p);
    if (sample_index(p, l->options->sample_index, &index, &ignored) == 0)
        buf_put_str(&l->value, profile_str(p, p->type[index].type));
    else
        buf_puts(&l->value, l->options->sample_index);
}

static void add_setting(struct list *l, const struct option_def *def)
{
    if (strcmp(def->name, "sample_index") == 0)
        put_sample_type(l);
    else
        option_print(&l->value, l->options, def);
    if (def->kind == OPTION_WORD)
        option_each_word(def->value, allow, l);
    if (def->kind == OPTION_INT && str_is(buf_str(&l->value), "-1"))
        buf_puts(&l->allowed, "default");
    end_line(l, def->name);
}

/* The choices of a setting stand one after the other. */
static bool is_first_choice(size_t i)
{
    return i == 0 || option_defs[i - 1].kind != OPTION_CHOICE ||
           strcmp(option_defs[i - 1].sets, option_defs[i].sets) != 0;
}

static void add_settings(struct list *l)
{
    for (size_t i = 0; i < n_option_defs; i++) {
        const struct option_def *def = &option_defs[i];
        if (def->kind == OPTION_CHOICE && is_first_choice(i))
            add_choice_setting(l, def->sets);
        else if (def->kind != OPTION_CHOICE && option_is_setting(def))
            add_setting(l, def);
    }
}

void settings_say(const struct options *o, const struct profile *p)
{
    struct list l = {.options = o, .profile = p};
    buf_init(&l.text);
    buf_init(&l.value);
    buf_init(&l.allowed);
    add_settings(&l);
    buf_sort_spans(&l.text, l.line, l.n);
    for (size_t i = 0; i < l.n; i++)
        message("%.*s", (int)l.line[i].len, l.text.data + l.line[i].from);
    buf_release(&l.text);
    buf_release(&l.value);
    buf_release(&l.allowed);
    free(l.line);
}
