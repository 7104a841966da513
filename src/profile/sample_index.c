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
