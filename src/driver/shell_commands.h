/*
 * The interactive shell. A line makes a report or changes a setting, which stays changed for later reports. All reports are made
 * from the same loaded profile.
 *
 * At a terminal, lines can be edited (shell/shell.h), and each report is made in a child process that shares the profile. So Ctrl-C
 * ends the command and not the shell.
 */
#ifndef CPPROF_DRIVER_SHELL_COMMANDS_H
#define CPPROF_DRIVER_SHELL_COMMANDS_H

#include "analysis/session.h"
#include "query/options.h"

/**
 * Reads commands from standard input, a terminal or not, until "quit" or the end of input. If a command fails, its error is
 * printed on stderr and the next command is read.
 * @param start  the settings to begin with; only read
 * @param any    set to whether there was a line that is not blank
 * @return 0; or -1 with `err` set: standard input cannot be read
 */
int shell_run_commands(const struct session *s, const struct options *start, bool *any, struct err *err);

#endif
