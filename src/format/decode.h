/*
 * profile.proto messages to a struct profile, while the bytes arrive.
 *
 * The top-level fields are walked by hand; each sub-message is unpacked by protobuf-c into a scratch arena, copied into
 * the profile's columns and forgotten. Tables may come in any order, so references are resolved when the last byte is
 * there. Memory stays proportional to the bytes that really came, whatever their lengths and counts claim; as protobuf-c
 * makes much of tiny fields, large samples and locations are unpacked in pieces, and other messages of more than 64 KB
 * refused.
 */
#ifndef CPPROF_FORMAT_DECODE_H
#define CPPROF_FORMAT_DECODE_H

#include "base/err.h"
#include "format/input.h"
#include "profile/profile.h"

/**
 * Decodes everything that `in` gives.
 * @return 0 and fills `p`, which the caller must profile_release(); or -1 with `err` set and `p` untouched: the input
 *         failed, it is not a profile, or it breaks one of the rules that google/pprof's CheckValid has (ids undefined,
 *         repeated or 0, a sample with another number of values than there are sample types, a string index out of
 * range).
 */
int profile_decode(struct profile *p, struct input *in, struct err *err);

#endif
