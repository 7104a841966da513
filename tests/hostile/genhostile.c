/*
 * Writes profiles that no profiler would write.
 *
 *   genhostile                 lists the kinds of the table `kinds`
 *   genhostile KIND SIZE       about SIZE bytes of the smallest fields of one kind, valid if possible, which show the most memory
 *                              that a byte of a profile can cost
 *   genhostile extremes        sample values at the ends of their range
 *   genhostile extreme_times   times at the ends of their range as well
 *   genhostile names           a profile whose names are the lines of standard input
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct bytes {
    unsigned char *data;
    size_t len, cap;
};

static void put_byte(struct bytes *b, unsigned char c)
{
    if (b->len == b->cap) {
        b->cap = b->cap ? b->cap * 2 : 256;
        b->data = realloc(b->data, b->cap);
        if (!b->data)
            abort();
    }
    b->data[b->len++] = c;
}

static void put_varint(struct bytes *b, uint64_t x)
{
    for (; x >= 0x80; x >>= 7)
        put_byte(b, (unsigned char)(x | 0x80));
    put_byte(b, (unsigned char)x);
}

static void put_number(struct bytes *b, unsigned field, uint64_t x)
{
    put_varint(b, (uint64_t)field << 3);
    put_varint(b, x);
}

static void put_bytes(struct bytes *b, unsigned field, const void *data, size_t len)
{
    put_varint(b, (uint64_t)field << 3 | 2);
    put_varint(b, len);
    for (size_t i = 0; i < len; i++)
        put_byte(b, ((const unsigned char *)data)[i]);
}

static void put_string(struct bytes *b, const char *s)
{
    put_bytes(b, 6, s, strlen(s));
}

/* Appends the message and empties it. */
static void put_message(struct bytes *b, unsigned field, struct bytes *message)
{
    put_bytes(b, field, message->data, message->len);
    message->len = 0;
}

/* ---- The smallest things of each kind: number i, into `b` ---- */

static struct bytes part, inner;

static void sample(struct bytes *b, uint64_t i)
{
    (void)i;
    put_number(&part, 2, 1);
    put_message(b, 2, &part);
}

static void empty_sample(struct bytes *b, uint64_t i)
{
    (void)i;
    put_message(b, 2, &part);
}

static void stacked_sample(struct bytes *b, uint64_t i)
{
    put_number(&part, 1, 1 + i % 2);
    put_number(&part, 2, 1);
    put_message(b, 2, &part);
}

static void labelled_sample(struct bytes *b, uint64_t i)
{
    put_number(&part, 2, 1);
    put_number(&inner, 3, i + 1);
    put_message(&part, 3, &inner);
    put_message(b, 2, &part);
}

static void with_id(struct bytes *b, unsigned field, uint64_t id)
{
    put_number(&part, 1, id);
    put_message(b, field, &part);
}

static void mapping(struct bytes *b, uint64_t i)
{
    with_id(b, 3, i + 1);
}

static void location(struct bytes *b, uint64_t i)
{
    with_id(b, 4, i + 10);
}

static void function(struct bytes *b, uint64_t i)
{
    with_id(b, 5, i + 10);
}

static void same_mapping(struct bytes *b, uint64_t i)
{
    (void)i;
    with_id(b, 3, 1);
}

static void same_location(struct bytes *b, uint64_t i)
{
    (void)i;
    with_id(b, 4, 1);
}

static void same_function(struct bytes *b, uint64_t i)
{
    (void)i;
    with_id(b, 5, 1);
}

static void empty_mapping(struct bytes *b, uint64_t i)
{
    (void)i;
    put_message(b, 3, &part);
}

static void empty_location(struct bytes *b, uint64_t i)
{
    (void)i;
    put_message(b, 4, &part);
}

static void empty_function(struct bytes *b, uint64_t i)
{
    (void)i;
    put_message(b, 5, &part);
}

/* A location with an address of its own, and a sample with it: a node of -addresses. */
static void place(struct bytes *b, uint64_t i)
{
    put_number(&part, 1, i + 10);
    put_number(&part, 3, i + 10);
    put_message(b, 4, &part);
    put_number(&part, 1, i + 10);
    put_number(&part, 2, 1);
    put_message(b, 2, &part);
}

static void empty_string(struct bytes *b, uint64_t i)
{
    (void)i;
    put_bytes(b, 6, "", 0);
}

static void short_string(struct bytes *b, uint64_t i)
{
    put_varint(&part, i);
    put_message(b, 6, &part);
}

