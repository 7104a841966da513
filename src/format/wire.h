/*
 * The protobuf wire format, as far as the top level of a profile needs it: reads field after field from an input, whose pieces
 * may end anywhere.
 *
 *     wire_init(&r, in);
 *     while ((status = wire_next(&r, &field, err)) > 0)
 *         ... // field.value, or field.data with wire_take_piece() for a large message
 *     wire_release(&r);
 */
#ifndef CPPROF_FORMAT_WIRE_H
#define CPPROF_FORMAT_WIRE_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "format/input.h"

enum wire_type { WIRE_VARINT = 0, WIRE_64 = 1, WIRE_BYTES = 2, WIRE_32 = 5 };

struct wire_field {
    uint64_t number;
    enum wire_type type;
    uint64_t value;   /* of a varint or fixed number */
    const char *data; /* of WIRE_BYTES, valid until the next call */
    size_t len;
};

struct wire_reader {
    struct input *in; /* borrowed */
    const char *at, *end;
    const char *piece, *piece_end; /* the rest of the piece of input while `at` is in the joint */
    char *joint;                   /* a copy of bytes that span pieces */
    size_t joint_cap;
};

/** Begins to read from `in`, which is borrowed. */
void wire_init(struct wire_reader *r, struct input *in);

/** Frees the memory of the reader, but not the input. */
void wire_release(struct wire_reader *r);

/** Reads the next field. @return 1 with `f` filled; 0 at the end of the input; or -1 with `err` set */
int wire_next(struct wire_reader *r, struct wire_field *f, struct err *err);

/** A message that is being taken apart. `data` points to the rest of it. */
struct wire_message {
    const char *data;
    size_t len;
};

/**
 * Takes whole fields off the front of a message: as many as fit in `most` bytes, but at least one. If only the repeated fields of
 * a message matter, unpacking its pieces gives the same as unpacking the whole.
 * @return 1 with `*piece` and the field number of its first field set; 0 at the end of the message; or -1 with `err` set
 */
int wire_take_piece(struct wire_message *m, size_t most, struct wire_message *piece, uint64_t *number, struct err *err);

enum { WIRE_LONGEST_VARINT = 10 };

/** Reads a varint of at most `most` bytes. @return 0, with `*at` moved past it; or -1 if it is cut off at `end`, or longer */
static inline int wire_short_varint(const char **at, const char *end, size_t most, uint64_t *value)
{
    uint64_t v = 0;
    size_t left = (size_t)(end - *at), n = left < most ? left : most;
    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)(*at)[i];
        v |= (uint64_t)(c & 0x7f) << 7 * i;
        if (c < 0x80) {
            *at += i + 1;
            *value = v;
            return 0;
        }
    }
    return -1;
}

/** Reads a varint between `*at` and `end`. @return 0, with `*at` moved past it; or -1 if it is cut off or too long */
static inline int wire_varint(const char **at, const char *end, uint64_t *value)
{
    return wire_short_varint(at, end, WIRE_LONGEST_VARINT, value);
}

#endif
