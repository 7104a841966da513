/*
 * Decodes a profile.proto message into a struct profile, while the bytes arrive.
 *
 * The top-level fields are walked by hand. protobuf-c unpacks each sub-message into a scratch arena, from which it is copied into
 * the columns of the profile. Tables may come in any order, so references are resolved after the last byte.
 *
 * Memory stays proportional to the bytes that were read, whatever lengths and counts they claim. protobuf-c needs a lot of memory
 * for tiny fields, so large samples and locations are unpacked in pieces, and other messages of more than 64 KB are refused.
 */
#ifndef CPPROF_FORMAT_DECODE_H
#define CPPROF_FORMAT_DECODE_H

#include "base/err.h"
#include "format/input.h"
#include "profile/profile.h"

/**
 * Decodes everything that `in` gives.
 * @return 0 and fills `p`, which the caller must profile_release(); or -1 with `err` set and `p` untouched: the input
 *         failed, it is not a profile, or it breaks a rule of google/pprof's CheckValid (ids that are undefined, repeated or
 *         0, a sample whose number of values is not that of the sample types, a string index out of range)
 */
int profile_decode(struct profile *p, struct input *in, struct err *err);

#endif
