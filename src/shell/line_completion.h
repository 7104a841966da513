/*
 * What a half-typed line of the shell may go on with: commands, settings and their values, functions of the profile.
 */
#ifndef CPPROF_SHELL_LINE_COMPLETION_H
#define CPPROF_SHELL_LINE_COMPLETION_H

#include "analysis/session.h"
#include "shell/completions.h"

struct completion {
    const struct session *session; /* borrowed */
    str_id *name;                  /* the names of functions, each once; made when the first is asked for */
    size_t n_names;
};

void completion_init(struct completion *c, const struct session *s);
void completion_release(struct completion *c);

/** Fills `found`, which is empty, with what may stand for the last word of `line`. A line_complete of line_editor.h. */
void completion_find(void *completion, const char *line, struct completions *found);

#endif
