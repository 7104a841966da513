/*
 * Makes protobuf messages from text that resembles the protobuf text format, so that a test can give the decoder any bytes:
 *
 *   string_table:'' string_table:'cpu' sample_type{type:1} sample{location_id:[1 2] value:-10}
 *
 * Fields have their names in profile.proto, or a number. A value is a varint, a fixed number with the suffix i32 or i64, bytes in
 * quotes, packed varints in brackets, or a message in braces.
 */
#ifndef CPPROF_UNIT_MESSAGE_H
#define CPPROF_UNIT_MESSAGE_H

#include <ctype.h>

#include "format/decode.h"
#include "host/source.h"
#include "unit.h"

static inline void put_varint(struct buf *out, uint64_t x)
{
    for (; x >= 0x80; x >>= 7)
        buf_putc(out, (char)(x | 0x80));
    buf_putc(out, (char)x);
}

static inline void put_number(struct buf *out, unsigned field, uint64_t x)
{
    put_varint(out, (uint64_t)field << 3);
    put_varint(out, x);
}

static inline void put_bytes(struct buf *out, unsigned field, const void *data, size_t len)
{
    put_varint(out, (uint64_t)field << 3 | 2);
    put_varint(out, len);
    buf_put(out, data, len);
}

/** Appends the message `sub`, and releases it. */
static inline void put_message(struct buf *out, unsigned field, struct buf *sub)
{
    put_bytes(out, field, sub->data, sub->len);
    buf_release(sub);
}

enum message_kind { PROFILE, VALUE_TYPE, SAMPLE, LABEL, MAPPING, LOCATION, LINE, FUNCTION };

struct message_field {
    enum message_kind in;
    const char *name;
    unsigned number;
    enum message_kind kind; /* the kind of a message in braces */
};

static inline const struct message_field *message_field(enum message_kind in, const char *name, size_t len)
{
    static const struct message_field fields[] = {
        {PROFILE, "sample_type", 1, VALUE_TYPE},
        {PROFILE, "sample", 2, SAMPLE},
        {PROFILE, "mapping", 3, MAPPING},
        {PROFILE, "location", 4, LOCATION},
        {PROFILE, "function", 5, FUNCTION},
        {PROFILE, "string_table", 6, PROFILE},
        {PROFILE, "drop_frames", 7, PROFILE},
        {PROFILE, "keep_frames", 8, PROFILE},
        {PROFILE, "time_nanos", 9, PROFILE},
        {PROFILE, "duration_nanos", 10, PROFILE},
        {PROFILE, "period_type", 11, VALUE_TYPE},
        {PROFILE, "period", 12, PROFILE},
        {PROFILE, "comment", 13, PROFILE},
        {PROFILE, "default_sample_type", 14, PROFILE},
        {PROFILE, "doc_url", 15, PROFILE},
        {VALUE_TYPE, "type", 1, PROFILE},
        {VALUE_TYPE, "unit", 2, PROFILE},
        {SAMPLE, "location_id", 1, PROFILE},
        {SAMPLE, "value", 2, PROFILE},
        {SAMPLE, "label", 3, LABEL},
        {LABEL, "key", 1, PROFILE},
        {LABEL, "str", 2, PROFILE},
        {LABEL, "num", 3, PROFILE},
        {LABEL, "num_unit", 4, PROFILE},
        {MAPPING, "id", 1, PROFILE},
        {MAPPING, "memory_start", 2, PROFILE},
        {MAPPING, "memory_limit", 3, PROFILE},
        {MAPPING, "file_offset", 4, PROFILE},
        {MAPPING, "filename", 5, PROFILE},
        {MAPPING, "build_id", 6, PROFILE},
        {MAPPING, "has_functions", 7, PROFILE},
        {MAPPING, "has_filenames", 8, PROFILE},
        {MAPPING, "has_line_numbers", 9, PROFILE},
        {MAPPING, "has_inline_frames", 10, PROFILE},
        {LOCATION, "id", 1, PROFILE},
        {LOCATION, "mapping_id", 2, PROFILE},
        {LOCATION, "address", 3, PROFILE},
        {LOCATION, "line", 4, LINE},
        {LOCATION, "is_folded", 5, PROFILE},
        {LINE, "function_id", 1, PROFILE},
        {LINE, "line", 2, PROFILE},
        {LINE, "column", 3, PROFILE},
        {FUNCTION, "id", 1, PROFILE},
        {FUNCTION, "name", 2, PROFILE},
        {FUNCTION, "system_name", 3, PROFILE},
        {FUNCTION, "filename", 4, PROFILE},
        {FUNCTION, "start_line", 5, PROFILE},
    };
    for (size_t i = 0; i < ROWS(fields); i++)
        if (fields[i].in == in && strlen(fields[i].name) == len && memcmp(fields[i].name, name, len) == 0)
            return &fields[i];
    fail_msg("no field \"%.*s\"", (int)len, name);
    return NULL;
}

