#include "profile/packages.h"

#include <stdlib.h>
#include <string.h>

#include "base/vec.h"
#include "profile/package_name.h"

/* How packages are recorded: 0 if not known yet, NO_PACKAGE if there is none, or the number of its function + 1. */
enum { NO_PACKAGE = UINT32_MAX };

/* The packages that are known, by string, because many functions may share a long name. */
struct packages {
    struct view *v;
    struct buf room;
    size_t n_strings;                       /* the number of strings of the view at first */
    unsigned char *file_language;           /* by file name: the language + 1, or 0 */
    uint32_t *of_file;                      /* by file name */
    uint32_t *of_name[N_PACKAGE_LANGUAGES]; /* by name; NULL until the language is met */
    uint32_t *of_map;                       /* by mapping; the last is for no mapping */
    struct function *func;                  /* one for each package, on the heap */
    size_t n, cap;
    struct hash_index index; /* of func, by name */
};

struct package_probe {
    const struct packages *p;
    str_id name;
};

static bool same_name(const void *ctx, uint32_t number)
{
    const struct package_probe *want = ctx;
    return want->p->func[number].name.i == want->name.i;
}

static uint32_t intern_package(struct packages *p, struct str package)
{
    if (!package.len)
        return NO_PACKAGE;
    str_id name = strtab_intern(&p->v->strings, package.p, package.len);
    uint64_t hash = hash_u64(0, name.i);
    uint32_t at = hash_index_intern(&p->index, hash, same_name, &(struct package_probe){p, name}, p->n);
    if (at == p->n)
        VEC_PUSH(p->func, p->n, p->cap) = (struct function){.id = p->n + 1, .name = name, .system_name = name};
    return at + 1;
}

static enum package_language language_of(struct packages *p, str_id file)
{
    if (!p->file_language[file.i]) {
        struct package_file f = package_of_file(view_str(p->v, file));
        p->file_language[file.i] = (unsigned char)(f.language + 1);
        p->of_file[file.i] = intern_package(p, package_file_name(&f, &p->room));
    }
    return (enum package_language)(p->file_language[file.i] - 1);
}

static uint32_t package_of_function(struct packages *p, const struct function *f)
{
    enum package_language language = language_of(p, f->filename);
    uint32_t **by_name = &p->of_name[language];
    if (!*by_name)
        *by_name = arena_new(p->v->arena, uint32_t, p->n_strings);
    uint32_t *known = &(*by_name)[f->name.i];
    if (!*known)
        *known = intern_package(p, package_of_name(view_str(p->v, f->name), language, &p->room));
    return *known != NO_PACKAGE ? *known : p->of_file[f->filename.i];
}

static uint32_t package_of_map(struct packages *p, map_id map)
{
    const struct profile *profile = p->v->profile;
    uint32_t *known = &p->of_map[map.i == ID_NONE ? profile->n_maps : map.i];
    if (!*known) {
        struct str object = map.i == ID_NONE ? (struct str){"", 0} : view_str(p->v, profile->map[map.i].file);
        *known = intern_package(p, package_of_object(object, &p->room));
    }
    return *known;
}

/* Writes all lines anew, because a location without lines gets one. */
static void rewrite_lines(struct packages *p)
{
    struct view *v = p->v;
    size_t n = 0;
    for (size_t i = 0; i < v->n_locs; i++)
        n += v->loc[i].n_lines ? v->loc[i].n_lines : 1;
    struct location *loc = view_edit_locations(v);
    struct line *line = arena_new(v->arena, struct line, n);
    n = 0;
    for (size_t i = 0; i < v->n_locs; i++) {
        const struct line *old = v->line + loc[i].first_line;
        uint32_t n_old = loc[i].n_lines;
        loc[i].first_line = (uint32_t)n;
        loc[i].n_lines = n_old ? n_old : 1;
        for (uint32_t j = 0; j < loc[i].n_lines; j++) {
            uint32_t package = n_old ? package_of_function(p, &v->func[old[j].function.i]) : NO_PACKAGE;
            if (package == NO_PACKAGE)
                package = package_of_map(p, loc[i].mapping);
            if (n_old)
                line[n] = old[j];
            line[n++].function.i = package - 1;
        }
    }
    v->line = line;
    v->n_lines = n;
}

void packages_apply(struct view *v)
{
    struct packages p = {.v = v, .n_strings = strtab_count(&v->strings)};
    p.file_language = arena_zalloc(v->arena, p.n_strings, 1);
    p.of_file = arena_new(v->arena, uint32_t, p.n_strings);
    p.of_map = arena_new(v->arena, uint32_t, v->profile->n_maps + 1);
    buf_init(&p.room);
    rewrite_lines(&p);
    struct function *func = arena_new(v->arena, struct function, p.n);
    if (p.n)
        memcpy(func, p.func, p.n * sizeof *func);
    v->func = func;
    v->n_funcs = p.n;
    free(p.func);
    hash_index_release(&p.index);
    buf_release(&p.room);
}
