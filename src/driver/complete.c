#include "driver/complete.h"

#include <string.h>

static bool stands_for_itself(unsigned char c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
           (c != '\0' && strchr("_/.:-@", c));
}

static void put_name_as_pattern(struct buf *out, struct str name)
{
    for (uint32_t i = 0; i < name.len; i++)
        if (((unsigned char)name.p[i] & 0xc0) != 0x80) /* a character of several bytes becomes one dot */
            buf_putc(out, stands_for_itself((unsigned char)name.p[i]) ? name.p[i] : '.');
}

void complete_functions(const struct profile *p, const char *prefix, struct buf *out)
{
    size_t n = strlen(prefix);
    for (size_t i = 0; i < p->n_funcs; i++) {
        struct buf pattern;
        buf_init(&pattern);
        put_name_as_pattern(&pattern, profile_str(p, p->func[i].name));
        if (pattern.len && pattern.len >= n && memcmp(pattern.data, prefix, n) == 0) {
            buf_put(out, pattern.data, pattern.len);
            buf_putc(out, '\n');
        }
        buf_release(&pattern);
    }
}
