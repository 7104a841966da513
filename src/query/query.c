#include "query/query.h"

#include <string.h>

static int compile_filters(struct query *q, const struct options *o, struct err *err)
{
    filter_set_init(&q->filters);
    for (enum filter_id id = 0; id < N_FILTERS; id++)
        if (filter_set_compile(&q->filters, id, o->filter[id], err))
            return -1;
    return 0;
}

static int set_limits(struct limits *l, const char *key, const struct option_list *list, struct err *err)
{
    for (size_t i = 0; i < list->n; i++)
        if (limits_set(l, key, list->item[i], err))
            return -1;
    return 0;
}

static int set_limit(struct limits *l, const char *key, const char *text, struct err *err)
{
    return *text ? limits_set(l, key, text, err) : 0;
}

/* Limits from options take precedence over those from the budget, which is read after them. */
static int parse_limits(struct limits *l, const struct options *o, const struct budget *budget, struct err *err)
{
    limits_init(l);
    if (set_limit(l, "max_total", o->max_total, err) || set_limit(l, "max_flat", o->max_flat, err) ||
        set_limit(l, "max_cum", o->max_cum, err) || set_limit(l, "max_new", o->max_new, err) ||
        set_limit(l, "z", o->z, err) || set_limits(l, "limit", &o->limit, err) ||
        set_limits(l, "exempt", &o->exempt, err))
        return -1;
    if (*budget->name && limits_read(l, budget->text, budget->len, err))
        return err_wrap(err, "%s", budget->name);
    if (o->self_test) { /* The user's limits have been checked, but must not make the example pass. */
        limits_release(l);
        limits_init(l);
    }
    limits_complete(l);
    return 0;
}

int query_init(struct query *q, const struct options *o, const struct budget *budget, struct err *err)
{
    *q = (struct query){.sample_index = o->sample_index,
                        .mean = o->mean,
                        .normalize = o->normalize,
                        .unit = str_of(o->unit),
                        .level = o->granularity,
                        .inlines = !o->noinlines,
                        .columns_of_lines = o->showcolumns,
                        .relative_percentages = o->relative_percentages,
                        .sort = o->sort,
                        .node_count = o->nodecount,
                        .node_fraction = o->nodefraction,
                        .edge_fraction = o->edgefraction,
                        .trim = o->trim,
                        .drop_negative = o->drop_negative,
                        .call_tree = o->call_tree,
                        .compact_labels = o->compact_labels,
                        .columns = o->columns,
                        .names = {str_of(o->trim_path), str_of(o->source_path)},
                        .source_path_only = o->source_path_only,
                        .allow_missing = (size_t)o->allow_missing};
    int status = compile_filters(q, o, err) || parse_limits(&q->limits, o, budget, err) ? -1 : 0;
    if (status == 0 && o->divide_by == 0)
        status = err_set(err, "zero divisor specified");
    q->ratio = 1 / o->divide_by;
    if (status)
        query_release(q);
    return status;
}

int query_set_argument(struct query *q, const char *argument, struct err *err)
{
    if (!argument || !*argument)
        return 0;
    q->argument = regex_compile(argument, strlen(argument), err);
    return q->argument ? 0 : err_wrap(err, "parsing argument regexp");
}

void query_release(struct query *q)
{
    filter_set_release(&q->filters);
    limits_release(&q->limits);
    regex_free(q->argument);
    q->argument = NULL;
}

void query_each_pattern(const struct query *q, regex_visitor *visit, void *ctx)
{
    filter_set_each_pattern(&q->filters, visit, ctx);
    limits_each_pattern(&q->limits, visit, ctx);
    if (q->argument)
        visit(ctx, "the report's argument", q->argument);
}

struct granularity query_granularity(const struct query *q, enum level level)
{
    bool inlines = q->inlines, columns = q->columns_of_lines;
    switch (level == LEVEL_DEFAULT ? q->level : level) {
    case LEVEL_ADDRESSES: return (struct granularity){true, true, true, inlines || columns, true, inlines, false};
    case LEVEL_LINES: return (struct granularity){true, true, true, columns, false, inlines, false};
    case LEVEL_FILES: return (struct granularity){.filename = true, .inlines = inlines};
    case LEVEL_FILEFUNCTIONS: return (struct granularity){.function = true, .filename = true, .inlines = inlines};
    case LEVEL_PACKAGES: return (struct granularity){.function = true, .inlines = inlines, .packages = true};
    case LEVEL_DEFAULT:
    case LEVEL_FUNCTIONS: break;
    }
    return (struct granularity){.function = true, .inlines = inlines};
}

struct noun query_row_noun(const struct query *q)
{
    switch (q->level) {
    case LEVEL_ADDRESSES: return (struct noun){"address", "addresses"};
    case LEVEL_LINES: return (struct noun){"line", "lines"};
    case LEVEL_FILES: return (struct noun){"file", "files"};
    case LEVEL_PACKAGES: return (struct noun){"package", "packages"};
    case LEVEL_FILEFUNCTIONS:
    case LEVEL_DEFAULT:
    case LEVEL_FUNCTIONS: break;
    }
    return (struct noun){"function", "functions"};
}

struct trim_request query_trimming(const struct query *q, int default_nodes, bool untrimmed)
{
    struct trim_request t = {.cum = q->sort == SORT_CUM};
    if (untrimmed || !q->trim)
        return t;
    t.node_count = q->node_count == -1 ? default_nodes : q->node_count;
    t.node_fraction = q->node_fraction;
    t.edge_fraction = q->edge_fraction;
    return t;
}

const char *const *query_active_filters(const struct query *q, size_t *n, struct arena *arena)
{
    const char **list = arena_new(arena, const char *, N_FILTERS);
    *n = 0;
    for (enum filter_id id = 0; id < N_FILTERS; id++) {
        struct buf text;
        if (!filter_defs[id].active || *q->filters.text[id] == '\0')
            continue;
        buf_init(&text);
        buf_printf(&text, "%s=%s", filter_defs[id].name, q->filters.text[id]);
        list[(*n)++] = arena_copy(arena, text.data, text.len);
        buf_release(&text);
    }
    return list;
}
