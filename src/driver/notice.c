#include "driver/notice.h"

#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "driver/terminal.h"

static const char erase[] = "\r\033[K";

/* There is one stderr, so there is one such line. */
static volatile sig_atomic_t drawn;

static void put(int fd, const char *text, size_t len)
{
    ssize_t ignored = write(fd, text, len);
    (void)ignored;
}

void notice_draw(int fd, const char *line, size_t len)
{
    drawn = 1;
    put(fd, erase, sizeof erase - 1);
    put(fd, line, len);
}

void notice_erase(void)
{
    if (drawn)
        put(STDERR_FILENO, erase, sizeof erase - 1);
    drawn = 0;
}

void notice(const char *fmt, ...)
{
    char text[2048];
    struct buf line;
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    for (char *c = text; *c; c++) /* it stays one line */
        if (*c == '\n')
            *c = '?';
    notice_erase();
    buf_init(&line);
    terminal_clean(&line, text, strlen(text));
    buf_putc(&line, '\n');
    fwrite(line.data, 1, line.len, stderr);
    buf_release(&line);
}
