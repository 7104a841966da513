#include "shell/shell.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

#include "shell/history_file.h"

/* Lines from a terminal, with its comforts. */
static void run_typed_lines(const struct shell_calls *calls, struct line_editor *editor)
{
    struct sigaction ignore = {.sa_handler = SIG_IGN}, old;
    char *line;
    sigaction(SIGINT, &ignore, &old);
    while ((line = line_editor_read(editor)) && calls->run(calls->arg, line, true))
        ;
    sigaction(SIGINT, &old, NULL);
}

static int run_read_lines(const struct shell_calls *calls, struct err *err)
{
    char *line = NULL;
    size_t cap = 0;
    bool goes_on = true;
    int status = 0;
    while (goes_on && getline(&line, &cap, stdin) >= 0)
        goes_on = calls->run(calls->arg, line, false);
    if (goes_on && !feof(stdin)) { /* an error, or no memory for the line */
        if (errno == ENOMEM)
            err_out_of_memory();
        status = err_set_errno(err, errno, "standard input");
    }
    free(line);
    return status;
}

int shell_read_lines(const struct shell_calls *calls, bool history, struct err *err)
{
    char *path = history ? history_file_path() : NULL;
    struct line_editor *editor = line_editor_open("(pprof) ", path, calls->complete, calls->complete_arg);
    int status = 0;
    if (editor)
        run_typed_lines(calls, editor);
    else
        status = run_read_lines(calls, err);
    line_editor_close(editor);
    free(path);
    return status;
}
