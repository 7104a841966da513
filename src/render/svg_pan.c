#include "render/svg_pan.h"

#include <stdbool.h>
#include <string.h>

#include "svg_pan_js.h"

/** A part of the text, from `begin` up to but not including `end`. */
struct span {
    const char *begin;
    const char *end;
};

static const char *find_text(struct span in, const char *what)
{
    return memmem(in.begin, (size_t)(in.end - in.begin), what, strlen(what));
}

static const char *find_last(struct span in, const char *what)
{
    const char *last = NULL;
    for (const char *at; (at = find_text(in, what)); in.begin = at + 1)
        last = at;
    return last;
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/** Skips white space and `name="..."`. @return false if something else is there */
static bool skip_attribute(struct span *at, const char *name)
{
    size_t len = strlen(name);
    const char *close;
    while (at->begin < at->end && is_space(*at->begin))
        at->begin++;
    if ((size_t)(at->end - at->begin) < len + 2 || memcmp(at->begin, name, len) || memcmp(at->begin + len, "=\"", 2))
        return false;
    at->begin += len + 2;
    close = find_text(*at, "\"");
    if (!close)
        return false;
    at->begin = close + 1;
    return true;
}

/** Finds the beginning of the <svg> tag, with the attributes that the window replaces. */
static bool find_size(struct span all, struct span *size)
{
    struct span rest = all;
    size->begin = find_text(all, "<svg");
    if (!size->begin)
        return false;
    rest.begin = size->begin + strlen("<svg");
    if (!skip_attribute(&rest, "width") || !skip_attribute(&rest, "height") || !skip_attribute(&rest, "viewBox"))
        return false;
    size->end = rest.begin;
    return true;
}

static void put_escaped(struct buf *out, struct span text)
{
    for (const char *at; (at = find_text(text, "&;")); text.begin = at + 2) {
        buf_put(out, text.begin, (size_t)(at - text.begin));
        buf_puts(out, "&amp;;");
    }
    buf_put(out, text.begin, (size_t)(text.end - text.begin));
}

void svg_pan_wrap(const char *svg, size_t len, struct buf *out)
{
    struct span all = {svg, svg + len}, size;
    const char *graph = NULL, *close = NULL;
    if (find_size(all, &size))
        graph = find_text((struct span){size.end, all.end}, "<g id=\"graph0\"");
    if (graph)
        close = find_last((struct span){graph, all.end}, "</svg>");
    if (!close) {
        buf_put(out, svg, len);
        return;
    }
    put_escaped(out, (struct span){all.begin, size.begin});
    buf_puts(out, "<svg width=\"100%\" height=\"100%\"");
    put_escaped(out, (struct span){size.end, graph});
    buf_puts(out, "<script type=\"text/ecmascript\"><![CDATA[");
    buf_puts(out, svg_pan_js);
    buf_puts(out, "]]></script><g id=\"viewport\" transform=\"scale(0.5,0.5) translate(0,0)\">");
    put_escaped(out, (struct span){graph, close});
    buf_puts(out, "</g>");
    put_escaped(out, (struct span){close, all.end});
}
