/*
 * Lines typed at a terminal, with editing, history and completion, by libedit.
 *
 * Between two lines the terminal is as it was, and so are signals. While a line is typed, Ctrl-C gives it up for a new one; the
 * terminal is put back before a signal stops or ends the program.
 */
#ifndef CPPROF_SHELL_LINE_EDITOR_H
#define CPPROF_SHELL_LINE_EDITOR_H

#include "shell/completions.h"

struct line_editor;

/** Fills `found`, which is empty, with what may stand for the last word of `line`, the text before the cursor. */
typedef void line_complete(void *arg, const char *line, struct completions *found);

/**
 * A line editor on standard input and output.
 * @param prompt        borrowed
 * @param history_path  where lines are kept (history_file.h), borrowed; NULL: nowhere
 * @param complete      called with `arg` when Tab is pressed
 * @return NULL where these are no terminals, or one that libedit cannot use, or where libedit is not installed.
 */
struct line_editor *line_editor_open(const char *prompt, const char *history_path, line_complete *complete, void *arg);

/** The next line, without its end; valid until the next call. NULL: there is no more. */
char *line_editor_read(struct line_editor *e);

/** Does nothing with NULL. */
void line_editor_close(struct line_editor *e);

#endif
