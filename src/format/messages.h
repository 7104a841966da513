/*
 * The messages of profile.proto that come by the million, samples and locations, read without an allocation for each.
 *
 *     struct sample_message m = {0};
 *     while (...)
 *         if (sample_message_read(&m, data, len) == 0)
 *             ... // m.location_id.v[0 ... m.location_id.n - 1] and so on
 *     sample_message_release(&m);
 *
 * Other messages are rare, and protobuf-c reads them. The readers here accept and refuse the same bytes as protobuf-c, and give the same
 * values, which a unit test and the fuzz target of decode compare. So numbers may be packed or not, unknown fields are
 * skipped, and of a field that may occur once, the last occurrence counts.
 */
#ifndef CPPROF_FORMAT_MESSAGES_H
#define CPPROF_FORMAT_MESSAGES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** A repeated number. */
struct numbers {
    uint64_t *v;
    size_t n, cap;
};

struct label_message {
    int64_t key, str, num, num_unit;
};

/** A message Sample. All zeros is an empty one. The arrays are its own and are used again for the next message. */
struct sample_message {
    struct numbers location_id; /* leaf first */
    struct numbers value;       /* as int64_t */
    struct label_message *label;
    size_t n_labels, cap_labels;
};

struct line_message {
    uint64_t function_id;
    int64_t line, column;
};

/** A message Location. All zeros is an empty one. */
struct location_message {
    uint64_t id, mapping_id, address;
    bool is_folded;
    struct line_message *line;
    size_t n_lines, cap_lines;
};

/**
 * Reads a message of `len` bytes, which are not used after the return.
 * @return 0 with `m` filled; or -1 with `m` in any state that can be read into again: the message is malformed
 */
int sample_message_read(struct sample_message *m, const char *data, size_t len);
int location_message_read(struct location_message *m, const char *data, size_t len);

/** Frees the arrays. */
void sample_message_release(struct sample_message *m);
void location_message_release(struct location_message *m);

#endif
