#include "profile/sample_index.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"

static bool find_type(const struct profile *p, const char *name, size_t *index)
{
    for (*index = 0; *index < p->n_types; ++*index)
        if (str_is(profile_str(p, p->type[*index].type), name))
            return true;
    return false;
}

/* Reads a decimal integer as Go's strconv.Atoi does. */
static bool parse_int(const char *s, long *x)
{
    char *end;
    if (strchr(" \t\n\v\f\r", *s))
        return false;
    errno = 0;
    *x = strtol(s, &end, 10);
    return end != s && *end == '\0' && errno == 0;
}

static int unknown_type(const struct profile *p, const char *name, struct err *err)
{
    struct buf types;
    buf_init(&types);
    for (size_t t = 0; t < p->n_types; t++) {
        struct str s = profile_str(p, p->type[t].type);
        buf_puts(&types, t ? " " : "");
        buf_put_str(&types, s);
    }
    err_set(err, "sample_index \"%s\" must be one of: [%s]", name, buf_cstr(&types));
    buf_release(&types);
    return -1;
}

int sample_index(const struct profile *p, const char *name, size_t *index, struct err *err)
{
    static const char inuse[] = "inuse_";
    long number;
    if (p->n_types == 0)
        return err_set(err, "profile has no samples");
    if (*name == '\0') {
        struct str dflt = profile_str(p, p->default_sample_type);
        if (dflt.len && find_type(p, dflt.p, index))
            return 0;
        *index = p->n_types - 1;
        return 0;
    }
    if (parse_int(name, &number)) {
        if (number < 0 || (unsigned long)number >= p->n_types)
            return err_set(err, "sample_index %s is outside the range [0..%zu]", name, p->n_types - 1);
        *index = (size_t)number;
        return 0;
    }
    const char *bare = strncmp(name, inuse, sizeof inuse - 1) == 0 ? name + sizeof inuse - 1 : name;
    size_t whole_at, bare_at;
    bool whole = find_type(p, name, &whole_at), short_form = find_type(p, bare, &bare_at);
    if (!whole && !short_form)
        return unknown_type(p, name, err);
    *index = !whole || (short_form && bare_at < whole_at) ? bare_at : whole_at;
    return 0;
}

static size_t count_names(const char *names)
{
    size_t n = 1;
    for (; *names; names++)
        n += *names == ',';
    return n;
}

static bool has_index(const size_t *index, size_t n, size_t one)
{
    while (n > 0 && index[n - 1] != one)
        n--;
    return n > 0;
}

static int add_index(const struct profile *p, const char *name, size_t *index, size_t *n, struct err *err)
{
    if (*name == '\0')
        return err_set(err, "sample_index: a name is empty");
    if (sample_index(p, name, &index[*n], err))
        return -1;
    if (has_index(index, *n, index[*n]))
        return err_set(err, "sample_index: \"%s\" is there twice", name);
    ++*n;
    return 0;
}

size_t *sample_index_list(const struct profile *p, const char *names, size_t *n, struct arena *arena, struct err *err)
{
    size_t *index = arena_new(arena, size_t, count_names(names));
    *n = 1;
    if (!strchr(names, ',') || find_type(p, names, index))
        return sample_index(p, names, index, err) ? NULL : index;
    *n = 0;
    for (const char *name = names;; name++) {
        size_t len = strcspn(name, ",");
        if (add_index(p, arena_copy(arena, name, len), index, n, err))
            return NULL;
        name += len;
        if (*name == '\0')
            return index;
        name += strspn(name + 1, " ");
    }
}
