/*
 * gzip data (RFC 1952), one member or several, made plain by zlib.
 */
#ifndef CPPROF_PROFILE_INFLATE_H
#define CPPROF_PROFILE_INFLATE_H

#include "profile/byte_source.h"

/** A source of what the gzip data of `from` hold. `from` is borrowed. The caller closes the new source. */
struct byte_source *inflate_open(struct byte_source *from);

/** The name and version of the library. */
const char *inflate_library(void);

#endif
