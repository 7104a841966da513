#include "graph/node.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "base/vec.h"

bool node_info_equal(const struct node_info *a, const struct node_info *b)
{
    return a->name.i == b->name.i && a->address == b->address && a->file.i == b->file.i && a->line == b->line &&
           a->column == b->column && a->start_line == b->start_line && a->objfile.i == b->objfile.i;
}

uint64_t node_info_hash(const struct node_info *a)
{
    uint64_t h = hash_u64(a->address, (uint64_t)a->name.i << 32 | a->file.i);
    h = hash_u64(h, (uint64_t)a->line ^ (uint64_t)a->column << 40);
    return hash_u64(h, (uint64_t)a->start_line ^ (uint64_t)a->objfile.i << 32);
}

struct info_key {
    const struct node_table *t;
    const struct node_info *info;
};

static bool is_info(const void *ctx, uint32_t number)
{
    const struct info_key *key = ctx;
    return node_info_equal(key->info, &key->t->info[number]);
}

static uint32_t intern_info(struct node_table *t, const struct node_info *info)
{
    uint32_t at = hash_index_intern(&t->index, node_info_hash(info), is_info, &(struct info_key){t, info}, t->n);
    if (at == t->n)
        VEC_PUSH(t->info, t->n, t->cap) = *info;
    return at;
}

uint32_t node_table_find(const struct node_table *t, const struct node_info *info)
{
    return hash_index_find(&t->index, node_info_hash(info), is_info, &(struct info_key){t, info});
}

static struct str trimmed(struct str path, const struct source_names *names, int rounds)
{
    for (int i = 0; names && i < rounds; i++)
        path = path_trim(path, names->trim_path, names->source_path);
    return path;
}

/* The file name of each function, trimmed and cleaned. */
static str_id *clean_files(struct node_table *t, const struct source_names *names, int rounds)
{
    const struct view *v = t->view;
    size_t cap = 0;
    str_id *file = vec_reserve(NULL, &cap, v->n_funcs + 1, sizeof *file);
    struct buf clean;
    buf_init(&clean);
    for (size_t i = 0; i < v->n_funcs; i++) {
        struct str name = trimmed(view_str(v, v->func[i].filename), names, rounds);
        t->trims_further |= names && trimmed(name, names, 1).len != name.len;
        file[i] = (str_id){0};
        if (!name.len)
            continue;
        buf_clear(&clean);
        path_clean(&clean, name);
        file[i] = strtab_intern(t->strings, clean.data, clean.len);
    }
    buf_release(&clean);
    return file;
}

static struct node_info frame_info(const struct view *v, const struct location *l, const struct line *line,
                                   const str_id *file, bool objects)
{
    const struct granularity *g = &v->granularity;
    str_id object = {0};
    if (l->mapping.i != ID_NONE)
        object = v->profile->map[l->mapping.i].file;
    uint64_t address = g->address ? l->address : 0;
    if (!line)
        return (struct node_info){.address = address, .objfile = object};
    const struct function *f = &v->func[line->function.i];
    struct node_info info = {.address = address};
    if (g->line) {
        info.line = line->line;
        info.column = g->column ? line->column : 0;
    }
    if (g->function)
        info.name = f->name;
    if (g->filename)
        info.file = file[line->function.i];
    if (objects || info.name.i == 0) {
        info.objfile = object;
        info.start_line = f->start_line;
    }
    return info;
}

void node_table_init(struct node_table *t, const struct view *v, struct strtab *strings,
                     const struct source_names *names, int rounds, bool objects)
{
    size_t cap_frame = 0, cap_first = 0, n_frames = 0;
    *t = (struct node_table){.view = v, .strings = strings};
    str_id *file = clean_files(t, names, rounds);
    t->first = vec_reserve(NULL, &cap_first, v->n_locs + 1, sizeof *t->first);
    t->frame = vec_reserve(NULL, &cap_frame, v->n_locs + v->n_lines + 1, sizeof *t->frame);
    for (size_t i = 0; i < v->n_locs; i++) {
        const struct location *l = &v->loc[i];
        const struct line *line = v->line + l->first_line;
        uint32_t n = l->n_lines;
        t->first[i] = (uint32_t)n_frames;
        if (view_hidden(v, (loc_id){(uint32_t)i}))
            continue;
        if (n > 1 && !v->granularity.inlines) {
            line += n - 1;
            n = 1;
        }
        t->any_inlined |= n > 1;
        for (uint32_t j = 0; j < n || j == 0; j++) {
            struct node_info info = frame_info(v, l, n ? &line[j] : NULL, file, objects);
            t->frame[n_frames++] = intern_info(t, &info);
        }
    }
    t->first[v->n_locs] = (uint32_t)n_frames;
    free(file);
}

void node_table_release(struct node_table *t)
{
    hash_index_release(&t->index);
    free(t->info);
    free(t->frame);
    free(t->first);
    *t = (struct node_table){0};
}

void node_info_print_parts(struct buf *out, const struct node_info *info, struct str name, struct str file,
                           struct str objfile, const char *separator)
{
    const char *between = "";
    if (info->address) {
        buf_printf(out, "%016" PRIx64, info->address);
        between = separator;
    }
    if (name.len) {
        buf_puts(out, between);
        buf_put_str(out, name);
        between = separator;
    }
    if (info->line) {
        buf_puts(out, between);
        buf_put_str(out, file);
        buf_printf(out, ":%" PRId64, info->line);
        if (info->column)
            buf_printf(out, ":%" PRId64, info->column);
    } else if (file.len) {
        buf_puts(out, between);
        buf_put_str(out, file);
    } else if (!name.len && objfile.len) {
        struct str base = path_base(objfile);
        buf_printf(out, "%s[", between);
        buf_put_str(out, base);
        buf_putc(out, ']');
    } else if (!name.len) {
        buf_printf(out, "%s<unknown>", between);
    }
}

void node_info_print(struct buf *out, const struct strtab *strings, const struct node_info *info)
{
    node_info_print_parts(out, info, strtab_get(strings, info->name), strtab_get(strings, info->file),
                          strtab_get(strings, info->objfile), " ");
}
