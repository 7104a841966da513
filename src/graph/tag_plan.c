#include "graph/tag_plan.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/hash.h"
#include "base/vec.h"
#include "measure/units.h"

/* A graph shows only the numbers under this key. */
static const char number_key[] = "bytes";

/* The kind of a list of texts, or of a number, is computed once, not for each set that has it. */
struct maker {
    const struct view *v;
    const struct label_units *units;
    struct str shown_unit;
    struct strtab *strings;
    struct arena *arena;
    struct tag_plan *plan;
    enum { NO_TAG, TEXT_TAG, NUMBER_TAG } * role; /* by label */
    size_t cap_kinds, n_list, cap_list, cap_number;
    struct hash_index kinds, texts, numbers;
    struct text_memo {
        struct label_set of; /* the set that had these texts first */
        uint32_t kind;
    } * text;
    size_t n_texts, cap_texts;
    struct number_memo {
        str_id labels;
        label_id label;
        uint32_t kind;
    } * number;
    size_t n_numbers, cap_numbers;
};

static bool has_role(const struct maker *m, uint32_t at, unsigned role)
{
    return m->role[m->v->label_list[at].i] == role;
}

struct kind_probe {
    const struct tag_plan *plan;
    const struct tag_kind *kind;
};

static bool same_kind(const void *ctx, uint32_t number)
{
    const struct kind_probe *want = ctx;
    const struct tag_kind *a = &want->plan->kind[number], *b = want->kind;
    return a->name.i == b->name.i && a->labels.i == b->labels.i && a->is_number == b->is_number;
}

static uint32_t intern_kind(struct maker *m, struct tag_kind kind)
{
    uint64_t hash = hash_u64(kind.is_number, (uint64_t)kind.name.i << 32 | kind.labels.i);
    uint32_t at = hash_index_intern(&m->kinds, hash, same_kind, &(struct kind_probe){m->plan, &kind}, m->plan->n_kinds);
    if (at == m->plan->n_kinds)
        VEC_PUSH(m->plan->kind, m->plan->n_kinds, m->cap_kinds) = kind;
    return at;
}

static int compare_str(const void *a, const void *b)
{
    return str_compare(*(const struct str *)a, *(const struct str *)b);
}

/* The texts of a label set as the name of one tag: "key:value", sorted, with a DOT line break between them. */
static str_id joined_name(struct maker *m, struct label_set set)
{
    const struct view *v = m->v;
    struct str *part = arena_new(m->arena, struct str, set.n);
    size_t n = 0;
    struct buf text;
    buf_init(&text);
    for (uint32_t i = set.first; i < set.first + set.n; i++) {
        if (!has_role(m, i, TEXT_TAG))
            continue;
        struct str key = view_str(v, view_label(v, i)->key), value = view_str(v, view_label(v, i)->text);
        buf_clear(&text);
        buf_put_str(&text, key);
        buf_putc(&text, ':');
        buf_put_str(&text, value);
        part[n++] = (struct str){arena_copy(m->arena, text.data, text.len), (uint32_t)text.len};
    }
    qsort(part, n, sizeof *part, compare_str);
    buf_clear(&text);
    for (size_t i = 0; i < n; i++) {
        buf_puts(&text, i ? "\\n" : "");
        buf_put_str(&text, part[i]);
    }
    str_id name = strtab_intern(m->strings, text.data ? text.data : "", text.len);
    buf_release(&text);
    return name;
}

struct text_probe {
    const struct maker *m;
    struct label_set set;
};

/* Whether two sets have the same texts. */
static bool same_texts(const void *ctx, uint32_t number)
{
    const struct text_probe *want = ctx;
    const struct maker *m = want->m;
    struct label_set a = m->text[number].of, b = want->set;
    uint32_t i = a.first, j = b.first;
    for (;;) {
        while (i < a.first + a.n && !has_role(m, i, TEXT_TAG))
            i++;
        while (j < b.first + b.n && !has_role(m, j, TEXT_TAG))
            j++;
        if (i == a.first + a.n || j == b.first + b.n)
            return i == a.first + a.n && j == b.first + b.n;
        if (m->v->label_list[i++].i != m->v->label_list[j++].i)
            return false;
    }
}

enum { NO_KIND = UINT32_MAX };

/* The tag of the texts of a set. @return its kind, or NO_KIND: the set has no texts. */
static uint32_t text_kind(struct maker *m, struct label_set set)
{
    uint64_t hash = 0;
    for (uint32_t i = set.first; i < set.first + set.n; i++)
        if (has_role(m, i, TEXT_TAG))
            hash = hash_u64(hash, m->v->label_list[i].i);
    uint32_t at = hash_index_intern(&m->texts, hash, same_texts, &(struct text_probe){m, set}, m->n_texts);
    if (at == m->n_texts) {
        str_id name = joined_name(m, set);
        VEC_PUSH(m->text, m->n_texts, m->cap_texts) =
            (struct text_memo){set, name.i ? intern_kind(m, (struct tag_kind){.name = name}) : NO_KIND};
    }
    return m->text[at].kind;
}

struct number_probe {
    const struct maker *m;
    str_id labels;
    label_id label;
};

static bool same_number(const void *ctx, uint32_t number)
{
    const struct number_probe *want = ctx;
    const struct number_memo *n = &want->m->number[number];
    return n->labels.i == want->labels.i && n->label.i == want->label.i;
}

