#include "driver/filters.h"

#include <string.h>

#include "host/messages.h"
#include "profile/prune.h"

static int compile_one(struct regex **re, const char *name, const char *pattern, struct err *err)
{
    if (*pattern == '\0')
        return 0;
    *re = regex_compile(pattern, strlen(pattern), err);
    return *re ? 0 : err_wrap(err, "parsing %s regexp", name);
}

static int compile_tags(struct tag_filter **f, const char *name, const char *text, struct err *err)
{
    const char *range;
    if (*text == '\0')
        return 0;
    *f = tag_filter_compile(text, err);
    if (!*f)
        return err_wrap(err, "parsing %s regexp", name);
    if (tag_filter_is_range(*f, &range))
        message("%s:Interpreted '%s' as range, not regexp", name, range);
    return 0;
}

int filters_compile(struct filters *f, const struct options *o, struct err *err)
{
    return compile_one(&f->focus, "focus", o->focus, err) || compile_one(&f->ignore, "ignore", o->ignore, err) ||
                   compile_one(&f->hide, "hide", o->hide, err) || compile_one(&f->show, "show", o->show, err) ||
                   compile_one(&f->show_from, "show_from", o->show_from, err) ||
                   compile_tags(&f->tagfocus, "tagfocus", o->tagfocus, err) ||
                   compile_tags(&f->tagignore, "tagignore", o->tagignore, err) ||
                   compile_one(&f->prune_from, "prune_from", o->prune_from, err) ||
                   compile_one(&f->tagshow, "tagshow", o->tagshow, err) ||
                   compile_one(&f->taghide, "taghide", o->taghide, err)
               ? -1
               : 0;
}

void filters_release(struct filters *f)
{
    regex_free(f->focus);
    regex_free(f->ignore);
    regex_free(f->hide);
    regex_free(f->show);
    regex_free(f->show_from);
    regex_free(f->prune_from);
    regex_free(f->tagshow);
    regex_free(f->taghide);
    tag_filter_free(f->tagfocus);
    tag_filter_free(f->tagignore);
}

void filters_apply(const struct filters *f, struct view *v, const struct label_units *units, struct filter_hits *hits)
{
    filter_names(v, &(struct name_filters){f->focus, f->ignore, f->hide, f->show}, hits);
    filter_show_from(v, f->show_from, hits);
    tags_filter_samples(v, f->tagfocus, f->tagignore, units, hits);
    tags_filter_keys(v, f->tagshow, f->taghide, hits);
    prune_from(v, f->prune_from);
}

void filters_warn_unmatched(const struct filter_hits *h)
{
    const struct {
        bool hit;
        const char *name;
    } filter[] = {{h->tagroot, "TagRoot"},    {h->tagleaf, "TagLeaf"},   {h->focus, "Focus"},
                  {h->ignore, "Ignore"},      {h->hide, "Hide"},         {h->show, "Show"},
                  {h->show_from, "ShowFrom"}, {h->tagfocus, "TagFocus"}, {h->tagignore, "TagIgnore"},
                  {h->tagshow, "TagShow"},    {h->taghide, "TagHide"}};
    for (size_t i = 0; i < sizeof filter / sizeof *filter; i++)
        if (!filter[i].hit)
            message("%s expression matched no samples", filter[i].name);
}

const char *const *filters_list(const struct options *o, size_t *n, struct arena *arena)
{
    const struct {
        const char *name, *value;
    } filter[] = {{"focus", o->focus},         {"ignore", o->ignore},       {"hide", o->hide},
                  {"show", o->show},           {"show_from", o->show_from}, {"tagfocus", o->tagfocus},
                  {"tagignore", o->tagignore}, {"tagshow", o->tagshow},     {"taghide", o->taghide}};
    const char **list = arena_new(arena, const char *, sizeof filter / sizeof *filter);
    *n = 0;
    for (size_t i = 0; i < sizeof filter / sizeof *filter; i++) {
        struct buf text;
        if (*filter[i].value == '\0')
            continue;
        buf_init(&text);
        buf_printf(&text, "%s=%s", filter[i].name, filter[i].value);
        list[(*n)++] = arena_copy(arena, text.data, text.len);
        buf_release(&text);
    }
    return list;
}
