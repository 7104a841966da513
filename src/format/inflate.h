/*
 * gzip data (RFC 1952), one member or several, made plain: by ISA-L where cpprof was built with it, else by zlib.
 */
#ifndef CPPROF_FORMAT_INFLATE_H
#define CPPROF_FORMAT_INFLATE_H

#include "format/byte_source.h"

struct inflate_engine;

/** A source of what the gzip data of `from` hold. `from` is borrowed. The caller closes the new source. */
struct byte_source *inflate_open(struct byte_source *from);

/** The same by this engine. */
struct byte_source *inflate_open_with(const struct inflate_engine *engine, struct byte_source *from);

/** The names and versions of the libraries: zlib, which deflates, too, and what else inflates. */
const char *inflate_library(void);

#endif
