/*
 * From the sources on the command line to the one profile that everything else works on.
 */
#ifndef CPPROF_DRIVER_FETCH_H
#define CPPROF_DRIVER_FETCH_H

#include "compare/limits.h"
#include "driver/cli.h"
#include "host/load.h"
#include "profile/view.h"

/** A loaded profile and the view of it from which every report starts. */
struct session {
    struct profile profile;
    struct arena arena;
    struct view view; /* without the frames that the profile itself calls uninteresting */
    struct source_facts
        *facts; /* where both sides are kept apart: the sources', and behind them the base's; else NULL */
    size_t n_sources, n_bases;
    struct limits limits; /* of a check; else all zero */
    bool is_incomparable; /* the two sides have nothing in common: `why` says what, and the profile is empty */
    struct err why;
};

/**
 * Reads the sources and the base, merges and subtracts. A source that cannot be read is named on stderr and left out,
 * as long as another one can.
 * @return 0 and fills `s`, which the caller must session_release(); or -1 with `err` set.
 */
int session_load(struct session *s, const struct command_line *c, struct err *err);
void session_release(struct session *s);

#endif
