/*
 * The messages of profile.proto that come by the million, samples and locations, read without an allocation for each.
 *
 *     struct sample_message m = {0};
 *     while (...)
 *         if (sample_message_read(&m, data, len) == 0)
 *             ... // m.location_id.v[0 ... m.location_id.n - 1] and so on
 *     sample_message_release(&m);
 *
 * Other messages are rare, and protobuf-c reads them. These readers accept and refuse the same bytes as protobuf-c, and find the
 * same values. A unit test and the fuzz target of decode compare the two. So numbers may be packed or not, unknown fields are
 * skipped, and the last occurrence of a field counts if it may occur only once.
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

/** A message Sample. A zeroed struct is empty. It owns its arrays, which are reused for the next message. */
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

/** A message Location. A zeroed struct is empty. */
struct location_message {
    uint64_t id, mapping_id, address;
    bool is_folded;
    struct line_message *line;
    size_t n_lines, cap_lines;
};

/**
 * Reads a message of `len` bytes, which are not used after the return.
 * @return 0 with `m` filled; or -1 if the message is malformed; `m` can then be used for another one
 */
int sample_message_read(struct sample_message *m, const char *data, size_t len);
int location_message_read(struct location_message *m, const char *data, size_t len);

/** Frees the arrays. */
void sample_message_release(struct sample_message *m);
void location_message_release(struct location_message *m);

#endif
