#include "base/rune.h"

size_t rune_read(const char *s, const char *end, uint32_t *rune)
{
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    const unsigned char *u = (const unsigned char *)s;
    size_t n = u[0] < 0x80 ? 1 : u[0] < 0xc2 ? 0 : u[0] < 0xe0 ? 2 : u[0] < 0xf0 ? 3 : u[0] < 0xf5 ? 4 : 0;
    uint32_t c = n <= 1 ? u[0] : u[0] & (0x7fu >> n);

    if (n > (size_t)(end - s))
        n = 0;
    for (size_t i = 1; i < n; i++) {
        if ((u[i] & 0xc0) != 0x80)
            n = 0;
        c = c << 6 | (u[i] & 0x3fu);
    }
    if (!n || c < least[n] || c > RUNE_MAX || (c >= 0xd800 && c < 0xe000)) {
        *rune = 0xfffd;
        return 1;
    }
    *rune = c;
    return n;
}

void rune_put(struct buf *b, uint32_t c)
{
    if (c < 0x80) {
        buf_putc(b, (char)c);
        return;
    }
    if (c < 0x800) {
        buf_putc(b, (char)(0xc0 | c >> 6));
    } else {
        if (c < 0x10000) {
            buf_putc(b, (char)(0xe0 | c >> 12));
        } else {
            buf_putc(b, (char)(0xf0 | c >> 18));
            buf_putc(b, (char)(0x80 | (c >> 12 & 0x3f)));
        }
        buf_putc(b, (char)(0x80 | (c >> 6 & 0x3f)));
    }
    buf_putc(b, (char)(0x80 | (c & 0x3f)));
}

bool rune_is_hidden(uint32_t c)
{
    return c < 0x20 || (c >= 0x7f && c <= 0x9f) || c == 0x61c || c == 0x200e || c == 0x200f ||
           (c >= 0x2028 && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

void rune_put_hidden(struct buf *b, uint32_t c)
{
    buf_printf(b, c < 0x80 ? "\\x%02x" : "\\u%04x", (unsigned)c);
}
