#include "format/messages.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/vec.h"
#include "format/varints.h"
#include "format/wire.h"

enum { LONGEST_TAG = 5, LONGEST_LENGTH = 5 };

/* The rest of a message. */
struct rest {
    const char *at, *end;
};

/* A field, as it was found. */
struct field {
    uint32_t number;
    unsigned type;
    struct rest all;  /* its value, with the length of WIRE_BYTES before it */
    struct rest body; /* the value */
};

/* ---- fields ---- */

/* Moves past `n` bytes, which are the body of the field. @return false: there are fewer */
static bool take_body(struct rest *r, struct field *f, uint64_t n)
{
    if (n > (size_t)(r->end - r->at))
        return false;
    f->body = (struct rest){r->at, r->at + n};
    r->at += n;
    f->all.end = r->at;
    return true;
}

/* Reads the next field of a message that is not at its end. @return false: malformed */
static bool take_field(struct rest *r, struct field *f)
{
    uint64_t x;
    unsigned first = (unsigned char)*r->at;
    if (first < 8 || wire_short_varint(&r->at, r->end, LONGEST_TAG, &x))
        return false;
    f->number = (uint32_t)(x >> 3);
    f->type = first & 7;
    f->all.at = r->at;
    switch (f->type) {
    case WIRE_VARINT: {
        const char *after = r->at;
        return wire_varint(&after, r->end, &x) == 0 && take_body(r, f, (size_t)(after - r->at));
    }
    case WIRE_BYTES:
        return wire_short_varint(&r->at, r->end, LONGEST_LENGTH, &x) == 0 && x <= INT_MAX && take_body(r, f, x);
    case WIRE_64: return take_body(r, f, 8);
    case WIRE_32: return take_body(r, f, 4);
    default: return false;
    }
}

/* @return false: the field is no varint */
static bool get_number(struct field *f, uint64_t *value)
{
    return f->type == WIRE_VARINT && wire_varint(&f->body.at, f->body.end, value) == 0;
}

static bool get_signed(struct field *f, int64_t *value)
{
    uint64_t x;
    if (!get_number(f, &x))
        return false;
    *value = (int64_t)x;
    return true;
}

/* protobuf-c takes a field of any type for a boolean. */
static bool get_boolean(const struct field *f)
{
    for (const char *c = f->all.at; c < f->all.end; c++)
        if (*c & 0x7f)
            return true;
    return false;
}

/* Appends the numbers of a field, packed or not. @return false: malformed */
static bool add_numbers(struct numbers *to, struct field *f)
{
    size_t most = to->n + (size_t)(f->body.end - f->body.at) + VARINTS_ROOM;
    if (most > to->cap)
        to->v = vec_reserve(to->v, &to->cap, most, sizeof *to->v);
    if (f->type == WIRE_BYTES)
        return varints_read(f->body.at, f->body.end, to->v, &to->n) == 0;
    return get_number(f, &to->v[to->n++]);
}

/* ---- messages ---- */

static bool read_label(struct label_message *m, struct rest r)
{
    struct field f;
    bool good = true;
    *m = (struct label_message){0};
    while (good && r.at < r.end && (good = take_field(&r, &f)))
        switch (f.number) {
        case 1: good = get_signed(&f, &m->key); break;
        case 2: good = get_signed(&f, &m->str); break;
        case 3: good = get_signed(&f, &m->num); break;
        case 4: good = get_signed(&f, &m->num_unit); break;
        }
    return good;
}

static bool add_label(struct sample_message *m, const struct field *f)
{
    return f->type == WIRE_BYTES && read_label(&VEC_PUSH(m->label, m->n_labels, m->cap_labels), f->body);
}

int sample_message_read(struct sample_message *m, const char *data, size_t len)
{
    struct rest r = {data, data + len};
    struct field f;
    bool good = true;
    m->location_id.n = m->value.n = m->n_labels = 0;
    while (good && r.at < r.end && (good = take_field(&r, &f)))
        switch (f.number) {
        case 1: good = add_numbers(&m->location_id, &f); break;
        case 2: good = add_numbers(&m->value, &f); break;
        case 3: good = add_label(m, &f); break;
        }
    return good ? 0 : -1;
}

static bool read_line(struct line_message *m, struct rest r)
{
    struct field f;
    bool good = true;
    *m = (struct line_message){0};
    while (good && r.at < r.end && (good = take_field(&r, &f)))
        switch (f.number) {
        case 1: good = get_number(&f, &m->function_id); break;
        case 2: good = get_signed(&f, &m->line); break;
        case 3: good = get_signed(&f, &m->column); break;
        }
    return good;
}

static bool add_line(struct location_message *m, const struct field *f)
{
    return f->type == WIRE_BYTES && read_line(&VEC_PUSH(m->line, m->n_lines, m->cap_lines), f->body);
}

int location_message_read(struct location_message *m, const char *data, size_t len)
{
    struct rest r = {data, data + len};
    struct field f;
    bool good = true;
    m->id = m->mapping_id = m->address = 0;
    m->is_folded = false;
    m->n_lines = 0;
    while (good && r.at < r.end && (good = take_field(&r, &f)))
        switch (f.number) {
        case 1: good = get_number(&f, &m->id); break;
        case 2: good = get_number(&f, &m->mapping_id); break;
        case 3: good = get_number(&f, &m->address); break;
        case 4: good = add_line(m, &f); break;
        case 5: m->is_folded = get_boolean(&f); break;
        }
    return good ? 0 : -1;
}

void sample_message_release(struct sample_message *m)
{
    free(m->location_id.v);
    free(m->value.v);
    free(m->label);
    *m = (struct sample_message){0};
}

void location_message_release(struct location_message *m)
{
    free(m->line);
    *m = (struct location_message){0};
}
