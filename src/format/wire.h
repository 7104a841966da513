/*
 * The protobuf wire format, as far as the top level of a profile needs it: field after field out of an input whose
 * pieces end anywhere.
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
    const char *data; /* of WIRE_BYTES: valid until the next call */
    size_t len;
};

struct wire_reader {
    struct input *in; /* borrowed */
    const char *at, *end;
    const char *piece, *piece_end; /* the rest of the input's piece while `at` walks the joint */
    char *joint;                   /* bytes that lie across pieces */
    size_t joint_cap;
};

void wire_init(struct wire_reader *r, struct input *in);
void wire_release(struct wire_reader *r);

/** @return 1 with `f` filled; 0 at the end of the input; -1 with `err` set. */
int wire_next(struct wire_reader *r, struct wire_field *f, struct err *err);

/** A message that is taken apart: `data` is what is left of it. */
struct wire_message {
    const char *data;
    size_t len;
};

/**
 * Takes whole fields off the front of a message: as many as are in `most` bytes, but one at least. As long as only repeated
 * fields count, messages made of such pieces are as good as the whole.
 * @return 1 with the field number of the first and `*piece` set; 0 when there are no more; -1 with `err` set.
 */
int wire_take_piece(struct wire_message *m, size_t most, struct wire_message *piece, uint64_t *number, struct err *err);

/** Reads a varint at `*at`, before `end`. @return 0 and moves `*at`; or -1: cut off or too long. */
int wire_varint(const char **at, const char *end, uint64_t *value);

#endif
