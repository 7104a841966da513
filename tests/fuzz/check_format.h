/*
 * Checks that output is valid in its format, whatever names a profile has.
 */
#ifndef CPPROF_FUZZ_CHECK_FORMAT_H
#define CPPROF_FUZZ_CHECK_FORMAT_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

/* Whether it is lines of JSON, or one JSON text of several lines. */
static inline bool is_json(const char *data, size_t len, bool lines)
{
    for (size_t at = 0, n; at < len; at += n) {
        const char *end = lines ? memchr(data + at, '\n', len - at) : NULL;
        n = end ? (size_t)(end - data) + 1 - at : len - at;
        json_t *json = json_loadb(data + at, n, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, NULL);
        if (!json_is_object(json))
            return false;
        json_decref(json);
    }
    return len > 0;
}

/* Whether every record has as many cells as the first, and no text but a number begins like a formula. */
static inline bool is_csv(const char *data, size_t len)
{
    size_t cells = 1, first = 0;
    bool quoted = false, begins = true;
    for (size_t i = 0; i < len; i++) {
        char c = data[i];
        if (begins && c == '"' && i + 1 < len && strchr("=+-@\t\r\n", data[i + 1]))
            return false;
        if (begins && (strchr("=+@\t", c) || (c == '-' && (i + 1 == len || data[i + 1] < '0' || data[i + 1] > '9'))))
            return false;
        begins = !quoted && (c == ',' || c == '\n');
        if (c == '"')
            quoted = !quoted;
        else if (!quoted && c == ',')
            cells++;
        if (quoted || c != '\n')
            continue;
        if (i == 0 || data[i - 1] != '\r' || (first && cells != first))
            return false;
        first = cells;
        cells = 1;
    }
    return first && !quoted && data[len - 1] == '\n';
}

/* @return the number of cells of a line of Markdown. A bar after a backslash does not end a cell. */
static inline size_t bars(const char *line, size_t len)
{
    size_t n = 0;
    for (size_t i = 0; i < len; i++)
        n += line[i] == '|' && (i == 0 || line[i - 1] != '\\');
    return n;
}

/* Whether all lines are of one table, except for a block of text at the beginning. */
static inline bool is_markdown(const char *data, size_t len)
{
    static const char open[] = "```text\n", close[] = "\n```\n\n";
    const char *end = data + len, *s = data;
    size_t columns = 0;
    if (len >= sizeof open && memcmp(s, open, sizeof open - 1) == 0) {
        s = memmem(s, len, close, sizeof close - 1);
        if (!s)
            return false;
        s += sizeof close - 1;
    }
    for (const char *next; s < end; s = next) {
        const char *eol = memchr(s, '\n', (size_t)(end - s));
        if (!eol || *s != '|' || eol[-1] != '|')
            return false;
        size_t n = bars(s, (size_t)(eol - s));
        if (columns && n != columns)
            return false;
        columns = n;
        next = eol + 1;
    }
    return columns > 0;
}

/** Whether the report is valid in the format. */
static inline bool is_in_format(const char *format, bool lines, const char *data, size_t len)
{
    switch (*format) {
    case 'j': return is_json(data, len, lines);
    case 'c': return is_csv(data, len);
    case 'm': return is_markdown(data, len);
    default: return true;
    }
}

#endif
