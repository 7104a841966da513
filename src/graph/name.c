#include "graph/name.h"

#include <stdlib.h>
#include <string.h>

#include "regex/regex.h"

enum { GO, JAVA, CPP, N_LANGUAGES };

struct name_shortener {
    struct regex *anonymous, *version, *language[N_LANGUAGES];
};

static struct regex *compile(const char *pattern)
{
    struct err err;
    struct regex *re = regex_compile(pattern, strlen(pattern), &err);
    if (!re)
        abort(); /* the pattern is ours */
    return re;
}

struct name_shortener *name_shortener_new(void)
{
    struct name_shortener *s = calloc(1, sizeof *s);
    if (!s)
        err_out_of_memory();
    s->anonymous = compile("^\\(anonymous namespace\\)::");
    s->version = compile("^(.*?)/v(?:[2-9]|[1-9][0-9]+)([./].*)$");
    s->language[GO] = compile("^(?:[\\w\\-\\.]+\\/)+([^.]+\\..+)");
    s->language[JAVA] =
        compile("^(?:[a-z]\\w*\\.)*([A-Z][\\w\\$]*\\.(?:<init>|[a-z][\\w\\$]*(?:\\$\\d+)?))(?:(?:\\()|$)");
    s->language[CPP] = compile("^(?:[_a-zA-Z]\\w*::)+(_*[A-Z]\\w*::~?[_a-zA-Z]\\w*(?:<.*>)?)");
    return s;
}

void name_shortener_free(struct name_shortener *s)
{
    if (!s)
        return;
    regex_free(s->anonymous);
    regex_free(s->version);
    for (int i = 0; i < N_LANGUAGES; i++)
        regex_free(s->language[i]);
    free(s);
}

static void put_span(struct buf *out, struct str s, struct regex_span span)
{
    if (span.begin >= 0)
        buf_put(out, s.p + span.begin, (size_t)(span.end - span.begin));
}

void name_shorten(const struct name_shortener *s, struct str name, struct buf *out)
{
    struct regex_span span[3];
    struct buf unversioned;
    buf_init(&unversioned);
    if (regex_find(s->anonymous, name.p, name.len, 0, span, 1))
        name = (struct str){name.p + span[0].end, name.len - (uint32_t)span[0].end};
    if (regex_find(s->version, name.p, name.len, 0, span, 3)) {
        put_span(&unversioned, name, span[1]);
        put_span(&unversioned, name, span[2]);
        name = buf_str(&unversioned);
    }
    for (int i = 0; i < N_LANGUAGES; i++)
        if (regex_find(s->language[i], name.p, name.len, 0, span, 2)) {
            put_span(out, name, span[1]);
            buf_release(&unversioned);
            return;
        }
    buf_put_str(out, name);
    buf_release(&unversioned);
}
