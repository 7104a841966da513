#include "base/url.h"

#include <string.h>

static const char letters_and_digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

static bool is_one_of(char c, const char *set)
{
    return c != '\0' && (strchr(letters_and_digits, c) || strchr(set, c));
}

/* @return the index of the first (or last) `c`, or s.len */
static size_t place_of(struct str s, char c, bool last)
{
    size_t at = s.len;
    for (size_t i = 0; i < s.len && (last || at == s.len); i++)
        if (s.p[i] == c)
            at = i;
    return at;
}

static int hex_digit(char c)
{
    static const char digits[] = "0123456789abcdef";
    const char *at = c == '\0' ? NULL : strchr(digits, c >= 'A' && c <= 'F' ? c + ('a' - 'A') : c);
    return at ? (int)(at - digits) : -1;
}

/* @return the byte that "%xx" at `i` stands for, or -1 if it is not well formed */
static int escaped_byte(struct str s, size_t i)
{
    if (i + 2 >= s.len || hex_digit(s.p[i + 1]) < 0 || hex_digit(s.p[i + 2]) < 0)
        return -1;
    return 16 * hex_digit(s.p[i + 1]) + hex_digit(s.p[i + 2]);
}

static bool escapes_are_good(struct str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (s.p[i] == '%' && escaped_byte(s, i) < 0)
            return false;
    return true;
}

/* A host may escape only bytes that are not ASCII, and the zone of an IPv6 address only bytes that a host may hold. */
static bool host_part_is_good(struct str s, bool zone)
{
    static const char others[] = "!$&'()*+,;=:[]<>\"-_.~";
    for (size_t i = 0; i < s.len; i++) {
        if (s.p[i] == '%') {
            int byte = escaped_byte(s, i);
            if (byte < 0 || (byte != '%' && (zone ? byte != ' ' && !is_one_of((char)byte, others) : byte < 0x80)))
                return false;
            i += 2;
        } else if ((unsigned char)s.p[i] < 0x80 && !is_one_of(s.p[i], others)) {
            return false;
        }
    }
    return true;
}

/* Whether it is ":" and digits, or empty. */
static bool port_is_good(struct str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (i == 0 ? s.p[i] != ':' : s.p[i] < '0' || s.p[i] > '9')
            return false;
    return true;
}

static bool host_is_good(struct str s)
{
    if (s.len == 0 || s.p[0] != '[')
        return port_is_good(str_slice(s, place_of(s, ':', true), s.len)) && host_part_is_good(s, false);
    size_t end = place_of(s, ']', true);
    if (end == s.len || !port_is_good(str_slice(s, end + 1, s.len)))
        return false;
    const char *zone = memmem(s.p, end, "%25", 3);
    if (!zone)
        return host_part_is_good(s, false);
    size_t at = (size_t)(zone - s.p);
    return host_part_is_good(str_slice(s, 0, at), false) && host_part_is_good(str_slice(s, at, end), true) &&
           host_part_is_good(str_slice(s, end, s.len), false);
}

static bool user_is_good(struct str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (!is_one_of(s.p[i], "-._:~!$&'()*+,;=%@"))
            return false;
    return escapes_are_good(s);
}

static bool authority_is_good(struct str s)
{
    size_t at = place_of(s, '@', true);
    if (at == s.len)
        return host_is_good(s);
    return user_is_good(str_slice(s, 0, at)) && host_is_good(str_slice(s, at + 1, s.len));
}

/* @return the length of the scheme, or 0 if there is none */
static size_t scheme_length(struct str s)
{
    for (size_t i = 0; i < s.len; i++) {
        if (s.p[i] == ':')
            return i;
        if (!is_one_of(s.p[i], i ? "+-." : "") || (i == 0 && s.p[i] >= '0' && s.p[i] <= '9'))
            return 0;
    }
    return 0;
}

bool url_is_absolute(struct str s)
{
    size_t hash = place_of(s, '#', false), scheme;
    if (hash < s.len && !escapes_are_good(str_slice(s, hash + 1, s.len)))
        return false;
    s.len = (uint32_t)hash;
    for (size_t i = 0; i < s.len; i++)
        if ((unsigned char)s.p[i] < ' ' || s.p[i] == 0x7f)
            return false;
    if ((scheme = scheme_length(s)) == 0)
        return false;
    s = str_slice(s, scheme + 1, s.len);
    s.len = (uint32_t)place_of(s, '?', false);
    if (s.len == 0 || s.p[0] != '/')
        return true; /* an opaque rest may be anything */
    if (!str_has_prefix(s, "//"))
        return escapes_are_good(s);
    s = str_slice(s, 2, s.len);
    size_t slash = place_of(s, '/', false);
    return authority_is_good(str_slice(s, 0, slash)) && escapes_are_good(str_slice(s, slash, s.len));
}
