/*
 * The formats that profiles are read from: one file each, and one row in formats.def.
 */
#ifndef CPPROF_FORMAT_PROFILE_FORMAT_H
#define CPPROF_FORMAT_PROFILE_FORMAT_H

#include "format/input.h"
#include "profile/profile.h"

struct profile_format {
    const char *name;
    /** Whether the `len` bytes that a source begins with, 0 where it is empty, may be of this format. */
    bool (*sniff)(const char *data, size_t len);
    /** Reads all of it. @return 0 and fills `p`, which the caller must profile_release(); or -1 with `err` set. */
    int (*read)(struct profile *p, struct input *in, struct err *err);
};

/**
 * Reads a profile in the first format that takes the beginning of the input for its own.
 * @return 0 and fills `p`, which the caller must profile_release(); or -1 with `err` set and `p` untouched.
 */
int profile_read(struct profile *p, struct input *in, struct err *err);

#endif
