/*
 * A command line run in this process, without a sandbox: parsed, its sources loaded, its report written.
 */
#ifndef CPPROF_FUZZ_COMMAND_LINE_H
#define CPPROF_FUZZ_COMMAND_LINE_H

#include "driver/command.h"
#include "driver/load_session.h"

/** @return 0, or the verdict of a check; or -1 with `err` set. */
static inline int run_parsed(const struct command_line *c, struct err *err)
{
    struct command command;
    struct session s;
    if (command_init(&command, c->report, c->argument, &c->options, err))
        return -1;
    int status = session_load(&s, c, err);
    if (status == 0) {
        status = command_run(&command, &s, false, err);
        session_release(&s);
    }
    command_release(&command);
    return status;
}

#endif