static void value_type(struct bytes *b, uint64_t i)
{
    (void)i;
    put_message(b, 1, &part);
}

static void comment(struct bytes *b, uint64_t i)
{
    (void)i;
    put_number(b, 13, 0);
}

static void unknown(struct bytes *b, uint64_t i)
{
    (void)i;
    put_number(b, 15 + 16, 0);
}

static void zeros(struct bytes *b, uint64_t i)
{
    (void)i;
    put_byte(b, 0);
}

static void two_bytes(struct bytes *b, uint64_t i)
{
    put_byte(b, 1 + i % 2);
}

/* Adds a string of its own. @return its index in the table, in which the program has three */
static uint64_t own_string(struct bytes *b, uint64_t i)
{
    put_byte(&part, 'k');
    put_varint(&part, i);
    put_message(b, 6, &part);
    return i + 3;
}

/* A sample with one label, whose key, text or unit (fields 1, 2 and 4) is its own. */
static void put_own_label(struct bytes *b, uint64_t i, unsigned field)
{
    uint64_t s = own_string(b, i);
    put_number(&part, 1, 1);
    put_number(&part, 2, 1);
    if (field != 1)
        put_number(&inner, 1, 1);
    put_number(&inner, field, s);
    if (field != 2)
        put_number(&inner, 3, 1);
    put_message(&part, 3, &inner);
    put_message(b, 2, &part);
}

static void own_key(struct bytes *b, uint64_t i)
{
    put_own_label(b, i, 1);
}

static void own_text(struct bytes *b, uint64_t i)
{
    put_own_label(b, i, 2);
}

static void own_unit(struct bytes *b, uint64_t i)
{
    put_own_label(b, i, 4);
}

/* A sample in a function of its own, called by another of the two. */
static void own_function(struct bytes *b, uint64_t i)
{
    uint64_t s = own_string(b, i);
    put_number(&part, 1, i + 10);
    put_number(&part, 2, s);
    put_number(&part, 4, s);
    put_message(b, 5, &part);
    put_number(&part, 1, i + 10);
    put_number(&inner, 1, i + 10);
    put_message(&part, 4, &inner);
    put_message(b, 4, &part);
    put_number(&part, 1, i + 10);
    put_number(&part, 1, 1 + i % 2);
    put_number(&part, 2, 1);
    put_message(b, 2, &part);
}

/* Fields within one sample or location */

/* Keys, texts and units that are indexes of a string table after the sample */
static void key(struct bytes *b, uint64_t i)
{
    put_number(&part, 1, i + 3);
    put_number(&part, 3, 1);
    put_message(b, 3, &part);
}

static void text(struct bytes *b, uint64_t i)
{
    put_number(&part, 2, i + 3);
    put_message(b, 3, &part);
}

static void unit(struct bytes *b, uint64_t i)
{
    put_number(&part, 4, i + 3);
    put_message(b, 3, &part);
}

static void empty_label(struct bytes *b, uint64_t i)
{
    (void)i;
    put_message(b, 3, &part);
}

static void same_label(struct bytes *b, uint64_t i)
{
    (void)i;
    put_number(&part, 3, 1);
    put_message(b, 3, &part);
}

static void label(struct bytes *b, uint64_t i)
{
    put_number(&part, 3, i + 1);
    put_message(b, 3, &part);
}

static void frame(struct bytes *b, uint64_t i)
{
    put_number(b, 1, 1 + i % 2);
}

static void empty_line(struct bytes *b, uint64_t i)
{
    (void)i;
    put_message(b, 4, &part);
}

static void line(struct bytes *b, uint64_t i)
{
    put_number(&part, 1, 1 + i % 2);
    put_message(b, 4, &part);
}

static void unknown_inside(struct bytes *b, uint64_t i)
{
    (void)i;
    put_number(b, 9, 0);
}

