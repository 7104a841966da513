#include "format/likeness.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>

/* What stands at a place from which a kind of file is known. */
enum how {
    EXACT,  /* these bytes */
    MARKUP, /* these letters in either case, after blanks and a byte order mark */
    WITHIN, /* these letters anywhere after "<" */
    OPENING /* one of these bytes, after the same, with text around it */
};

static const struct likeness {
    const char *what;
    enum how how;
    uint16_t at; /* EXACT: how many bytes precede it */
    uint8_t len;
    const char *bytes;
} likenesses[] = {
    {"a PNG image", EXACT, 0, 8, "\x89PNG\r\n\x1a\n"},
    {"a JPEG image", EXACT, 0, 3, "\xff\xd8\xff"},
    {"a GIF image", EXACT, 0, 4, "GIF8"},
    {"a WebP image", EXACT, 8, 4, "WEBP"},
    {"a PDF document", EXACT, 0, 5, "%PDF-"},
    {"an executable or an object file (ELF)", EXACT, 0, 4, "\177ELF"},
    {"an executable or an object file (Mach-O)", EXACT, 0, 4, "\xce\xfa\xed\xfe"},
    {"an executable or an object file (Mach-O)", EXACT, 0, 4, "\xcf\xfa\xed\xfe"},
    {"an executable or an object file (Mach-O)", EXACT, 0, 4, "\xfe\xed\xfa\xce"},
    {"an executable or an object file (Mach-O)", EXACT, 0, 4, "\xfe\xed\xfa\xcf"},
    {"a Java class or an executable for several processors", EXACT, 0, 4, "\xca\xfe\xba\xbe"},
    {"an executable (PE)", EXACT, 0, 4, "MZ\x90\0"},
    {"a zip archive", EXACT, 0, 4, "PK\3\4"},
    {"a tar archive", EXACT, 257, 5, "ustar"},
    {"an xz archive", EXACT, 0, 6, "\3757zXZ\0"},
    {"a bzip2 archive", EXACT, 0, 3, "BZh"},
    {"a recording of perf", EXACT, 0, 8, "PERFILE2"},
    {"a recording of Java Flight Recorder", EXACT, 0, 4, "FLR\0"},
    {"a script", EXACT, 0, 2, "#!"},
    {"a pointer of Git LFS, whose file was not fetched", EXACT, 0, 23, "version https://git-lfs"},
    {"an SVG image", WITHIN, 0, 4, "<svg"},
    {"an HTML page, perhaps a server's error", MARKUP, 0, 9, "<!doctype"},
    {"an HTML page, perhaps a server's error", MARKUP, 0, 5, "<html"},
    {"an HTML page, perhaps a server's error", MARKUP, 0, 5, "<head"},
    {"an HTML page, perhaps a server's error", MARKUP, 0, 5, "<body"},
    {"an XML document", MARKUP, 0, 5, "<?xml"},
    {"JSON", OPENING, 0, 2, "{["},
};

/* Whether all bytes may be of text: UTF-8, or an older encoding, without control bytes. */
static bool is_text(const char *data, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)data[i];
        if ((c < 0x20 && !strchr("\t\n\f\r", c)) || c == '\0' || c == 0x7f)
            return false;
    }
    return len > 0;
}

static bool fits(const struct likeness *l, const char *data, size_t len)
{
    if (l->how == EXACT)
        return len >= (size_t)l->at + l->len && memcmp(data + l->at, l->bytes, l->len) == 0;
    size_t start = len >= 3 && memcmp(data, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
    while (start < len && data[start] && strchr(" \t\r\n", data[start]))
        start++;
    if (l->how == WITHIN)
        return start < len && data[start] == '<' && memmem(data + start, len - start, l->bytes, l->len);
    if (l->how == OPENING)
        return start < len && memchr(l->bytes, data[start], l->len) && is_text(data, len);
    return len - start >= l->len && strncasecmp(data + start, l->bytes, l->len) == 0;
}

const char *likeness_find(const char *data, size_t len)
{
    if (len > LIKENESS_BYTES)
        len = LIKENESS_BYTES;
    for (size_t i = 0; i < sizeof likenesses / sizeof *likenesses; i++)
        if (fits(&likenesses[i], data, len))
            return likenesses[i].what;
    return is_text(data, len) ? "text" : NULL;
}
