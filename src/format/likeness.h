/*
 * What a file that is not a profile looks like, for the error message. Nothing is accepted or refused because of it.
 */
#ifndef CPPROF_FORMAT_LIKENESS_H
#define CPPROF_FORMAT_LIKENESS_H

#include <stddef.h>

/** How many bytes of the beginning are enough to tell. */
enum { LIKENESS_BYTES = 512 };

/**
 * Tells what the `len` bytes that a source begins with look like.
 * @return a noun with its article, such as "an HTML page", which is a constant; or NULL if they look like nothing in particular
 */
const char *likeness_find(const char *data, size_t len);

#endif
