#include "shell/line_editor.h"

#include <errno.h>
#include <locale.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/select.h>
#include <termios.h>
#include <unistd.h>

#include "base/err.h"
#include "host/terminal.h"
#include "shell/history_file.h"
#include "shell/libedit.h"

enum { CTRL_C = 3 };

struct line_editor {
    EditLine *el;
    History *history;
    const char *prompt, *history_path;
    line_complete *complete;
    void *arg;
    bool given_up; /* by Ctrl-C */
    sigset_t outer_mask;
    struct buf line;
};

/*
 * Signals are blocked except while we wait for a key, so that they are handled outside of libedit and outside of any signal
 * handler. That is why libedit's own handling (EL_SIGNAL) is not used.
 */
static const int watched[] = {SIGINT, SIGWINCH, SIGTSTP, SIGCONT, SIGTERM, SIGHUP, SIGQUIT};
enum { N_WATCHED = sizeof watched / sizeof *watched };
static volatile sig_atomic_t arrived[N_WATCHED];

static void on_signal(int sig)
{
    for (size_t i = 0; i < N_WATCHED; i++)
        if (watched[i] == sig)
            arrived[i] = 1;
}

static void catch_signals(struct line_editor *e, struct sigaction old[N_WATCHED])
{
    struct sigaction action = {.sa_handler = on_signal};
    sigset_t set;
    sigemptyset(&set);
    for (size_t i = 0; i < N_WATCHED; i++)
        sigaddset(&set, watched[i]);
    sigprocmask(SIG_BLOCK, &set, &e->outer_mask);
    for (size_t i = 0; i < N_WATCHED; i++) {
        arrived[i] = 0;
        sigaction(watched[i], &action, &old[i]);
        if (old[i].sa_handler == SIG_IGN && watched[i] != SIGINT) /* as nohup does */
            sigaction(watched[i], &old[i], NULL);
    }
}

static void restore_signals(struct line_editor *e, const struct sigaction old[N_WATCHED])
{
    for (size_t i = 0; i < N_WATCHED; i++)
        sigaction(watched[i], &old[i], NULL);
    sigprocmask(SIG_SETMASK, &e->outer_mask, NULL);
}

/* Lets the signal have its default effect, which stops or ends the program. */
static void obey(int sig)
{
    struct sigaction plain = {.sa_handler = SIG_DFL}, old;
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, sig);
    sigaction(sig, &plain, &old);
    raise(sig);
    sigprocmask(SIG_UNBLOCK, &set, NULL);
    sigprocmask(SIG_BLOCK, &set, NULL);
    sigaction(sig, &old, NULL);
}

static void redraw(struct line_editor *e)
{
    fputc('\r', stdout);
    libedit.set(e->el, EL_ECHOTC, "cd", NULL);
    libedit.set(e->el, EL_REFRESH);
}

static void act_on(struct line_editor *e, int sig)
{
    switch (sig) {
    case SIGWINCH: libedit.resize(e->el); break;
    case SIGCONT: libedit.set(e->el, EL_PREP_TERM, 1); break;
    default:
        libedit.set(e->el, EL_PREP_TERM, 0);
        obey(sig);
        libedit.set(e->el, EL_PREP_TERM, 1);
        break;
    }
    redraw(e);
}

/* @return whether it was Ctrl-C */
static bool take_signals(struct line_editor *e)
{
    bool interrupted = false;
    for (size_t i = 0; i < N_WATCHED; i++) {
        if (!arrived[i])
            continue;
        arrived[i] = 0;
        if (watched[i] == SIGINT)
            interrupted = true;
        else
            act_on(e, watched[i]);
    }
    return interrupted;
}

/* @return 1 if there is a key; 0 if Ctrl-C was pressed; -1 if the terminal is gone */
static int wait_for_key(struct line_editor *e)
{
    fd_set in;
    do {
        FD_ZERO(&in);
        FD_SET(STDIN_FILENO, &in);
        int n = pselect(STDIN_FILENO + 1, &in, NULL, NULL, NULL, &e->outer_mask);
        if (n > 0)
            return 1;
        if (n < 0 && errno != EINTR)
            return -1;
    } while (!take_signals(e));
    return 0;
}

static struct line_editor *editor_of(EditLine *el)
{
    void *e = NULL;
    libedit.get(el, EL_CLIENTDATA, &e);
    return e;
}

/* Reads a character for libedit. Ctrl-C comes as a signal and goes on as the key that it was. */
static int get_char(EditLine *el, wchar_t *wc)
{
    struct line_editor *e = editor_of(el);
    mbstate_t state = {0};
    for (;;) {
        char byte;
        int ready = wait_for_key(e);
        if (ready <= 0) {
            *wc = CTRL_C;
            return ready == 0 ? 1 : -1;
        }
        ssize_t n = read(STDIN_FILENO, &byte, 1);
        if (n <= 0)
            return (int)n;
        size_t len = mbrtowc(wc, &byte, 1, &state);
        if (len == (size_t)-1)
            state = (mbstate_t){0};
        else if (len != (size_t)-2)
            return 1;
    }
}

static char *get_prompt(EditLine *el)
{
    return (char *)editor_of(el)->prompt;
}

/* Ends the line as it is, so that it can be dropped. */
static unsigned char give_up(EditLine *el, int key)
{
    const LineInfo *line = libedit.line(el);
    (void)key;
    editor_of(el)->given_up = true;
    libedit.cursor(el, (int)(line->lastchar - line->cursor));
    libedit.insertstr(el, "^C");
    libedit.push(el, "\n");
    return CC_REFRESH;
}

