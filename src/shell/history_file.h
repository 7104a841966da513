/*
 * The lines of earlier sessions of the shell, one a line in $XDG_STATE_HOME/cpprof/history, or ~/.local/state/cpprof/history.
 *
 * Only a regular file of at most 4 MB is read, so that a FIFO or a device in its place delays nothing and takes no memory.
 * The history is a convenience, so errors of reading and writing are ignored. Sessions that run at the same time share the file.
 */
#ifndef CPPROF_SHELL_HISTORY_FILE_H
#define CPPROF_SHELL_HISTORY_FILE_H

#include <stdbool.h>

enum { HISTORY_LINES = 1000 };

/** @return the path of the file, which may not exist yet and which the caller frees; or NULL if there is no place for it */
char *history_file_path(void);

/**
 * Calls take(to, line) for each line, the oldest first.
 * @return whether all lines were read, as they are if the file does not exist
 */
bool history_file_read(const char *path, void (*take)(void *to, const char *line), void *to);

/**
 * Appends a line, and drops the oldest one if there are HISTORY_LINES already. Creates the folders, and replaces the file as a
 * whole. A file that cannot be read is left alone.
 */
void history_file_add(const char *path, const char *line);

#endif