/* The tag of a number in a set whose texts are `labels`. */
static uint32_t number_kind(struct maker *m, label_id id, str_id labels)
{
    uint64_t hash = hash_u64(id.i, labels.i);
    uint32_t at =
        hash_index_intern(&m->numbers, hash, same_number, &(struct number_probe){m, labels, id}, m->n_numbers);
    if (at == m->n_numbers) {
        const struct label *l = &m->v->label[id.i];
        struct buf text;
        buf_init(&text);
        measure_label(&text, l->number, view_str(m->v, label_units_get(m->units, l->key)), m->shown_unit);
        str_id name = strtab_intern(m->strings, text.data, text.len);
        buf_release(&text);
        VEC_PUSH(m->number, m->n_numbers, m->cap_numbers) =
            (struct number_memo){labels, id, intern_kind(m, (struct tag_kind){name, labels, true})};
    }
    return m->number[at].kind;
}

static void list_kind(struct maker *m, uint32_t kind, const struct label *number)
{
    struct tag_plan *p = m->plan;
    p->list = vec_reserve(p->list, &m->cap_list, m->n_list + 1, sizeof *p->list);
    p->number = vec_reserve(p->number, &m->cap_number, m->n_list + 1, sizeof *p->number);
    p->number[m->n_list] = number;
    p->list[m->n_list++] = kind;
}

static struct label_set plan_set(struct maker *m, struct label_set set)
{
    struct label_set out = {(uint32_t)m->n_list, 0};
    uint32_t text = text_kind(m, set);
    str_id labels = {0};
    if (text != NO_KIND) {
        labels = m->plan->kind[text].name;
        list_kind(m, text, NULL);
    }
    for (uint32_t i = set.first; i < set.first + set.n; i++)
        if (has_role(m, i, NUMBER_TAG))
            list_kind(m, number_kind(m, m->v->label_list[i], labels), view_label(m->v, i));
    out.n = (uint32_t)m->n_list - out.first;
    return out;
}

static void find_roles(struct maker *m)
{
    const struct view *v = m->v;
    m->role = arena_zalloc(m->arena, v->profile->n_labels, sizeof *m->role);
    for (size_t i = 0; i < v->profile->n_labels; i++) {
        const struct label *l = &v->label[i];
        struct str key = view_str(v, l->key);
        if (l->kind == LABEL_TEXT)
            m->role[i] = str_is(key, profile_base_key) ? NO_TAG : TEXT_TAG;
        else
            m->role[i] = str_is(key, number_key) ? NUMBER_TAG : NO_TAG;
    }
}

/* Lists every kind's samples, by a counting sort. */
static void list_samples(const struct maker *m)
{
    const struct view *v = m->v;
    struct tag_plan *p = m->plan;
    uint64_t n = 0;
    p->start = arena_new(m->arena, uint32_t, p->n_kinds + 1);
    for (int filling = 0; filling < 2; filling++) {
        for (size_t k = 0; k < v->n_samples; k++) {
            uint32_t sample = (uint32_t)view_sample(v, k);
            struct label_set of = p->of_set[v->profile->sample_label[sample].i];
            for (uint32_t i = of.first; i < of.first + of.n; i++)
                if (filling)
                    p->sample[p->start[p->list[i]]++] = sample;
                else
                    p->start[p->list[i]]++, n++;
        }
        if (n > UINT32_MAX)
            err_out_of_memory();
        /* First, the counts become begins. Filling then moves each begin to that of the next kind. */
        if (!filling) {
            uint32_t at = 0;
            p->sample = arena_alloc(m->arena, (size_t)n * sizeof *p->sample);
            for (size_t kind = 0; kind <= p->n_kinds; kind++) {
                uint32_t count = p->start[kind];
                p->start[kind] = at;
                at += count;
            }
        } else {
            memmove(p->start + 1, p->start, p->n_kinds * sizeof *p->start);
            p->start[0] = 0;
        }
    }
}

static void *move_to_arena(struct arena *a, void *from, size_t n, size_t size)
{
    void *to = arena_alloc(a, n * size);
    if (n)
        memcpy(to, from, n * size);
    free(from);
    return to;
}

struct tag_plan *tag_plan_new(const struct view *v, const struct label_units *units, struct str shown_unit,
                              struct strtab *strings, struct arena *arena)
{
    struct tag_plan *p = arena_new(arena, struct tag_plan, 1);
    struct maker m = {.v = v, .units = units, .shown_unit = shown_unit, .strings = strings, .arena = arena, .plan = p};
    size_t n_sets = v->profile->n_label_sets;
    bool *planned = arena_zalloc(arena, n_sets, sizeof *planned);
    p->of_set = arena_new(arena, struct label_set, n_sets);
    find_roles(&m);
    for (size_t k = 0; k < v->n_samples; k++) {
        uint32_t set = v->profile->sample_label[view_sample(v, k)].i;
        if (!planned[set])
            p->of_set[set] = plan_set(&m, v->label_set[set]);
        planned[set] = true;
    }
    p->kind = move_to_arena(arena, p->kind, p->n_kinds, sizeof *p->kind);
    p->list = move_to_arena(arena, p->list, m.n_list, sizeof *p->list);
    p->number = move_to_arena(arena, p->number, m.n_list, sizeof *p->number);
    list_samples(&m);
    hash_index_release(&m.kinds);
    hash_index_release(&m.texts);
    hash_index_release(&m.numbers);
    free(m.text);
    free(m.number);
    return p;
}
