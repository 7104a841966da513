/*
 * The lines of earlier sessions of the shell, one a line in $XDG_STATE_HOME/cpprof/history, or ~/.local/state/cpprof/history.
 *
 * It is a convenience: what cannot be read or written is left, silently. Sessions at the same time share the file.
 */
#ifndef CPPROF_SHELL_HISTORY_FILE_H
#define CPPROF_SHELL_HISTORY_FILE_H

#include <stdbool.h>

enum { HISTORY_LINES = 1000 };

/** Where the file is or will be; to be freed. NULL: there is no place for it. */
char *history_file_path(void);

/** Calls `take` for each line, the oldest first. @return whether these are all lines; those of a file that is not there are. */
bool history_file_read(const char *path, void (*take)(void *to, const char *line), void *to);

/** Puts a line at the end, in place of the oldest once there are HISTORY_LINES. Makes the folders; replaces the file whole,
 * and leaves one alone that cannot be read. */
void history_file_add(const char *path, const char *line);

#endif
