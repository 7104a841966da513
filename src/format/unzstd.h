/*
 * Decompresses Zstandard data (RFC 8878) of one frame or several, with libzstd.
 */
#ifndef CPPROF_FORMAT_UNZSTD_H
#define CPPROF_FORMAT_UNZSTD_H

#include "format/byte_source.h"

/** @return a source of the plain bytes of the zstd data in `from`, which is borrowed; the caller closes the new source */
struct byte_source *unzstd_open(struct byte_source *from);

/** @return the name and version of the library, a constant */
const char *unzstd_library(void);

#endif
