#include "driver/shell_commands.h"

#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/vec.h"
#include "driver/command.h"
#include "driver/help.h"
#include "driver/settings.h"
#include "host/messages.h"
#include "host/sandbox.h"
#include "host/tempfile.h"
#include "host/terminal.h"
#include "profile/sample_index.h"
#include "shell/line_completion.h"
#include "shell/shell.h"

struct shell {
    const struct session *session;
    struct options settings;
    struct arena kept; /* the texts of settings and lines */
    bool typed;        /* the current line was typed at a terminal */
    bool any;          /* there was a line that is not blank */
    bool done;
};

/* The words of a line, and the options that they make of the settings for one report. */
struct line_words {
    const struct report_def *report;
    const char *argument;
    struct options options;
    struct buf focus, ignore; /* patterns, joined by "|" */
};

static char *trim_blanks(char *s)
{
    size_t n;
    while (isspace((unsigned char)*s))
        s++;
    for (n = strlen(s); n > 0 && isspace((unsigned char)s[n - 1]); n--)
        ;
    s[n] = '\0';
    return s;
}

static void print_error(const struct err *err)
{
    message("%s", err->msg);
}

/* Whether a bare name is a setting that needs no value. */
static bool is_bool_setting(const char *name)
{
    const struct option_def *def = option_find(name);
    return def && option_is_setting(def) && option_is_flag(def);
}

/* go tool pprof shows what a setting may be after "//:". Such a line may be entered as it is. */
static void cut_comment(char *value)
{
    static const char comment[] = "//:";
    char *last = NULL;
    for (char *at = value; (at = strstr(at, comment)); at += sizeof comment - 1)
        last = at;
    if (last)
        *last = '\0';
}

/*
 * The value that a bare name gives a setting. The bare name of a choice ("lines", "cum") is an error in the reference, so it is one
 * in scripts. At a terminal it sets the choice.
 */
static const char *bare_value(const struct shell *sh, const char *name)
{
    const struct option_def *def = option_find(name);
    return sh->typed && def && def->kind == OPTION_CHOICE ? "true" : "";
}

/* Runs "name=value", or the bare name of a boolean setting. @return whether the line was one of these */
static bool run_assignment(struct shell *sh, const char *line)
{
    char *name = arena_copy(&sh->kept, line, strlen(line)), *equals = strchr(name, '='), *value = NULL;
    struct err err;
    size_t index;
    if (equals) {
        *equals = '\0';
        value = equals + 1;
        cut_comment(value);
        value = trim_blanks(value);
    }
    name = trim_blanks(name);
    if (!option_is_setting_name(name))
        return false;
    if (!value && !is_bool_setting(name)) {
        message("please specify a value, e.g. %s=<val>", name);
        return true;
    }
    if (strcmp(name, "sample_index") == 0) {
        if (sample_index(&sh->session->profile, value, &index, &err)) {
            print_error(&err);
            return true;
        }
        value = (char *)profile_str(&sh->session->profile, sh->session->profile.type[index].type).p;
    }
    if (option_configure(&sh->settings, name, value ? value : bare_value(sh, name), &err))
        print_error(&err);
    return true;
}

static bool is_all_digits(const char *s)
{
    return *s && s[strspn(s, "0123456789")] == '\0';
}

/* Reads a number of nodes as Go's ParseInt with 32 bits does. @return whether the word is one */
static bool parse_count(const char *word, int *count)
{
    char *end;
    errno = 0;
    long n = strtol(word, &end, 10);
    if (!isdigit((unsigned char)word[word[0] == '-' || word[0] == '+']) || *end || errno || n < INT_MIN || n > INT_MAX)
        return false;
    *count = (int)n;
    return true;
}

static void add_pattern(struct buf *patterns, const char *pattern)
{
    if (patterns->len && *pattern)
        buf_putc(patterns, '|');
    buf_puts(patterns, pattern);
}

/* Finds the report of a command, whose name may end in a number ("top10"). `*digits` is set to that number, or to NULL. */
static const struct report_def *find_command(const char *word, const char **digits)
{
    char name[64];
    const struct report_def *report = report_find(word);
    size_t n = strlen(word);
    *digits = NULL;
    if (report)
        return report;
    while (n && isdigit((unsigned char)word[n - 1]))
        n--;
    if (n == 0 || !is_all_digits(word + n) || n >= sizeof name)
        return NULL;
    memcpy(name, word, n);
    name[n] = '\0';
    *digits = word + n;
    return report_find(name);
}

