#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/large.h"
#include "base/thread.h"
#include "driver/cli.h"
#include "driver/command.h"
#include "driver/complete.h"
#include "driver/help.h"
#include "driver/load_session.h"
#include "driver/shell_commands.h"
#include "driver/slips.h"
#include "host/environment.h"
#include "host/messages.h"
#include "host/sandbox.h"
#include "host/sink.h"
#include "host/stack.h"
#include "host/tempfile.h"

enum { FAILURE = 2 }; /* 1 and 3 are the verdicts of a check */

static int print_completions(const struct session *s, const char *prefix, struct err *err)
{
    struct buf names;
    buf_init(&names);
    complete_functions(&s->profile, prefix, &names);
    int failed = names.len ? sink_write(&(struct sink){.fd = STDOUT_FILENO}, names.data, names.len) : 0;
    buf_release(&names);
    return failed ? err_set_errno(err, failed, "standard output") : 0;
}

static int find_help_topic(struct help_topic *topic, const char *name, struct err *err)
{
    struct buf meant;
    int status = 0;
    buf_init(&meant);
    if (!help_find(topic, name))
        status =
            suggest(&meant, name, NULL, ON_COMMAND_LINE)
                ? err_set(err, "-help: there is no report or option \"%s\" (did you mean %s?)", name, buf_cstr(&meant))
                : err_set(err, "-help: there is no report or option \"%s\"", name);
    buf_release(&meant);
    return status;
}

static int print_help_or_version(const struct command_line *c, struct err *err)
{
    struct sink s;
    struct buf out;
    struct help_topic topic;
    if (c->help_topic && find_help_topic(&topic, c->help_topic, err))
        return -1;
    if (sink_open(&s, "", NULL, err))
        return -1;
    buf_init_drain(&out, sink_write, &s);
    if (c->help_topic)
        help_print_topic(&out, &topic, ON_COMMAND_LINE);
    else if (c->help)
        help_print(&out);
    else
        version_print(&out);
    int status = sink_commit(&s, buf_flush(&out), err);
    buf_release(&out);
    return status;
}

/* CPPROF_THREADS, if set and not empty, is the number of threads. */
static int set_threads(struct err *err)
{
    const char *text = environment_get("CPPROF_THREADS");
    char *end;
    if (!text)
        return 0;
    unsigned long n = strtoul(text, &end, 10);
    if (*text < '0' || *text > '9' || *end || n < 1 || n > THREAD_MOST)
        return err_set(err, "CPPROF_THREADS: \"%s\" is not a number from 1 to %d", text, THREAD_MOST);
    thread_set_count(n);
    return 0;
}

/*
 * Reports with a viewer run without a sandbox, because a viewer needs everything that the user's programs may do. So
 * does the shell, which may start viewers. Its other commands enter the sandbox themselves.
 */
static bool wants_sandbox(const struct command_line *c, const struct report_def *report)
{
    const char *off = environment_get("CPPROF_SANDBOX"); /* for preloaded libraries that want to write files */
    if (!c->options.sandbox || (off && strcmp(off, "off") == 0))
        return false;
    return c->complete || (report && (report->viewer == VIEWER_NONE || *c->options.output));
}

/* Whether no more files are read once the session is loaded. By then all libraries that a text report needs are loaded, too. */
static bool reads_no_more(const struct command_line *c)
{
    return c->complete || !(c->report->uses & USES_FILES);
}

static struct sandbox_needs needs_of(const struct command_line *c, const struct report_def *report)
{
    return (struct sandbox_needs){.output = c->options.output,
                                  .results = &c->options.report,
                                  .new_files = report && report->medium != MEDIUM_TEXT};
}

/*
 * Standard input had no commands, as in a script that forgot the report. As in go tool pprof that is no error. A file to write
 * to may tell the report.
 */
static int run_without_commands(const struct command_line *c, const struct session *s, struct err *err)
{
    struct command command;
    const struct report_def *report = report_of_file(c->options.output);
    const struct sandbox_needs needs = needs_of(c, report);
    if (!report) {
        hint_at_reports();
        return 0;
    }
    if (wants_sandbox(c, report))
        sandbox_enter(&needs);
    if (command_init(&command, report, NULL, &c->options, err))
        return -1;
    int status = command_run(&command, s, false, err);
    command_release(&command);
    return status;
}

static int run_shell(const struct command_line *c, const struct session *s, struct err *err)
{
    bool any;
    if (shell_run_commands(s, &c->options, &any, err))
        return -1;
    return any || isatty(STDIN_FILENO) ? 0 : run_without_commands(c, s, err);
}

/* Loads the session and makes the report in the sandbox, if one is wanted. `command` is NULL for completions and the shell. */
static int run_in_sandbox(const struct command_line *c, const struct command *command, struct err *err)
{
    struct session s;
    struct sandbox sandbox = {0};
    struct sandbox_needs needs = needs_of(c, c->report);
    bool wanted = wants_sandbox(c, c->report);
    if (wanted)
        sandbox = sandbox_enter(&needs);
    if (session_load(&s, c, err))
        return -1;
    tzset(); /* reads a file, so before reading ends */
    if (wanted && reads_no_more(c))
        sandbox_end_reads(&sandbox, &needs);
    if (c->options.debug)
        sandbox_say(&sandbox);
    int status = c->complete ? print_completions(&s, c->complete, err)
                 : command   ? command_run(command, &s, false, err)
                             : run_shell(c, &s, err);
    session_release(&s);
    return status;
}

/* The query is parsed before any source is read, so mistakes in it are found at once. */
static int run_report(const struct command_line *c, struct err *err)
{
    struct command command;
    if (c->complete || !c->report)
        return run_in_sandbox(c, NULL, err);
    if (command_init(&command, c->report, c->argument, &c->options, err))
        return -1;
    int status = run_in_sandbox(c, &command, err);
    command_release(&command);
    return status;
}

static int run(int argc, char **argv, struct err *err)
{
    struct command_line c;
    if (set_threads(err) || cli_parse(&c, argc, argv, err))
        return -1;
    if (c.help || c.version)
        return print_help_or_version(&c, err);
    if (!c.report && isatty(STDIN_FILENO))
        c.report = report_of_file(c.options.output);
    if (c.ignored)
        message("Multiple value selections, ignoring -%s", c.ignored);
    return run_report(&c, err);
}

/* Not part of main(), which would otherwise need much stack before it has looked whether there is any. */
static __attribute__((noinline)) int run_with_stack(int argc, char **argv)
{
    struct err err = {""};
    large_prepare_heap();
    sink_hold_standard_places();
    tempfile_watch();
    int status = run(argc, argv, &err);
    if (status >= 0)
        return status;
    message("cpprof: %s", err.msg);
    return FAILURE;
}

int main(int argc, char **argv)
{
    return stack_prepare() ? run_with_stack(argc, argv) : FAILURE;
}
