/*
 * Encodes a view as a profile.proto message.
 */
#ifndef CPPROF_FORMAT_ENCODE_H
#define CPPROF_FORMAT_ENCODE_H

#include "base/buf.h"
#include "profile/view.h"

/**
 * Appends the message to `out`, uncompressed. `out` may drain. If `ratio` is not 1, values are multiplied by it and truncated to
 * integers. Tables are written as the view has them, with the ids of the file. Strings get new numbers.
 */
void profile_encode(const struct view *v, double ratio, struct buf *out);

/** @return the name and version of the library, a constant */
const char *encode_library(void);

#endif