/* Explains a word that is not a command. It may end in a count, as in "topp5", or assign to a setting that does not exist. */
static int fail_unknown_command(const char *word, const char *argument, struct err *err)
{
    char name[64];
    struct buf meant;
    const char *equals = strchr(word, '=');
    size_t n = strlen(word), len;
    while (!equals && n && isdigit((unsigned char)word[n - 1]))
        n--;
    if (option_is_setting_name(word))
        return err_set(err, "did you mean: %s=%s", word, argument ? argument : "<val>");
    n = n ? n : strlen(word);
    len = equals ? (size_t)(equals - word) : n;
    snprintf(name, sizeof name, "%.*s", len < sizeof name ? (int)len : 0, word);
    buf_init(&meant);
    if (option_find(name))
        err_set(err, "unrecognized command: \"%.*s\" (-%s is for the command line alone)", (int)n, word, name);
    else if (suggest(&meant, name, equals ? equals + 1 : NULL, IN_SHELL))
        err_set(err, "unrecognized command: \"%.*s\" (did you mean %s?)", (int)n, word, buf_cstr(&meant));
    else
        err_set(err, "unrecognized command: \"%.*s\"", (int)n, word);
    buf_release(&meant);
    return -1;
}

/*
 * Points out a word that is a pattern but was probably meant as a pipe, or as a setting in the spelling of the command line. It
 * keeps the meaning that it has in go tool pprof.
 */
static void hint_at_word(const char *word)
{
    char name[64];
    size_t len = strcspn(word, "=");
    snprintf(name, sizeof name, "%.*s", *word == '-' && len < sizeof name ? (int)len - 1 : 0, word + 1);
    if (*word == '|')
        message("hint: there are no pipes here, so \"%s\" is a pattern; \"> FILE\" writes to a file", word);
    else if (word[len] == '=' && option_is_setting_name(name))
        message("hint: \"%s\" is a pattern of names to ignore here; a setting is a line of its own: %s", word,
                word + 1);
}

/* Reads the words after the command: counts, -cum, patterns, and the file to write to. */
static int read_words(struct line_words *c, char **word, size_t n, struct err *err)
{
    for (size_t i = 0; i < n; i++) {
        hint_at_word(word[i]);
        if (parse_count(word[i], &c->options.nodecount))
            continue;
        if (word[i][0] == '>') {
            const char *file = word[i] + 1;
            if (*file == '\0' && ++i == n)
                return err_set(err, "unexpected end of line after >");
            c->options.output = *file ? file : word[i];
        } else if (strcmp(word[i], "-cum") == 0 || strcmp(word[i], "--cum") == 0) {
            c->options.sort = SORT_CUM;
        } else if (word[i][0] == '-') {
            add_pattern(&c->ignore, word[i] + 1);
        } else {
            add_pattern(&c->focus, word[i]);
        }
    }
    return 0;
}

/* Bare words are filters by frame, unless the report uses them otherwise. */
static void apply_words(struct line_words *c)
{
    struct options *o = &c->options;
    o->words.focus = c->focus.len ? buf_cstr(&c->focus) : "";
    o->words.ignore = c->ignore.len ? buf_cstr(&c->ignore) : "";
    if (c->report->defaults)
        c->report->defaults(o);
    if (*o->words.focus)
        o->filter[FILTER_focus] = o->words.focus;
    if (*o->words.ignore)
        o->filter[FILTER_ignore] = o->words.ignore;
}

static int parse_words(const struct shell *sh, struct line_words *c, char **word, size_t n, struct err *err)
{
    const char *digits;
    size_t at = 1;
    c->options = sh->settings;
    c->report = find_command(word[0], &digits);
    if (!c->report)
        return fail_unknown_command(word[0], n > 1 ? word[1] : NULL, err);
    if (c->report->argument) {
        if (n == 1 && !digits)
            return err_set(err, "command %s requires an argument", c->report->name);
        c->argument = digits ? digits : word[at++];
        digits = NULL;
    }
    if (digits)
        parse_count(digits, &c->options.nodecount);
    if (read_words(c, word + at, n - at, err))
        return -1;
    apply_words(c);
    return 0;
}

static int run_words_of_report(const struct shell *sh, const struct line_words *w, struct err *err)
{
    struct command c;
    if (command_init(&c, w->report, w->argument, &w->options, err))
        return -1;
    int status = command_run(&c, sh->session, true, err);
    command_release(&c);
    return status < 0 ? -1 : 0;
}

/* Runs a command and prints its error. `own`: this is a process of its own, so it may enter the sandbox. */
static void run_report(const struct shell *sh, char **word, size_t n, bool own)
{
    struct line_words c = {0};
    struct err err;
    int status = parse_words(sh, &c, word, n, &err);
    if (status == 0 && own && sh->settings.sandbox)
        sandbox_enter(&(struct sandbox_needs){.output = c.options.output, .new_files = true});
    if (status || run_words_of_report(sh, &c, &err))
        print_error(&err);
    buf_release(&c.focus);
    buf_release(&c.ignore);
}

/* Says by which signal a command ended. Resets the colour first, because Ctrl-C may have cut off a coloured line. */
static void say_how_it_ended(int status)
{
    if (!WIFSIGNALED(status))
        return;
    if (terminal_on(STDOUT_FILENO))
        fputs("\033[0m", stdout);
    fputc('\n', stdout);
    fflush(stdout);
    if (WTERMSIG(status) != SIGINT)
        message("the command was ended by signal %d (%s)", WTERMSIG(status), strsignal(WTERMSIG(status)));
}

