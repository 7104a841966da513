/*
 * Makes the one session that everything else works on, from the sources on the command line.
 */
#ifndef CPPROF_DRIVER_LOAD_SESSION_H
#define CPPROF_DRIVER_LOAD_SESSION_H

#include "analysis/session.h"
#include "driver/cli.h"

/**
 * Reads the sources and the base, merges the sources, and subtracts the base or keeps it apart, as the report wants it. A source
 * that cannot be read is named on stderr and left out, as long as another one can be read.
 * @return 0 and fills `s`, which the caller must session_release(); or -1 with `err` set and nothing to release
 */
int session_load(struct session *s, const struct command_line *c, struct err *err);

#endif
