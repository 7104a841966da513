#include "host/terminal.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/rune.h"
#include "host/environment.h"

/*
 * @return the length of the character that begins with these bytes, or 0 if none does. Surrogates and overlong forms are not
 *         characters. CR LF, which ends a line of CSV, is one.
 */
static size_t character_length(const struct partial *p)
{
    unsigned char lead = p->byte[0], least = 0x80, most = 0xbf;
    if (lead == '\r')
        return p->n == 1 || p->byte[1] == '\n' ? 2 : 0;
    size_t len = lead < 0x80 ? 1 : lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0;
    if (lead == 0xe0)
        least = 0xa0;
    else if (lead == 0xf0)
        least = 0x90;
    else if (lead == 0xed)
        most = 0x9f;
    else if (lead == 0xf4)
        most = 0x8f;
    for (size_t i = 1; i < p->n; i++) {
        if (p->byte[i] < least || p->byte[i] > most)
            return 0;
        least = 0x80;
        most = 0xbf;
    }
    return len;
}

static uint32_t code_point(const struct partial *p)
{
    uint32_t c = p->n == 1 ? p->byte[0] : p->byte[0] & (0xffu >> (p->n + 1));
    for (size_t i = 1; i < p->n; i++)
        c = c << 6 | (p->byte[i] & 0x3f);
    return c;
}

static void put_character(struct buf *out, const struct partial *p)
{
    uint32_t c = p->byte[0] == '\r' ? '\n' : code_point(p);
    if (c != '\n' && c != '\t' && rune_is_hidden(c))
        rune_put_hidden(out, c);
    else
        buf_put(out, p->byte, p->n);
}

/* The first byte does not begin a character, so it is shown as a byte, and the others stay. */
static void put_first(struct buf *out, struct partial *p)
{
    buf_printf(out, "\\x%02x", p->byte[0]);
    memmove(p->byte, p->byte + 1, --p->n);
}

static void put_byte(struct buf *out, struct partial *p, unsigned char byte)
{
    p->byte[p->n++] = byte;
    while (p->n) {
        size_t len = character_length(p);
        if (len > p->n)
            return;
        if (len) {
            put_character(out, p);
            p->n = 0;
        } else {
            put_first(out, p);
        }
    }
}

static void put_rest(struct buf *out, struct partial *p)
{
    while (p->n)
        put_first(out, p);
}

static bool is_plain(char c)
{
    return (c >= 0x20 && c < 0x7f) || c == '\n' || c == '\t';
}

static void clean(struct buf *out, struct partial *p, const char *data, size_t len)
{
    for (size_t at = 0, end; at < len; at = end) {
        for (end = at; p->n == 0 && end < len && is_plain(data[end]); end++)
            ;
        buf_put(out, data + at, end - at);
        if (end < len)
            put_byte(out, p, (unsigned char)data[end++]);
    }
}

void terminal_clean(struct buf *out, const char *data, size_t len)
{
    struct partial p = {.n = 0};
    clean(out, &p, data, len);
    put_rest(out, &p);
}

bool terminal_on(int fd)
{
    const char *term = environment_get("TERM");
    return isatty(fd) && term && strcmp(term, "dumb") != 0;
}

bool terminal_has_colour(int fd, enum color when)
{
    if (when != COLOR_AUTO)
        return when == COLOR_ALWAYS;
    return !environment_get("NO_COLOR") && terminal_on(fd);
}

size_t terminal_width(int fd)
{
    struct winsize size;
    return ioctl(fd, TIOCGWINSZ, &size) == 0 && size.ws_col ? size.ws_col : 80;
}

static void change_style(struct terminal *t, enum style style)
{
    static const char *const escape[] = {
        [STYLE_PLAIN] = "\033[0m",    [STYLE_BOLD] = "\033[0;1m",  [STYLE_DIM] = "\033[0;2m",
        [STYLE_HOT] = "\033[0;1;31m", [STYLE_WARM] = "\033[0;33m", [STYLE_LESS] = "\033[0;32m"};
    put_rest(t->next, &t->partial);
    if (style != t->style)
        buf_puts(t->next, escape[style]);
    t->style = style;
}

/* The text in `out` was written in the previous style, so it goes before the escape. */
static void paint(struct paint *p, struct buf *out, enum style style)
{
    struct terminal *t = (struct terminal *)p;
    if (style == t->style)
        return;
    buf_flush(out);
    change_style(t, style);
}

void terminal_init(struct terminal *t, bool clean, struct buf *next)
{
    *t = (struct terminal){.paint = {paint}, .next = next, .clean = clean};
}

int terminal_write(void *terminal, const char *data, size_t len)
{
    struct terminal *t = terminal;
    if (t->clean)
        clean(t->next, &t->partial, data, len);
    else
        buf_put(t->next, data, len);
    return t->next->failed;
}

void terminal_end(struct terminal *t)
{
    change_style(t, STYLE_PLAIN);
}