static unsigned char list(EditLine *el, struct completions *found)
{
    struct buf text;
    buf_init(&text);
    buf_putc(&text, '\n');
    completions_list(found, terminal_width(STDOUT_FILENO), &text);
    fwrite(text.data, 1, text.len, stdout);
    buf_release(&text);
    libedit.set(el, EL_REFRESH);
    return CC_NORM;
}

/* Replaces the word before the cursor by the text. */
static unsigned char replace(EditLine *el, const char *word, const char *text)
{
    size_t characters = mbstowcs(NULL, word, 0);
    if (characters == (size_t)-1 || mbstowcs(NULL, text, 0) == (size_t)-1)
        return CC_ERROR;
    libedit.deletestr(el, (int)characters);
    return libedit.insertstr(el, text) == 0 ? CC_REFRESH : CC_ERROR;
}

static unsigned char complete(EditLine *el, int key)
{
    struct line_editor *e = editor_of(el);
    const LineInfo *line = libedit.line(el);
    unsigned char result = CC_ERROR;
    struct completions found;
    struct buf before, text;
    (void)key;
    buf_init(&before);
    buf_init(&text);
    completions_init(&found);
    buf_put(&before, line->buffer, (size_t)(line->cursor - line->buffer));
    e->complete(e->arg, buf_cstr(&before), &found);
    if (completions_completion(&found, &text))
        result = replace(el, buf_cstr(&before) + found.start, buf_cstr(&text));
    else if (found.n)
        result = list(el, &found);
    completions_release(&found);
    buf_release(&text);
    buf_release(&before);
    return result;
}

static void bind_keys(EditLine *el)
{
    static const char *const key[][2] = {{"^I", "cpprof-complete"},         {"^C", "cpprof-give-up"},
                                         {"^R", "em-inc-search-prev"},      {"^W", "ed-delete-prev-word"},
                                         {"\\e[3~", "ed-delete-next-char"}, {"\\e[1;5C", "em-next-word"},
                                         {"\\e[1;5D", "ed-prev-word"}};
    libedit.wset(el, EL_ADDFN, L"cpprof-complete", L"Complete the word",
                 complete); /* el_set leaks copies of the texts */
    libedit.wset(el, EL_ADDFN, L"cpprof-give-up", L"Give the line up", give_up);
    for (size_t i = 0; i < sizeof key / sizeof *key; i++)
        libedit.set(el, EL_BIND, key[i][0], key[i][1], NULL);
}

static void remember(void *editor, const char *line)
{
    struct line_editor *e = editor;
    HistEvent event;
    if (e->history && *line)
        libedit.history(e->history, &event, H_ENTER, line);
}

static void open_history(struct line_editor *e)
{
    HistEvent event;
    e->history = libedit.history_init();
    if (!e->history)
        return;
    libedit.history(e->history, &event, H_SETSIZE, HISTORY_LINES);
    libedit.history(e->history, &event, H_SETUNIQUE, 1);
    libedit.set(e->el, EL_HIST, libedit.history, e->history);
    if (e->history_path)
        history_file_read(e->history_path, remember, e);
}

struct line_editor *line_editor_open(const char *prompt, const char *history_path, line_complete *complete_line,
                                     void *arg)
{
    if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO) || !libedit_load())
        return NULL;
    struct line_editor *e = malloc(sizeof *e);
    if (!e)
        err_out_of_memory();
    *e = (struct line_editor){.prompt = prompt, .history_path = history_path, .complete = complete_line, .arg = arg};
    buf_init(&e->line);
    setlocale(LC_CTYPE, ""); /* only while libedit works, because reports are bytes */
    e->el = libedit.init("cpprof", stdin, stdout, stderr);
    if (e->el) {
        libedit.set(e->el, EL_CLIENTDATA, e);
        libedit.set(e->el, EL_PROMPT, get_prompt);
        libedit.set(e->el, EL_EDITOR, "emacs");
        libedit.wset(e->el, EL_GETCFN, get_char);
        bind_keys(e->el);
        open_history(e);
        libedit.source(e->el, NULL);
    }
    setlocale(LC_CTYPE, "C");
    if (e->el)
        return e;
    free(e);
    return NULL;
}

/* @return the line, owned by libedit; or NULL at the end, and for a line that was given up */
static const char *edit(struct line_editor *e)
{
    struct sigaction old[N_WATCHED];
    int n = 0;
    e->given_up = false;
    setlocale(LC_CTYPE, "");
    catch_signals(e, old);
    const char *line = libedit.gets(e->el, &n);
    restore_signals(e, old);
    setlocale(LC_CTYPE, "C");
    if (!line || n <= 0)
        e->given_up = false;
    return n > 0 && !e->given_up ? line : NULL;
}

char *line_editor_read(struct line_editor *e)
{
    const char *line;
    do
        line = edit(e);
    while (!line && e->given_up);
    if (!line) {
        fputc('\n', stdout);
        fflush(stdout);
        return NULL;
    }
    buf_clear(&e->line);
    buf_put(&e->line, line, strcspn(line, "\n"));
    while (e->line.len && strchr(" \t", e->line.data[e->line.len - 1])) /* completion may have put one there */
        e->line.len--;
    buf_cstr(&e->line);
    remember(e, e->line.data);
    if (e->history_path && *e->line.data)
        history_file_add(e->history_path, e->line.data);
    return e->line.data;
}

void line_editor_close(struct line_editor *e)
{
    if (!e)
        return;
    if (e->history)
        libedit.history_end(e->history);
    libedit.end(e->el);
    buf_release(&e->line);
    free(e);
}
