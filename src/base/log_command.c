#include "base/log_command.h"

#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>

#include "base/rune.h"

/* Letters may be upper or lower case. */
static bool has_prefix(const char *s, const char *end, const char *prefix)
{
    size_t n = strlen(prefix);
    return (size_t)(end - s) >= n && strncasecmp(s, prefix, n) == 0;
}

bool log_command_within(const char *s, const char *end)
{
    return *s == '#' && (has_prefix(s, end, "##[") || has_prefix(s, end, "##vso["));
}

/* What .NET's String.TrimStart takes off, which the runners of both systems use. */
static bool is_blank(uint32_t c)
{
    return c == ' ' || (c >= '\t' && c <= '\r') || c == 0x85 || c == 0xa0 || c == 0x1680 ||
           (c >= 0x2000 && c <= 0x200a) || c == 0x2028 || c == 0x2029 || c == 0x202f || c == 0x205f || c == 0x3000;
}

static bool is_all_blank(const char *s, const char *end)
{
    uint32_t c = ' ';
    while (s < end && is_blank(c))
        s += rune_read(s, end, &c);
    return is_blank(c);
}

bool log_command_at(const char *line, const char *s, const char *end)
{
    return log_command_within(s, end) || (has_prefix(s, end, "::") && is_all_blank(line, s));
}
