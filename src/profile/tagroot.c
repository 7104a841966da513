#include "profile/tagroot.h"

#include <string.h>

#include "base/buf.h"
#include "measure/units.h"

struct key_list {
    struct str *key; /* the one nearest to the leaf first */
    size_t n;
};

static struct key_list split_keys(struct arena *a, const char *list)
{
    struct key_list k = {arena_new(a, struct str, strlen(list) / 2 + 1), 0};
    for (const char *at = list; *at;) {
        size_t len = strcspn(at, ",");
        if (len)
            k.key[k.n++] = (struct str){at, (uint32_t)len};
        at += len + (at[len] == ',');
    }
    for (size_t i = 0; i < k.n / 2; i++) {
        struct str swap = k.key[i];
        k.key[i] = k.key[k.n - 1 - i];
        k.key[k.n - 1 - i] = swap;
    }
    return k;
}

/* Joins the values under a key with commas: texts, then numbers in their unit. @return whether there is any */
static bool put_values(struct buf *out, const struct view *v, struct label_set set, struct str key, struct str unit)
{
    size_t n = 0;
    for (uint32_t i = set.first; i < set.first + set.n; i++) {
        const struct label *l = view_label(v, i);
        if (str_compare(view_str(v, l->key), key) != 0)
            continue;
        if (n++)
            buf_putc(out, ',');
        struct str text = view_str(v, l->text);
        if (l->kind == LABEL_TEXT)
            buf_put_str(out, text);
        else if (l->kind == LABEL_NUMBER_AND_UNIT)
            measure_label(out, l->number, text, unit);
        else
            measure_label(out, l->number, STR(""), STR(""));
    }
    return n > 0;
}

/* The tables of the view, with room for the pseudo frames, which are interned by name and key. */
struct maker {
    struct view *v;
    struct function *func;
    struct location *loc;
    struct line *line;
    size_t first_func, cap;
    uint64_t next_func_id, next_loc_id;
    struct hash_index index;
};

static void *grown(struct arena *a, const void *from, size_t n, size_t size, size_t room)
{
    void *to = arena_zalloc(a, room, size);
    if (n)
        memcpy(to, from, n * size);
    return to;
}

static void maker_init(struct maker *m, struct view *v)
{
    *m = (struct maker){.v = v, .first_func = v->n_funcs};
    for (size_t i = 0; i < v->n_funcs; i++)
        m->next_func_id = v->func[i].id > m->next_func_id ? v->func[i].id : m->next_func_id;
    for (size_t i = 0; i < v->n_locs; i++)
        m->next_loc_id = v->loc[i].id > m->next_loc_id ? v->loc[i].id : m->next_loc_id;
}

static void maker_grow(struct maker *m)
{
    struct view *v = m->v;
    size_t made = v->n_funcs - m->first_func;
    if (made < m->cap)
        return;
    m->cap = m->cap ? 2 * m->cap : 64;
    m->func = grown(v->arena, v->func, v->n_funcs, sizeof *m->func, m->first_func + m->cap);
    m->loc = grown(v->arena, v->loc, v->n_locs, sizeof *m->loc, v->n_locs - made + m->cap);
    m->line = grown(v->arena, v->line, v->n_lines, sizeof *m->line, v->n_lines - made + m->cap);
    v->func = m->func;
    v->loc = m->loc;
    v->line = m->line;
    v->own_locations = true;
}

struct frame_probe {
    const struct maker *m;
    str_id name, key;
};

static bool same_frame(const void *ctx, uint32_t number)
{
    const struct frame_probe *want = ctx;
    const struct function *f = &want->m->v->func[want->m->first_func + number];
    return f->name.i == want->name.i && f->filename.i == want->key.i;
}

static loc_id make_frame(struct maker *m, str_id name, str_id key)
{
    struct view *v = m->v;
    uint64_t hash = hash_u64(name.i, key.i);
    uint32_t n_made = (uint32_t)(v->n_funcs - m->first_func);
    uint32_t at = hash_index_intern(&m->index, hash, same_frame, &(struct frame_probe){m, name, key}, n_made);
    if (at != n_made)
        return (loc_id){(uint32_t)(v->n_locs - n_made + at)};
    maker_grow(m);
    m->func[v->n_funcs] = (struct function){.id = ++m->next_func_id, .name = name, .filename = key};
    m->line[v->n_lines] = (struct line){.function = {(uint32_t)v->n_funcs++}};
    m->loc[v->n_locs] = (struct location){
        .id = ++m->next_loc_id, .mapping = {ID_NONE}, .first_line = (uint32_t)v->n_lines++, .n_lines = 1};
    return (loc_id){(uint32_t)v->n_locs++};
}

/* Appends the frames for one label set to `to`. @return whether the set has a value under one of the keys */
static bool make_frames(struct maker *m, struct label_set set, const struct key_list *keys, struct str unit, loc_id *to)
{
    struct buf name;
    bool any = false;
    buf_init(&name);
    for (size_t i = 0; i < keys->n; i++) {
        buf_clear(&name);
        any |= put_values(&name, m->v, set, keys->key[i], unit);
        to[i] = make_frame(m, strtab_intern(&m->v->strings, name.data ? name.data : "", name.len),
                           strtab_intern(&m->v->strings, keys->key[i].p, keys->key[i].len));
    }
    buf_release(&name);
    return any;
}

static void push_all(struct frames *to, const loc_id *from, size_t n)
{
    for (size_t i = 0; i < n; i++)
        frames_push(to, from[i]);
}

void tagroot_add(struct view *v, const char *roots, const char *leaves, struct str unit, struct filter_hits *hits)
{
    struct key_list root = split_keys(v->arena, roots), leaf = split_keys(v->arena, leaves);
    hits->tagroot = !*roots;
    hits->tagleaf = !*leaves;
    size_t added = root.n + leaf.n, n_sets = v->profile->n_label_sets, total = 0;
    if (!added)
        return;
    for (size_t k = 0; k < v->n_samples; k++)
        total += v->end[view_sample(v, k)] - v->begin[view_sample(v, k)] + added;

    struct maker m;
    maker_init(&m, v);
    loc_id *frames = arena_new(v->arena, loc_id, n_sets * added); /* of each set: roots, then leaves */
    bool *made = arena_zalloc(v->arena, n_sets, sizeof *made);
    struct frames *stack = arena_new(v->arena, struct frames, 1);
    *stack = frames_in(v->arena, total, (uint32_t)(v->n_locs + n_sets * added));
    uint64_t *begin = view_edit_begins(v), *end = view_edit_ends(v);
    for (size_t k = 0; k < v->n_samples; k++) {
        size_t s = view_sample(v, k);
        uint32_t set = v->profile->sample_label[s].i;
        loc_id *own = frames + set * added;
        if (!made[set]) {
            made[set] = true;
            hits->tagroot |= make_frames(&m, v->label_set[set], &root, unit, own);
            hits->tagleaf |= make_frames(&m, v->label_set[set], &leaf, unit, own + root.n);
        }
        uint64_t start = stack->n;
        push_all(stack, own + root.n, leaf.n);
        for (uint64_t i = begin[s]; i < end[s]; i++)
            frames_push(stack, view_frame(v, i));
        push_all(stack, own, root.n);
        begin[s] = start;
        end[s] = stack->n;
    }
    v->stack = stack;
    hash_index_release(&m.index);
}