static inline uint64_t message_number(const char **at)
{
    char *end;
    uint64_t x = **at == '-' ? (uint64_t)strtoll(*at, &end, 0) : strtoull(*at, &end, 0);
    if (end == *at)
        fail_msg("no number at \"%s\"", *at);
    *at = end;
    return x;
}

static inline void put_fixed(struct buf *out, unsigned field, uint64_t x, size_t size)
{
    put_varint(out, (uint64_t)field << 3 | (size == 8 ? 1 : 5));
    for (size_t i = 0; i < size; i++)
        buf_putc(out, (char)(x >> 8 * i));
}

static inline void put_value(struct buf *out, unsigned field, const char **at)
{
    if (**at == '\'') {
        size_t len = strcspn(++*at, "'");
        put_bytes(out, field, *at, len);
        *at += len + 1;
        return;
    }
    if (**at == '[') {
        struct buf packed;
        buf_init(&packed);
        for (++*at; **at != ']'; *at += strspn(*at, " "))
            put_varint(&packed, message_number(at));
        ++*at;
        put_message(out, field, &packed);
        return;
    }
    uint64_t x = message_number(at);
    if (strncmp(*at, "i32", 3) == 0 || strncmp(*at, "i64", 3) == 0) {
        put_fixed(out, field, x, (*at)[1] == '3' ? 4 : 8);
        *at += 3;
    } else {
        put_number(out, field, x);
    }
}

/** Appends the message that `text` describes. */
static inline void put_text(struct buf *out, const char *text)
{
    struct {
        struct buf b;
        unsigned field;
        enum message_kind kind;
    } open[8] = {{.kind = PROFILE}};
    size_t depth = 0;
    for (const char *at = text + strspn(text, " \n"); *at; at += strspn(at, " \n")) {
        struct buf *to = depth ? &open[depth].b : out;
        if (*at == '}') {
            assert_true(depth > 0);
            struct buf *parent = --depth ? &open[depth].b : out;
            put_message(parent, open[depth + 1].field, to);
            at++;
            continue;
        }
        size_t len = strcspn(at, ":{");
        const struct message_field *f = isdigit((unsigned char)*at) ? NULL : message_field(open[depth].kind, at, len);
        unsigned number = f ? f->number : (unsigned)atoi(at);
        at += len;
        if (*at++ == '{') {
            assert_true(++depth < ROWS(open));
            buf_init(&open[depth].b);
            open[depth].field = number;
            open[depth].kind = f ? f->kind : PROFILE;
        } else {
            put_value(to, number, &at);
        }
    }
    assert_int_equal(depth, 0);
}

static inline int decode_bytes(struct profile *p, const void *data, size_t len, struct err *err)
{
    struct memory_file m = memory_file_make(data, len);
    int status = source_load(p, m.path, NULL, err);
    memory_file_close(&m);
    return status;
}

static inline int decode_text(struct profile *p, const char *text, struct err *err)
{
    struct buf b;
    buf_init(&b);
    put_text(&b, text);
    int status = decode_bytes(p, b.data, b.len, err);
    buf_release(&b);
    return status;
}

#endif
