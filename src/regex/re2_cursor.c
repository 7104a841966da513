#include "regex/re2_cursor.h"

#include <string.h>

int re2_error(struct err *err, const char *what, const char *text, size_t len)
{
    return err_set(err, "error parsing regexp: %s: `%.*s`", what, (int)len, text);
}

int re2_cursor_fail(struct re2_cursor *in, const char *what, const char *from, const char *to)
{
    return re2_error(in->err, what, from, (size_t)(to - from));
}

bool re2_is_alnum(uint32_t c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

int re2_cursor_next(struct re2_cursor *in, uint32_t *c)
{
    *c = 0xfffd;
    if (in->at == in->end)
        return 0;
    size_t n = rune_read(in->at, in->end, c);
    if (n == 1 && *c == 0xfffd)
        return re2_cursor_fail(in, "invalid UTF-8", in->at, in->end);
    in->at += n;
    return 0;
}

int re2_cursor_check(struct re2_cursor *in, const char *s, const char *end)
{
    while (s < end) {
        uint32_t c;
        size_t n = rune_read(s, end, &c);
        if (n == 1 && c == 0xfffd)
            return re2_cursor_fail(in, "invalid UTF-8", s, end);
        s += n;
    }
    return 0;
}

bool re2_cursor_at(const struct re2_cursor *in, const char *text)
{
    size_t n = strlen(text);
    return (size_t)(in->end - in->at) >= n && !memcmp(in->at, text, n);
}

static int hex_digit(uint32_t c)
{
    if (c >= '0' && c <= '9')
        return (int)c - '0';
    if (c >= 'a' && c <= 'f')
        return (int)c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return (int)c - 'A' + 10;
    return -1;
}

/* Reads what follows "\x". @return 1 with `rune` set; 0 if it is not a number; or -1 with the error set */
static int read_hex(struct re2_cursor *in, uint32_t *rune)
{
    uint32_t c;
    if (re2_cursor_next(in, &c))
        return -1;
    if (c != '{') {
        int high = hex_digit(c);
        if (re2_cursor_next(in, &c))
            return -1;
        int low = hex_digit(c);
        *rune = (uint32_t)(high * 16 + low);
        return high >= 0 && low >= 0;
    }
    *rune = 0;
    for (size_t digits = 0; in->at < in->end; digits++) {
        if (re2_cursor_next(in, &c))
            return -1;
        if (c == '}')
            return digits > 0;
        int digit = hex_digit(c);
        if (digit < 0)
            return 0;
        *rune = *rune * 16 + (uint32_t)digit;
        if (*rune > RUNE_MAX)
            return 0;
    }
    return 0;
}

static bool at_octal_digit(const struct re2_cursor *in)
{
    return in->at < in->end && *in->at >= '0' && *in->at <= '7';
}

int re2_cursor_escape(struct re2_cursor *in, uint32_t *rune)
{
    static const char letters[] = "afnrtv", runes[] = "\a\f\n\r\t\v";
    const char *from = in->at++;
    uint32_t c;

    if (in->at == in->end)
        return re2_cursor_fail(in, "trailing backslash at end of expression", in->end, in->end);
    if (re2_cursor_next(in, &c))
        return -1;
    if (c == '0' || (c >= '1' && c <= '7' && at_octal_digit(in))) {
        *rune = c - '0';
        for (int i = 0; i < 2 && at_octal_digit(in); i++)
            *rune = *rune * 8 + (uint32_t)(*in->at++ - '0');
        return 0;
    }
    if (c == 'x' && in->at < in->end) {
        int found = read_hex(in, rune);
        if (found)
            return found < 0 ? -1 : 0;
    } else if (c < 0x80) {
        const char *letter = c ? strchr(letters, (int)c) : NULL;
        if (letter || !re2_is_alnum(c)) {
            *rune = letter ? (unsigned char)runes[letter - letters] : c;
            return 0;
        }
    }
    return re2_cursor_fail(in, "invalid escape sequence", from, in->at);
}
