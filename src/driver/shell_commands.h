/*
 * The interactive shell: commands are reports, and settings that stay from command to command. Every command starts from
 * the same loaded profile.
 *
 * At a terminal, lines can be edited (shell/shell.h), and a report is made in a child process, which shares the profile: so
 * Ctrl-C ends the command and not the session.
 */
#ifndef CPPROF_DRIVER_SHELL_COMMANDS_H
#define CPPROF_DRIVER_SHELL_COMMANDS_H

#include "analysis/session.h"
#include "query/options.h"

/**
 * Reads commands from standard input, a terminal or not, until "quit" or its end. What goes wrong with one is said
 * on stderr, and the next one is read.
 * @return 0; or -1 with `err` set when standard input cannot be read.
 */
int shell_run_commands(const struct session *s, const struct options *start, struct err *err);

#endif
