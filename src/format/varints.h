/*
 * Varints of the protobuf wire format, one after the other, as packed repeated fields have them.
 *
 *     uint64_t *to = malloc((len + VARINTS_ROOM) * sizeof *to);
 *     size_t n = 0;
 *     if (varints_read(data, data + len, to, &n) == 0)
 *         ... to[0] ... to[n - 1]
 */
#ifndef CPPROF_FORMAT_VARINTS_H
#define CPPROF_FORMAT_VARINTS_H

#include <stddef.h>
#include <stdint.h>

/** How many more numbers there must be room for than there are bytes. */
enum { VARINTS_ROOM = 3 };

/**
 * Reads all varints between `at` and `end`.
 * @param to  the numbers, after the `*n` that are there already
 * @param n   is moved past the numbers that were read, even if not all could be
 * @return 0; or -1 if the last varint is cut off, or one has more than 10 bytes
 */
int varints_read(const char *at, const char *end, uint64_t *to, size_t *n);

/** Does the same without an instruction that only newer processors have. varints_read() calls it on the others, and tests do. */
int varints_read_by_shifts(const char *at, const char *end, uint64_t *to, size_t *n);

#endif
