#include "shell/completions.h"

#include <stdlib.h>
#include <string.h>

#include "host/terminal.h"

static const char meta[] = "\\.+*?()|[]{}^$";

void completions_init(struct completions *c)
{
    *c = (struct completions){.word = {"", 0}};
    arena_init(&c->arena);
}

void completions_release(struct completions *c)
{
    arena_release(&c->arena);
}

static bool is_control(char c)
{
    return (unsigned char)c < 0x20 || c == 0x7f;
}

/* Words of a command end at blanks, so a blank becomes \s. A word that begins with - or > would mean something else. */
static void quote(struct buf *out, const char *text, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        bool special = strchr(meta, text[i]) || (i == 0 && strchr("->", text[i]));
        if (is_control(text[i]))
            buf_putc(out, '.');
        else if (text[i] == ' ')
            buf_puts(out, "\\s");
        else
            buf_printf(out, special ? "\\%c" : "%c", text[i]);
    }
}

/* Undoes the quoting, and leaves everything else alone. */
static void unquote(struct buf *out, const char *pattern)
{
    for (const char *p = pattern; *p; p++) {
        if (p[0] == '\\' && p[1] == 's') {
            buf_putc(out, ' ');
            p++;
            continue;
        }
        if (p[0] == '\\' && p[1] && strchr("\\.+*?()|[]{}^$->", p[1]))
            p++;
        buf_putc(out, *p);
    }
}

void completions_set_word(struct completions *c, const char *line, size_t start, bool pattern)
{
    struct buf word;
    buf_init(&word);
    if (pattern)
        unquote(&word, line + start);
    else
        buf_puts(&word, line + start);
    c->start = start;
    c->pattern = pattern;
    c->word = (struct str){arena_copy(&c->arena, word.data, word.len), (uint32_t)word.len};
    buf_release(&word);
}

static size_t common_length(const char *a, const char *b, size_t most)
{
    size_t n = 0;
    while (n < most && a[n] && a[n] == b[n])
        n++;
    while (n > 0 && n < most && ((unsigned char)a[n] & 0xc0) == 0x80) /* do not end within a character */
        n--;
    return n;
}

static bool is_kept(const struct completions *c, const char *text)
{
    for (size_t i = 0; i < c->n && i < COMPLETIONS_KEPT; i++)
        if (strcmp(c->text[i], text) == 0)
            return true;
    return false;
}

void completions_add(struct completions *c, const char *text)
{
    if (is_kept(c, text))
        return;
    if (c->n < COMPLETIONS_KEPT)
        c->text[c->n] = arena_copy(&c->arena, text, strlen(text));
    c->common = c->n ? common_length(c->text[0], text, c->common) : strlen(text);
    c->n++;
}

void completions_offer(struct completions *c, const char *text)
{
    if (strncmp(text, c->word.p, c->word.len) == 0)
        completions_add(c, text);
}

bool completions_completion(const struct completions *c, struct buf *out)
{
    const char *text = c->n ? c->text[0] : "";
    bool longer = c->common > c->word.len && memcmp(text, c->word.p, c->word.len) == 0;
    if (c->n != 1 && !longer)
        return false;
    if (c->pattern)
        quote(out, text, c->common);
    else
        buf_put(out, text, c->common);
    if (c->n == 1 && c->more && c->common && !strchr("=/", text[c->common - 1]))
        buf_putc(out, ' ');
    return true;
}

/* Appends the text as one line without anything that a terminal obeys. @return its width, one column for each character */
static size_t put_visible(struct buf *out, const char *text)
{
    size_t start = out->len, width = 0;
    terminal_clean(out, text, strlen(text));
    for (size_t i = start; i < out->len; i++) {
        if (is_control(out->data[i]))
            out->data[i] = '?';
        width += ((unsigned char)out->data[i] & 0xc0) != 0x80;
    }
    return width;
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

void completions_list(struct completions *c, size_t width, struct buf *out)
{
    enum { GAP = 2 };
    size_t widest = 0;
    if (c->n > COMPLETIONS_KEPT) {
        buf_printf(out, "%zu possibilities\n", c->n);
        return;
    }
    qsort(c->text, c->n, sizeof *c->text, by_text);
    for (size_t i = 0; i < c->n; i++) {
        struct buf ignored;
        buf_init(&ignored);
        size_t w = put_visible(&ignored, c->text[i]);
        widest = w > widest ? w : widest;
        buf_release(&ignored);
    }
    size_t columns = (width + GAP) / (widest + GAP), rows;
    columns = columns ? columns : 1;
    rows = (c->n + columns - 1) / columns;
    for (size_t row = 0; row < rows; row++)
        for (size_t i = row; i < c->n; i += rows) {
            size_t w = put_visible(out, c->text[i]);
            if (i + rows < c->n)
                buf_fill(out, ' ', widest - w + GAP);
            else
                buf_putc(out, '\n');
        }
}