static const struct kind {
    const char *name;
    void (*put)(struct bytes *b, uint64_t i);
    unsigned inside; /* the number of the field that contains all of them; 0: they are fields of the profile */
    unsigned within; /* the number of the packed field or message within it that contains them; 0: none */
    bool strings;    /* each has a string, which comes later */
} kinds[] = {
    {"samples", sample, 0, 0, false},
    {"empty_samples", empty_sample, 0, 0, false},
    {"stacked_samples", stacked_sample, 0, 0, false},
    {"labelled_samples", labelled_sample, 0, 0, false},
    {"mappings", mapping, 0, 0, false},
    {"locations", location, 0, 0, false},
    {"functions", function, 0, 0, false},
    {"same_mappings", same_mapping, 0, 0, false},
    {"same_locations", same_location, 0, 0, false},
    {"same_functions", same_function, 0, 0, false},
    {"empty_mappings", empty_mapping, 0, 0, false},
    {"empty_locations", empty_location, 0, 0, false},
    {"empty_functions", empty_function, 0, 0, false},
    {"places", place, 0, 0, false},
    {"own_keys", own_key, 0, 0, false},
    {"own_texts", own_text, 0, 0, false},
    {"own_units", own_unit, 0, 0, false},
    {"own_functions", own_function, 0, 0, false},
    {"empty_strings", empty_string, 0, 0, false},
    {"short_strings", short_string, 0, 0, false},
    {"value_types", value_type, 0, 0, false},
    {"comments", comment, 0, 0, false},
    {"packed_comments", zeros, 13, 0, false},
    {"unknown_fields", unknown, 0, 0, false},
    {"unknown_field", zeros, 31, 0, false},
    {"string", zeros, 6, 0, false},
    {"empty_labels", empty_label, 2, 0, false},
    {"same_labels", same_label, 2, 0, false},
    {"labels", label, 2, 0, false},
    {"keys", key, 2, 0, true},
    {"texts", text, 2, 0, true},
    {"units", unit, 2, 0, true},
    {"stack", frame, 2, 0, false},
    {"packed_stack", two_bytes, 2, 1, false},
    {"packed_values", two_bytes, 2, 2, false},
    {"large_label", unknown_inside, 2, 3, false},
    {"unknown_in_sample", unknown_inside, 2, 0, false},
    {"empty_lines", empty_line, 4, 0, false},
    {"lines", line, 4, 0, false},
    {"large_line", unknown_inside, 4, 4, false},
    {"large_function", unknown_inside, 5, 0, false},
    {"large_value_type", unknown_inside, 1, 0, false},
};

/* Two functions, each with a location of its id, and the sample type f/f. */
static void put_program(struct bytes *b)
{
    put_string(b, "");
    put_string(b, "f");
    put_string(b, "g");
    put_number(&part, 1, 1);
    put_number(&part, 2, 1);
    put_message(b, 1, &part);
    for (uint64_t id = 1; id <= 2; id++) {
        put_number(&part, 1, id);
        put_number(&part, 2, id);
        put_message(b, 5, &part);
        put_number(&part, 1, id);
        put_number(&inner, 1, id);
        put_message(&part, 4, &inner);
        put_message(b, 4, &part);
    }
}

static void write_out(struct bytes *b)
{
    if (b->len && fwrite(b->data, 1, b->len, stdout) != b->len)
        exit(1);
    b->len = 0;
}

static void write_kind(const struct kind *k, uint64_t size)
{
    struct bytes b = {0}, whole = {0};
    uint64_t n = 0, i = 0;
    put_program(&b);
    write_out(&b);
    if (k->inside == 2 && k->within != 2) {
        put_number(&b, 1, 1);
        put_number(&b, 2, 1);
    }
    if (k->inside == 4)
        put_number(&b, 1, 3);
    if (k->within) {
        struct bytes many = {0};
        while (many.len < size)
            k->put(&many, i++);
        put_message(&b, k->within, &many);
    }
    while (!k->within && n + b.len < (k->strings ? size * 5 / 11 : size)) {
        k->put(&b, i++);
        if (!k->inside && b.len > 65536) {
            n += b.len;
            write_out(&b);
        }
    }
    if (k->inside) {
        put_message(&whole, k->inside, &b);
        write_out(&whole);
    }
    write_out(&b);
    for (uint64_t s = 0; k->strings && s < i; s++)
        own_string(&b, s);
    write_out(&b);
}

/*
 * Gives each of the names, which come as lines, to everything that has a name: functions, files, mappings, build ids, labels, units,
 * comments. Each has a sample, below the previous one. "\\n" in a line is a newline, and "\\xNN" is any byte.
 */
static size_t unescape(char *s)
{
    char *to = s, *begin = s;
    for (; *s && *s != '\n'; s++)
        if (s[0] == '\\' && s[1] == 'x' && s[2] && s[3]) {
            char hex[3] = {s[2], s[3], 0};
            *to++ = (char)strtoul(hex, NULL, 16);
            s += 3;
        } else {
            *to++ = *s;
        }
    return (size_t)(to - begin);
}

