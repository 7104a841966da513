#include "host/messages.h"

#include <sched.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/log_command.h"
#include "base/rune.h"
#include "host/terminal.h"

static const char erase[] = "\r\033[K";

/* One stderr has one such line. Whoever writes there holds `busy`, which is not a mutex because a signal handler takes it too. */
static atomic_flag busy = ATOMIC_FLAG_INIT;
static bool drawn;

static void begin(void)
{
    while (atomic_flag_test_and_set(&busy))
        sched_yield();
}

static void end(void)
{
    atomic_flag_clear(&busy);
}

static void put(int fd, const char *text, size_t len)
{
    ssize_t ignored = write(fd, text, len);
    (void)ignored;
}

void message_draw(int fd, const char *line, size_t len)
{
    if (atomic_flag_test_and_set(&busy))
        return;
    drawn = true;
    put(fd, erase, sizeof erase - 1);
    put(fd, line, len);
    end();
}

static void erase_drawn(void)
{
    if (drawn)
        put(STDERR_FILENO, erase, sizeof erase - 1);
    drawn = false;
}

void message_erase(void)
{
    begin();
    erase_drawn();
    end();
}

/* Appends the text with nothing in it that a terminal or the system that runs a build would obey. */
static void put_inert(struct buf *line, const char *text)
{
    const char *end = text + strlen(text), *done = text;
    for (const char *s = text; s < end; s++)
        if (log_command_at(text, s, end)) {
            terminal_clean(line, done, (size_t)(s - done));
            rune_put_hidden(line, (unsigned char)*s);
            done = s + 1;
        }
    terminal_clean(line, done, (size_t)(end - done));
}

void message(const char *fmt, ...)
{
    char text[2048];
    char room[8 * sizeof text]; /* room for the longest form, because memory may have run out */
    struct buf line = {.data = room, .cap = sizeof room};
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    for (char *c = text; *c; c++) /* keep it on one line */
        if (*c == '\n')
            *c = '?';
    put_inert(&line, text);
    buf_putc(&line, '\n');
    begin();
    erase_drawn();
    fwrite(line.data, 1, line.len, stderr);
    end();
}

void message_text(const char *text, size_t len)
{
    begin();
    erase_drawn();
    fwrite(text, 1, len, stderr);
    end();
}
