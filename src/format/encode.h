/*
 * A view as a profile.proto message.
 */
#ifndef CPPROF_FORMAT_ENCODE_H
#define CPPROF_FORMAT_ENCODE_H

#include "base/buf.h"
#include "profile/view.h"

/**
 * Appends the message, not compressed, to `out`, which may drain. Values are multiplied by `ratio`, cut to integers,
 * unless it is 1. Tables are written as the view has them, with the ids of the file; strings are numbered anew.
 */
void profile_encode(const struct view *v, double ratio, struct buf *out);

/** The name and version of the library. */
const char *encode_library(void);

#endif