static void name(struct bytes *b, uint64_t i, const char *text, size_t len)
{
    uint64_t string = i + 2, id = i + 1;
    put_bytes(b, 6, text, len);
    put_number(&part, 1, id);
    put_number(&part, 2, id << 20);
    put_number(&part, 3, (id + 1) << 20);
    put_number(&part, 5, string);
    put_number(&part, 6, string);
    put_message(b, 3, &part);
    for (unsigned field = 2; field <= 4; field++)
        put_number(&part, field, string);
    put_number(&part, 1, id);
    put_number(&part, 5, 1);
    put_message(b, 5, &part);
    put_number(&part, 1, id);
    put_number(&part, 2, id);
    put_number(&part, 3, id << 20);
    put_number(&inner, 1, id);
    put_number(&inner, 2, 3);
    put_message(&part, 4, &inner);
    put_message(b, 4, &part);
    put_number(b, 13, string);
    put_number(&part, 1, id);
    put_number(&part, 1, i ? id - 1 : id);
    put_number(&part, 2, 5);
    put_number(&part, 2, 6);
    put_number(&inner, 1, string);
    put_number(&inner, 2, string);
    put_message(&part, 3, &inner);
    put_number(&inner, 1, string);
    put_number(&inner, 3, 7);
    put_number(&inner, 4, string);
    put_message(&part, 3, &inner);
    put_message(b, 2, &part);
}

static void write_names(void)
{
    struct bytes b = {0};
    char *line = NULL;
    size_t cap = 0;
    uint64_t n = 0;
    put_string(&b, "");
    put_string(&b, "count");
    while (getline(&line, &cap, stdin) > 0)
        name(&b, n++, line, unescape(line));
    for (uint64_t type = n > 1 ? n - 1 : 1; type <= n; type++) {
        put_number(&part, 1, type + 1);
        put_number(&part, 2, type + 1);
        put_message(&b, 1, &part);
    }
    if (n == 1) {
        put_number(&part, 1, 1);
        put_message(&b, 1, &part);
    }
    for (unsigned field = 14; field <= 15; field++)
        put_number(&b, field, n + 1);
    put_number(&part, 1, n + 1);
    put_number(&part, 2, n + 1);
    put_message(&b, 11, &part);
    free(line);
    write_out(&b);
}

/* Values at the ends of their range, whose sums are beyond it. */
static void write_extremes(bool with_time)
{
    static const uint64_t most = INT64_MAX, least = (uint64_t)INT64_MAX + 1,
                          value[][2] = {{most, most}, {most, 1}, {3, least}, {least, least}, {most, -5}};
    struct bytes b = {0};
    put_program(&b);
    put_number(&part, 1, 2);
    put_number(&part, 2, 2);
    put_message(&b, 1, &part);
    for (size_t i = 0; i < sizeof value / sizeof *value; i++) {
        put_number(&part, 1, 1 + i % 2);
        put_number(&part, 1, 1 + i / 2 % 2);
        put_number(&part, 2, value[i][0]);
        put_number(&part, 2, value[i][1]);
        put_number(&inner, 1, 1);
        put_number(&inner, 3, value[i][1]);
        put_message(&part, 3, &inner);
        put_message(&b, 2, &part);
    }
    if (with_time) {
        put_number(&b, 9, least);
        put_number(&b, 10, least);
    }
    put_number(&b, 12, least);
    write_out(&b);
}

int main(int argc, char **argv)
{
    if (argc == 2 && (strcmp(argv[1], "extremes") == 0 || strcmp(argv[1], "extreme_times") == 0)) {
        write_extremes(strcmp(argv[1], "extreme_times") == 0);
        return fflush(stdout) ? 1 : 0;
    }
    if (argc == 2 && strcmp(argv[1], "names") == 0) {
        write_names();
        return fflush(stdout) ? 1 : 0;
    }
    uint64_t size = argc == 3 ? strtoull(argv[2], NULL, 10) : 0;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (argc == 1) {
            puts(kinds[i].name);
        } else if (argc == 3 && strcmp(argv[1], kinds[i].name) == 0) {
            write_kind(&kinds[i], size);
            return fflush(stdout) ? 1 : 0;
        }
    if (argc == 1)
        return 0;
    fputs("usage: genhostile [KIND SIZE] | extremes | extreme_times | names <LINES\n", stderr);
    return 2;
}
