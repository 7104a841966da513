/*
 * From the sources on the command line to the one session that everything else works on.
 */
#ifndef CPPROF_DRIVER_LOAD_SESSION_H
#define CPPROF_DRIVER_LOAD_SESSION_H

#include "analysis/session.h"
#include "driver/cli.h"

/**
 * Reads the sources and the base, merges and subtracts. A source that cannot be read is named on stderr and left out,
 * as long as another one can.
 * @return 0 and fills `s`, which the caller must session_release(); or -1 with `err` set.
 */
int session_load(struct session *s, const struct command_line *c, struct err *err);

#endif
