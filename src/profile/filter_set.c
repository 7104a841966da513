#include "profile/filter_set.h"

#include <stddef.h>
#include <string.h>

#include "profile/prune.h"
#include "profile/tagroot.h"

const struct filter_def filter_defs[N_FILTERS] = {
#define FILTER(name, kind, value, active, unmatched, summary)                                                          \
    {#name, value, unmatched, summary, FILTER_BY_##kind, active},
#include "profile/filters.def"
#undef FILTER
};

static const char *const options[N_FILTERS] = {
#define FILTER(name, kind, value, active, unmatched, summary) "-" #name,
#include "profile/filters.def"
#undef FILTER
};

void filter_set_init(struct filter_set *f)
{
    memset(f, 0, sizeof *f);
    for (size_t i = 0; i < N_FILTERS; i++)
        f->text[i] = "";
}

void filter_set_release(struct filter_set *f)
{
    for (size_t i = 0; i < N_FILTERS; i++) {
        regex_free(f->pattern[i]);
        tag_filter_free(f->tag[i]);
    }
    filter_set_init(f);
}

int filter_set_compile(struct filter_set *f, enum filter_id id, const char *text, struct err *err)
{
    f->text[id] = text;
    if (*text == '\0' || filter_defs[id].kind == FILTER_BY_KEYS)
        return 0;
    if (filter_defs[id].kind == FILTER_BY_TAGS)
        f->tag[id] = tag_filter_compile(text, err);
    else
        f->pattern[id] = regex_compile(text, strlen(text), err);
    return f->tag[id] || f->pattern[id] ? 0 : err_wrap(err, "parsing %s regexp", filter_defs[id].name);
}

void filter_set_each_pattern(const struct filter_set *f, regex_visitor *visit, void *ctx)
{
    for (size_t i = 0; i < N_FILTERS; i++) {
        if (f->pattern[i])
            visit(ctx, options[i], f->pattern[i]);
        if (f->tag[i])
            tag_filter_each_pattern(f->tag[i], visit, ctx, options[i]);
    }
}

bool filter_set_is_range(const struct filter_set *f, enum filter_id id, const char **range)
{
    return f->tag[id] && tag_filter_is_range(f->tag[id], range);
}

const char *filter_set_key(const struct filter_set *f, enum filter_id id)
{
    const char *key = f->tag[id] ? tag_filter_key(f->tag[id]) : NULL;
    return key ? key : "";
}

void filter_set_add_frames(const struct filter_set *f, struct view *v, struct str unit, struct filter_hits *hits)
{
    tagroot_add(v, f->text[FILTER_tagroot], f->text[FILTER_tagleaf], unit, hits);
}

void filter_set_apply(const struct filter_set *f, struct view *v, const struct label_units *units,
                      struct filter_hits *hits)
{
    filter_names(v,
                 &(struct name_filters){f->pattern[FILTER_focus], f->pattern[FILTER_ignore], f->pattern[FILTER_hide],
                                        f->pattern[FILTER_show]},
                 hits);
    filter_show_from(v, f->pattern[FILTER_show_from], hits);
    tags_filter_samples(v, f->tag[FILTER_tagfocus], f->tag[FILTER_tagignore], units, hits);
    tags_filter_keys(v, f->pattern[FILTER_tagshow], f->pattern[FILTER_taghide], hits);
    prune_from(v, f->pattern[FILTER_prune_from]);
}

bool filter_hits_get(const struct filter_hits *hits, enum filter_id id)
{
    static const size_t member[N_FILTERS] = {
#define FILTER(name, kind, value, active, unmatched, summary) offsetof(struct filter_hits, name),
#include "profile/filters.def"
#undef FILTER
    };
    return *(const bool *)((const char *)hits + member[id]);
}