/* Runs a command in a child process, so that Ctrl-C can end it at any time. The shell ignores that key meanwhile. */
static void run_interruptible(const struct shell *sh, char **word, size_t n)
{
    int status;
    pid_t pid = fork();
    if (pid < 0) {
        run_report(sh, word, n, false);
        return;
    }
    if (pid == 0) {
        signal(SIGINT, SIG_DFL);
        tempfile_watch();
        run_report(sh, word, n, true);
        _exit(0);
    }
    while (waitpid(pid, &status, 0) < 0)
        if (errno != EINTR)
            return;
    say_how_it_ended(status);
}

/* Whether the command starts a viewer. It must not run in a child, because the shell removes the viewer's file at its end. */
static bool starts_viewer(const char *command)
{
    const char *digits;
    const struct report_def *report = find_command(command, &digits);
    return report && report->viewer != VIEWER_NONE;
}

static void print_help(const char *name)
{
    struct help_topic topic;
    struct buf out;
    buf_init(&out);
    if (name && !help_find(&topic, name)) {
        if (suggest(&out, name, NULL, IN_SHELL))
            message("Unknown command: %s (did you mean %s?)", name, buf_cstr(&out));
        else
            message("Unknown command: %s", name);
        buf_clear(&out);
    } else if (name) {
        help_print_topic(&out, &topic, IN_SHELL);
    } else {
        help_print_shell(&out);
    }
    if (out.len)
        message_text(out.data, out.len);
    buf_release(&out);
}

static void run_words(struct shell *sh, char **word, size_t n)
{
    if (strcmp(word[0], "q") == 0 || strcmp(word[0], "quit") == 0 || strcmp(word[0], "exit") == 0)
        sh->done = true;
    else if (strcmp(word[0], "o") == 0 || strcmp(word[0], "options") == 0)
        settings_say(&sh->settings, &sh->session->profile);
    else if (strcmp(word[0], "help") == 0)
        print_help(n > 1 ? word[1] : NULL);
    else if (sh->typed && !starts_viewer(word[0]))
        run_interruptible(sh, word, n);
    else
        run_report(sh, word, n, false);
}

static void run_assignment_or_command(struct shell *sh, const char *line)
{
    if (run_assignment(sh, line))
        return;
    char *copy = arena_copy(&sh->kept, line, strlen(line)), *rest = copy, **word = NULL;
    size_t n = 0, cap = 0;
    for (char *w; (w = strtok_r(rest, " \t\n\v\f\r", &rest));)
        VEC_PUSH(word, n, cap) = w;
    if (n)
        run_words(sh, word, n);
    free(word);
}

/* Runs ":", or a sample type: "cpu", "total_cpu" and "mean_cpu" select the value. @return whether the line was one of these */
static bool run_shortcut(struct shell *sh, const char *line)
{
    static const char *const clear[] = {"focus=", "ignore=", "hide=", "tagfocus=", "tagignore="};
    const struct profile *p = &sh->session->profile;
    if (strcmp(line, ":") == 0) {
        for (size_t i = 0; i < sizeof clear / sizeof *clear; i++)
            run_assignment_or_command(sh, clear[i]);
        return true;
    }
    for (size_t t = 0; t < p->n_types; t++) {
        const char *type = profile_str(p, p->type[t].type).p;
        bool total = strncmp(line, "total_", 6) == 0 && strcmp(line + 6, type) == 0;
        bool mean = strncmp(line, "mean_", 5) == 0 && strcmp(line + 5, type) == 0;
        if (!total && !mean && strcmp(line, type) != 0)
            continue;
        if (total || mean)
            run_assignment_or_command(sh, mean ? "mean=1" : "mean=0");
        struct buf assignment;
        buf_init(&assignment);
        buf_printf(&assignment, "sample_index=%s", type);
        run_assignment_or_command(sh, buf_cstr(&assignment));
        buf_release(&assignment);
        return true;
    }
    return false;
}

static bool run_line(void *shell, char *line, bool typed)
{
    struct shell *sh = shell;
    sh->typed = typed;
    line = trim_blanks(line);
    sh->any |= *line != '\0';
    if (!run_shortcut(sh, line))
        run_assignment_or_command(sh, line);
    return !sh->done;
}

int shell_run_commands(const struct session *s, const struct options *start, bool *any, struct err *err)
{
    struct shell sh = {.session = s, .settings = *start};
    struct completion completion;
    arena_init(&sh.kept);
    completion_init(&completion, s);
    sh.settings.compact_labels = true;
    command_greet(s, start);
    message("Entering interactive mode (type \"help\" for commands, \"o\" for options)");
    const struct shell_calls calls = {run_line, &sh, completion_find, &completion};
    int status = shell_read_lines(&calls, start->history, err);
    *any = sh.any;
    completion_release(&completion);
    arena_release(&sh.kept);
    return status;
}
