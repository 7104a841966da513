#include "format/wire.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/vec.h"

#define UNRECOGNIZED "unrecognized profile format: "

void wire_init(struct wire_reader *r, struct input *in)
{
    *r = (struct wire_reader){.in = in};
}

void wire_release(struct wire_reader *r)
{
    free(r->joint);
    *r = (struct wire_reader){0};
}

/* Puts the next piece of input into r->piece. @return 1; 0 at the end; or -1 with err set */
static int next_piece(struct wire_reader *r, struct err *err)
{
    size_t len;
    int got = input_next(r->in, &r->piece, &len, err);
    r->piece_end = got == 1 ? r->piece + len : r->piece;
    return got;
}

/*
 * Brings at least `want` contiguous bytes to r->at, or as many as the input still has. Bytes within one piece stay where they
 * are. Bytes that span pieces are copied into the joint, which grows as they arrive and not as their length claims.
 * @return 0; or -1 with err set
 */
static int need(struct wire_reader *r, size_t want, struct err *err)
{
    if (r->at == r->end && r->piece != r->piece_end) { /* the joint is used up, so go on in the piece */
        r->at = r->piece;
        r->end = r->piece_end;
        r->piece = r->piece_end;
    }
    size_t have = (size_t)(r->end - r->at);
    if (have >= want)
        return 0;
    if (have && r->at != r->joint) {
        r->joint = vec_reserve(r->joint, &r->joint_cap, have, 1);
        memmove(r->joint, r->at, have);
    }
    while (have < want) {
        if (r->piece == r->piece_end) {
            int got = next_piece(r, err);
            if (got < 0)
                return -1;
            if (got == 0)
                break;
            if (have == 0 && (size_t)(r->piece_end - r->piece) >= want) {
                r->at = r->piece;
                r->end = r->piece = r->piece_end;
                return 0;
            }
        }
        size_t n = (size_t)(r->piece_end - r->piece);
        if (n > want - have)
            n = want - have;
        r->joint = vec_reserve(r->joint, &r->joint_cap, have + n, 1);
        memcpy(r->joint + have, r->piece, n);
        r->piece += n;
        have += n;
    }
    r->at = r->joint;
    r->end = r->joint + have;
    return 0;
}

static int next_varint(struct wire_reader *r, uint64_t *value, struct err *err)
{
    if (need(r, WIRE_LONGEST_VARINT, err))
        return -1;
    return wire_varint(&r->at, r->end, value) ? err_set(err, UNRECOGNIZED "bad varint") : 0;
}

static int next_fixed(struct wire_reader *r, size_t size, uint64_t *value, struct err *err)
{
    if (need(r, size, err))
        return -1;
    if ((size_t)(r->end - r->at) < size)
        return err_set(err, UNRECOGNIZED "not enough data");
    *value = 0;
    for (size_t i = 0; i < size; i++)
        *value |= (uint64_t)(unsigned char)r->at[i] << 8 * i;
    r->at += size;
    return 0;
}

static int next_bytes(struct wire_reader *r, struct wire_field *f, struct err *err)
{
    if (next_varint(r, &f->value, err))
        return -1;
    if (f->value > SIZE_MAX / 4)
        return err_set(err, UNRECOGNIZED "too much data");
    if (need(r, (size_t)f->value, err))
        return -1;
    if ((size_t)(r->end - r->at) < f->value)
        return err_set(err, UNRECOGNIZED "too much data");
    f->data = r->at;
    f->len = (size_t)f->value;
    r->at += f->len;
    return 0;
}

/* @return the end of the field at `at`, and its number in `*number`; or NULL if there is no whole field */
static const char *skip_field(const char *at, const char *end, uint64_t *number)
{
    uint64_t tag, len = 0;
    if (wire_varint(&at, end, &tag))
        return NULL;
    *number = tag >> 3;
    switch (tag & 7) {
    case WIRE_VARINT: return wire_varint(&at, end, &len) ? NULL : at;
    case WIRE_BYTES: len = wire_varint(&at, end, &len) ? UINT64_MAX : len; break;
    case WIRE_64: len = 8; break;
    case WIRE_32: len = 4; break;
    default: return NULL;
    }
    return len > (size_t)(end - at) ? NULL : at + len;
}

int wire_take_piece(struct wire_message *m, size_t most, struct wire_message *piece, uint64_t *number, struct err *err)
{
    const char *begin = m->data, *end = m->data + m->len, *at = begin;
    *piece = *m;
    while (at < end && m->len > most) {
        uint64_t of_this;
        const char *next = skip_field(at, end, &of_this);
        if (!next)
            return err_set(err, UNRECOGNIZED "malformed message");
        if (at == begin)
            *number = of_this;
        else if ((size_t)(next - begin) > most)
            break;
        at = next;
        piece->len = (size_t)(at - begin);
    }
    m->data += piece->len;
    m->len -= piece->len;
    return piece->len != 0;
}

int wire_next(struct wire_reader *r, struct wire_field *f, struct err *err)
{
    uint64_t tag;
    if (need(r, WIRE_LONGEST_VARINT, err))
        return -1;
    if (r->at == r->end)
        return 0;
    if (wire_varint(&r->at, r->end, &tag))
        return err_set(err, UNRECOGNIZED "bad varint");
    *f = (struct wire_field){.number = tag >> 3, .type = tag & 7};
    int status;
    switch ((unsigned)f->type) {
    case WIRE_VARINT: status = next_varint(r, &f->value, err); break;
    case WIRE_64: status = next_fixed(r, 8, &f->value, err); break;
    case WIRE_BYTES: status = next_bytes(r, f, err); break;
    case WIRE_32: status = next_fixed(r, 4, &f->value, err); break;
    default: return err_set(err, UNRECOGNIZED "unknown wire type: %d", (int)f->type);
    }
    return status ? -1 : 1;
}
