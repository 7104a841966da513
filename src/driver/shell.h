/*
 * The interactive shell: commands are reports, and settings that stay from command to command. Every command starts from
 * the same loaded profile.
 */
#ifndef CPPROF_DRIVER_SHELL_H
#define CPPROF_DRIVER_SHELL_H

#include "driver/fetch.h"
#include "driver/options.h"

/**
 * Reads commands from standard input until "quit" or its end. What goes wrong with one is said on stderr, and the next one
 * is read. @return 0; or -1 with `err` set when standard input cannot be read.
 */
int shell_run(const struct session *s, const struct options *start, struct err *err);

#endif
