/*
 * Commands in the log of a build. GitHub Actions and Azure Pipelines read each line that a step of a build prints, on stdout or
 * stderr, and obey some of them: "##[add-mask]x" and "##vso[task.setvariable]x" anywhere in a line, and "::add-mask::x" at its
 * beginning, after blanks. So a name from a profile must not look like one.
 *
 *     for (const char *s = line; s < end; s += n)
 *         if (log_command_at(line, s, end))
 *             ...                       // write *s in another way; n = 1
 */
#ifndef CPPROF_BASE_LOG_COMMAND_H
#define CPPROF_BASE_LOG_COMMAND_H

#include <stdbool.h>

/** Whether a command that may be anywhere in a line begins at `s`, which must be before `end`. */
bool log_command_within(const char *s, const char *end);

/** Whether a command of either kind begins at `s`, in a line whose first byte is at `line`. Lines are read in linear time. */
bool log_command_at(const char *line, const char *s, const char *end);

#endif
