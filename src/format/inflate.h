/*
 * Decompresses gzip data (RFC 1952) of one member or several, with ISA-L if cpprof was built with it, otherwise with zlib.
 */
#ifndef CPPROF_FORMAT_INFLATE_H
#define CPPROF_FORMAT_INFLATE_H

#include "format/byte_source.h"

struct inflate_engine;

/** @return a source of the plain bytes of the gzip data in `from`, which is borrowed; the caller closes the new source */
struct byte_source *inflate_open(struct byte_source *from);

/** Like inflate_open(), with this engine. */
struct byte_source *inflate_open_with(const struct inflate_engine *engine, struct byte_source *from);

/** @return the names and versions of the libraries, a constant: zlib, which also deflates, and ISA-L if it inflates */
const char *inflate_library(void);

#endif
