/*
 * Reads the lines of an interactive session, from a terminal with editing, history and completion or from a file, and hands
 * them one by one to whoever knows what they mean.
 */
#ifndef CPPROF_SHELL_SHELL_H
#define CPPROF_SHELL_SHELL_H

#include <stdbool.h>

#include "base/err.h"
#include "shell/line_editor.h"

struct shell_calls {
    /** Takes a line, which it may change. `typed`: from a terminal. @return false when no more lines are wanted. */
    bool (*run)(void *arg, char *line, bool typed);
    void *arg;               /* borrowed, as is: */
    line_complete *complete; /* what a half-typed line may become */
    void *complete_arg;
};

/**
 * Reads lines until they end or are not wanted any more. Between two of them Ctrl-C is ignored where they are typed.
 * @param history  keep typed lines in a file between sessions
 * @return 0; or -1 with `err` set when standard input cannot be read.
 */
int shell_read_lines(const struct shell_calls *calls, bool history, struct err *err);

#endif
