/*
 * Sources on the machine: files and standard input, opened and read.
 */
#ifndef CPPROF_HOST_SOURCE_H
#define CPPROF_HOST_SOURCE_H

#include "format/profile_format.h"

/**
 * Opens a file; "-" is standard input. `how` may be NULL, which is all zeros.
 * @return an input that the caller closes; or NULL with `err` set: not there, not readable, a folder. The message does
 *         not name the file.
 */
struct input *source_open(const char *path, const struct input_how *how, struct err *err);

/** Reads the profile at `path`, opened as source_open() does. @return as profile_read(). */
int source_load(struct profile *p, const char *path, const struct input_how *how, struct err *err);

/** Whether the file begins as an executable: ELF, Mach-O or PE. */
bool source_is_executable(const char *path);

#endif
