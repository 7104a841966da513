/*
 * Reads lines from a terminal, with editing, history and completion, through libedit.
 *
 *     struct line_editor *e = line_editor_open("(pprof) ", history_path, complete, arg);
 *     while ((line = line_editor_read(e)))
 *         ...
 *     line_editor_close(e);
 *
 * Between two lines, the terminal and the signals are as they were before. While a line is typed, Ctrl-C drops it and begins a
 * new one. The terminal is restored before a signal stops or ends the program.
 */
#ifndef CPPROF_SHELL_LINE_EDITOR_H
#define CPPROF_SHELL_LINE_EDITOR_H

#include "shell/completions.h"

struct line_editor;

/** Fills the empty `found` with candidates for the last word of `line`, which is the text before the cursor. */
typedef void line_complete(void *arg, const char *line, struct completions *found);

/**
 * Opens a line editor on standard input and output.
 * @param prompt        borrowed
 * @param history_path  the file that keeps the lines (history_file.h), borrowed; NULL: none
 * @param complete      called with `arg` when Tab is pressed
 * @return the editor, which the caller closes; or NULL if these are not terminals, if libedit cannot use the terminal, or if
 *         libedit is not installed
 */
struct line_editor *line_editor_open(const char *prompt, const char *history_path, line_complete *complete, void *arg);

/** @return the next line, without its newline, valid until the next call; or NULL at the end of the input */
char *line_editor_read(struct line_editor *e);

/** Frees the editor. NULL is allowed. */
void line_editor_close(struct line_editor *e);

#endif
