/*
 * A small file that the user names, read whole.
 */
#ifndef CPPROF_HOST_TEXT_FILE_H
#define CPPROF_HOST_TEXT_FILE_H

#include <stddef.h>

#include "base/err.h"

/**
 * Reads a file of at most `most` bytes.
 * @return its bytes, `*len` of them and room for one more, which the caller frees; or NULL with `err` set
 */
char *text_file_read(const char *name, size_t most, size_t *len, struct err *err);

#endif
