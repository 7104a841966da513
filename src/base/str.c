#include "base/str.h"

#include <string.h>

struct str str_of(const char *s)
{
    return (struct str){s, (uint32_t)strlen(s)};
}

size_t str_characters(struct str s)
{
    size_t n = 0;
    for (uint32_t i = 0; i < s.len; i++)
        n += ((unsigned char)s.p[i] & 0xc0) != 0x80; /* not a continuation */
    return n;
}

int str_compare(struct str a, struct str b)
{
    uint32_t n = a.len < b.len ? a.len : b.len;
    int c = memcmp(a.p, b.p, n);
    return c ? c : (a.len > b.len) - (a.len < b.len);
}

bool str_is(struct str s, const char *c)
{
    return s.len == strlen(c) && memcmp(s.p, c, s.len) == 0;
}

bool str_has_prefix(struct str s, const char *prefix)
{
    size_t n = strlen(prefix);
    return s.len >= n && memcmp(s.p, prefix, n) == 0;
}
