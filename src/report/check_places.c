#include "report/check_places.h"

#include "base/path.h"

/* ---- The lines that grew ---- */

/* What tells the function of a node: text, because the rows of two comparisons have ids of their own. */
struct place_key {
    struct str name, file;
};

static struct place_key key_of(const struct check_places *p, const struct comparison *c, const struct node_info *info)
{
    const struct strtab *strings = &c->series.strings;
    return (struct place_key){p->by_name ? strtab_get(strings, info->name) : str_of(""),
                              p->by_file ? strtab_get(strings, info->file) : str_of("")};
}

static uint64_t hash_of(const struct place_key *key)
{
    return hash_u64(hash_bytes(key->name.p, key->name.len), hash_bytes(key->file.p, key->file.len));
}

struct search {
    const struct check_places *p;
    struct place_key key;
};

static bool is_of_key(const void *ctx, uint32_t number)
{
    const struct search *s = ctx;
    struct place_key key = key_of(s->p, s->p->lines, s->p->grown[number].key);
    return str_compare(key.name, s->key.name) == 0 && str_compare(key.file, s->key.file) == 0;
}

static struct grown_lines *intern_lines(struct check_places *p, const struct node_info *info)
{
    const struct search s = {p, key_of(p, p->lines, info)};
    uint32_t i = hash_index_intern(&p->index, hash_of(&s.key), is_of_key, &s, p->n);
    if (i == p->n)
        p->grown[p->n++].key = info;
    return &p->grown[i];
}

static int64_t line_of(const struct check_places *p, const struct comparison_row *row)
{
    return comparison_node(p->lines, row->info)->line;
}

/* Keeps the row with the larger growth; of equal ones the first line, so that the order of the rows does not matter. */
static void keep_larger(const struct check_places *p, const struct comparison_row **most,
                        const struct comparison_row *row, bool flat)
{
    int64_t delta = side_delta(flat ? row->flat : row->cum);
    if (delta <= 0)
        return;
    int64_t least = *most ? side_delta(flat ? (*most)->flat : (*most)->cum) : 0;
    if (delta > least || (delta == least && line_of(p, row) < line_of(p, *most)))
        *most = row;
}

static void find_grown_lines(struct check_places *p)
{
    const struct comparison *c = p->lines;
    p->grown = arena_new(&p->r->a->arena, struct grown_lines, c->n_rows);
    for (size_t i = 0; i < c->n_rows; i++) {
        const struct node_info *info = comparison_node(c, c->row[i].info);
        if (info->line <= 0 || info->file.i == 0)
            continue;
        struct grown_lines *g = intern_lines(p, info);
        keep_larger(p, &g->flat, &c->row[i], true);
        keep_larger(p, &g->cum, &c->row[i], false);
    }
}

static struct place place_of_growth(const struct check_places *p, const struct finding *f, const struct node_info *info)
{
    const struct search s = {p, key_of(p, &p->r->compared->comparison, info)};
    uint32_t i = p->lines ? hash_index_find(&p->index, hash_of(&s.key), is_of_key, &s) : HASH_NONE;
    if (i == HASH_NONE)
        return (struct place){str_of(""), 0};
    const struct comparison_row *row = f->kind == FINDING_FLAT ? p->grown[i].flat : p->grown[i].cum;
    if (!row)
        return (struct place){str_of(""), 0};
    const struct node_info *line = comparison_node(p->lines, row->info);
    return (struct place){strtab_get(&p->lines->series.strings, line->file), line->line};
}

/* ---- Where functions begin ---- */

static void find_beginnings(struct check_places *p)
{
    const struct view *v = p->r->compared->view;
    struct arena *arena = &p->r->a->arena;
    p->n_names = strtab_count(&p->r->compared->comparison.series.strings);
    p->of_name = arena_new(arena, const struct function *, p->n_names);
    p->first_line = arena_new(arena, int64_t, v->n_funcs);
    for (size_t i = 0; i < v->n_funcs; i++)
        if (v->func[i].filename.i && !p->of_name[v->func[i].name.i])
            p->of_name[v->func[i].name.i] = &v->func[i];
    for (size_t i = 0; i < v->n_lines; i++) {
        int64_t *first = &p->first_line[v->line[i].function.i];
        if (v->line[i].line > 0 && (*first == 0 || v->line[i].line < *first))
            *first = v->line[i].line;
    }
}

static struct place place_of_beginning(const struct check_places *p, const struct node_info *info)
{
    const struct view *v = p->r->compared->view;
    const struct source_names *names = &p->r->a->query->names;
    const struct function *func = info->name.i < p->n_names ? p->of_name[info->name.i] : NULL;
    if (info->file.i)
        return (struct place){strtab_get(&p->r->compared->comparison.series.strings, info->file), info->start_line};
    if (!func)
        return (struct place){str_of(""), 0};
    return (struct place){path_trim(view_str(v, func->filename), names->trim_path, names->source_path),
                          func->start_line ? func->start_line : p->first_line[func - v->func]};
}

/* ---- Both ---- */

static bool has_rows_without_line(const struct check_result *r)
{
    for (size_t i = 0; i < r->check->n; i++)
        if (r->check->finding[i].row &&
            !comparison_node(&r->compared->comparison, r->check->finding[i].row->info)->line)
            return true;
    return false;
}

void check_places_init(struct check_places *p, const struct check_result *r)
{
    struct granularity g = query_granularity(r->a->query, LEVEL_DEFAULT);
    *p = (struct check_places){.r = r, .by_name = g.function, .by_file = g.filename};
    if (!r->compared || !has_rows_without_line(r))
        return;
    p->lines = analysis_line_comparison(r->a);
    if (p->lines)
        find_grown_lines(p);
    find_beginnings(p);
}

void check_places_release(struct check_places *p)
{
    hash_index_release(&p->index);
}

struct place check_place_of(const struct check_places *p, const struct finding *f)
{
    if (!f->row)
        return (struct place){str_of(""), 0};
    const struct comparison *c = &p->r->compared->comparison;
    const struct node_info *info = comparison_node(c, f->row->info);
    if (info->file.i && info->line)
        return (struct place){strtab_get(&c->series.strings, info->file), info->line};
    struct place place = place_of_growth(p, f, info);
    return place.file.len ? place : place_of_beginning(p, info);
}
