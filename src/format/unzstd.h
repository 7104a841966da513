/*
 * Zstandard data (RFC 8878), one frame or several, made plain by libzstd.
 */
#ifndef CPPROF_FORMAT_UNZSTD_H
#define CPPROF_FORMAT_UNZSTD_H

#include "format/byte_source.h"

/** A source of what the zstd data of `from` hold. `from` is borrowed. The caller closes the new source. */
struct byte_source *unzstd_open(struct byte_source *from);

/** The name and version of the library. */
const char *unzstd_library(void);

#endif
