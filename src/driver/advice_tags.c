/* Advice on filters by tag that matched nothing: the tags that there are. */
#include <stdlib.h>
#include <string.h>

#include "base/vec.h"
#include "driver/advice.h"
#include "host/messages.h"

/* How many names a line has, and how long each may be. */
enum { MOST_NAMES = 8, LONGEST_NAME = 40 };

/* Names, each once. They are strings of the profile. */
struct names {
    const struct profile *profile;
    str_id *id;
    size_t n, cap;
    bool *seen; /* by string */
};

static void names_init(struct names *n, const struct profile *p)
{
    *n = (struct names){.profile = p, .seen = calloc(strtab_count(&p->strings), sizeof *n->seen)};
    if (!n->seen)
        err_out_of_memory();
}

static void names_release(struct names *n)
{
    free(n->id);
    free(n->seen);
}

static void names_add(struct names *n, str_id id)
{
    if (!n->seen[id.i])
        VEC_PUSH(n->id, n->n, n->cap) = id;
    n->seen[id.i] = true;
}

static int compare_names(const void *a, const void *b, void *profile)
{
    return str_compare(profile_str(profile, *(const str_id *)a), profile_str(profile, *(const str_id *)b));
}

/* Appends the first names in their order, and how many others there are. */
static void names_put(struct names *n, struct buf *out)
{
    if (n->n)
        qsort_r(n->id, n->n, sizeof *n->id, compare_names, (void *)n->profile);
    for (size_t i = 0; i < n->n && i < MOST_NAMES; i++) {
        buf_puts(out, i ? ", " : "");
        buf_put_shortened(out, profile_str(n->profile, n->id[i]), LONGEST_NAME);
    }
    if (n->n > MOST_NAMES)
        buf_printf(out, " and %zu more", n->n - MOST_NAMES);
}

/* The mark of a base is not a tag of the user's. */
static bool is_of_user(const struct profile *p, const struct label *l)
{
    return !str_is(profile_str(p, l->key), profile_base_key);
}

static void find_keys(struct names *keys, const struct profile *p)
{
    for (size_t i = 0; i < p->n_labels; i++)
        if (is_of_user(p, &p->label[i]))
            names_add(keys, p->label[i].key);
}

static bool has_key(const struct names *keys, struct str key)
{
    for (size_t i = 0; i < keys->n; i++)
        if (str_compare(profile_str(keys->profile, keys->id[i]), key) == 0)
            return true;
    return false;
}

static void say_keys(struct names *keys, const char *filter, struct str missing)
{
    struct buf line;
    buf_init(&line);
    buf_printf(&line, "hint: %s: ", filter);
    if (missing.len) {
        buf_puts(&line, "there is no tag \"");
        buf_put_shortened(&line, missing, LONGEST_NAME);
        buf_puts(&line, "\"; ");
    }
    buf_puts(&line, keys->n ? "the profile has these tags: " : "the profile has no tags");
    names_put(keys, &line);
    message("%s", buf_cstr(&line));
    buf_release(&line);
}

/* Says which values a tag has, if they are texts. */
static void say_values(const struct profile *p, const char *filter, struct str key)
{
    struct names values;
    struct buf line;
    names_init(&values, p);
    buf_init(&line);
    for (size_t i = 0; i < p->n_labels; i++)
        if (p->label[i].kind == LABEL_TEXT && str_compare(profile_str(p, p->label[i].key), key) == 0)
            names_add(&values, p->label[i].text);
    if (values.n) {
        buf_printf(&line, "hint: %s: the tag ", filter);
        buf_put_shortened(&line, key, LONGEST_NAME);
        buf_puts(&line, " has these values: ");
        names_put(&values, &line);
        message("%s", buf_cstr(&line));
    }
    buf_release(&line);
    names_release(&values);
}

/* A filter whose value is a list of keys may miss some of them and find others. */
static void advise_on_key_list(struct names *keys, const struct analysis *a, enum filter_id id)
{
    for (const char *at = a->query->filters.text[id]; *at; at += *at == ',') {
        struct str key = {at, (uint32_t)strcspn(at, ",")};
        if (key.len && !has_key(keys, key))
            say_keys(keys, filter_defs[id].name, key);
        at += key.len;
    }
}

static void advise_on_filter(struct names *keys, const struct analysis *a, enum filter_id id)
{
    struct str key = str_of(filter_set_key(&a->query->filters, id));
    if (key.len && has_key(keys, key))
        say_values(a->profile, filter_defs[id].name, key);
    else
        say_keys(keys, filter_defs[id].name, key);
}

/* Whether a filter by tag was given that may have missed something. */
static bool is_in_question(const struct analysis *a, enum filter_id id)
{
    return filter_defs[id].kind == FILTER_BY_KEYS
               ? *a->query->filters.text[id] != '\0'
               : filter_defs[id].kind != FILTER_BY_FRAME && !filter_hits_get(&a->hits, id);
}

void advise_on_tags(const struct analysis *a)
{
    struct names keys = {0};
    for (enum filter_id id = 0; id < N_FILTERS; id++) {
        if (!is_in_question(a, id))
            continue;
        if (!keys.profile) {
            names_init(&keys, a->profile);
            find_keys(&keys, a->profile);
        }
        if (filter_defs[id].kind == FILTER_BY_KEYS)
            advise_on_key_list(&keys, a, id);
        else
            advise_on_filter(&keys, a, id);
    }
    names_release(&keys);
}
