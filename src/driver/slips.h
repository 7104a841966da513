/*
 * Command lines that are valid but not what was meant: options after the profile, a profile that an option took as its value, no
 * report. They keep the meaning that they have in go tool pprof, and these functions explain what happened.
 */
#ifndef CPPROF_DRIVER_SLIPS_H
#define CPPROF_DRIVER_SLIPS_H

#include "driver/cli.h"

/** If options stand among the sources, where they are names of files: says so on stderr. */
void hint_at_late_options(const struct command_line *c);

/** If a base was given and then replaced by another one: explains how to name several. */
void hint_at_replaced_base(const struct command_line *c);

/** There is no source. @return -1 with `err` set, which names the option that took a file as its value, if one did */
int fail_no_source(const struct command_line *c, struct err *err);

/** Neither a report nor a command was given: says so on stderr. */
void hint_at_reports(void);

#endif
