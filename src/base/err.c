#include "base/err.h"

#include <ctype.h>
#include <errno.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void cut_visibly(struct err *err, int wanted)
{
    if (wanted >= (int)sizeof err->msg)
        memcpy(err->msg + sizeof err->msg - 4, "...", 4);
}

const char *err_text(int errnum)
{
    static _Thread_local char text[128];
    char room[128];
    if (errnum == ENOMEM) /* always in the same words, whoever notices it */
        return "out of memory";
    const char *said = strerror_r(errnum, room, sizeof room);
    snprintf(text, sizeof text, "%s", said);
    text[0] = (char)tolower((unsigned char)text[0]);
    return text;
}

int err_set(struct err *err, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    cut_visibly(err, vsnprintf(err->msg, sizeof err->msg, fmt, ap));
    va_end(ap);
    return -1;
}

int err_set_errno(struct err *err, int errnum, const char *fmt, ...)
{
    char subject[sizeof err->msg];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(subject, sizeof subject, fmt, ap);
    va_end(ap);
    cut_visibly(err, snprintf(err->msg, sizeof err->msg, "%s: %s", subject, err_text(errnum)));
    return -1;
}

int err_add(struct err *err, const char *fmt, ...)
{
    char cause[sizeof err->msg], fact[sizeof err->msg];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(fact, sizeof fact, fmt, ap);
    va_end(ap);
    memcpy(cause, err->msg, sizeof cause);
    cut_visibly(err, snprintf(err->msg, sizeof err->msg, "%s: %s", cause, fact));
    return -1;
}

int err_wrap(struct err *err, const char *fmt, ...)
{
    char subject[sizeof err->msg], cause[sizeof err->msg];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(subject, sizeof subject, fmt, ap);
    va_end(ap);
    memcpy(cause, err->msg, sizeof cause);
    cut_visibly(err, snprintf(err->msg, sizeof err->msg, "%s: %s", subject, cause));
    return -1;
}

static void (*last_act[4])(void);
static size_t n_last_acts;

void err_on_out_of_memory(void (*act)(void))
{
    if (n_last_acts < sizeof last_act / sizeof *last_act)
        last_act[n_last_acts++] = act;
}

void err_out_of_memory(void)
{
    static const char msg[] = "cpprof: out of memory\n";
    static atomic_flag said = ATOMIC_FLAG_INIT;
    while (atomic_flag_test_and_set(&said)) /* another thread ends the program */
        pause();
    while (n_last_acts)
        last_act[--n_last_acts]();
    ssize_t ignored = write(STDERR_FILENO, msg, sizeof msg - 1);
    (void)ignored;
    _exit(2);
}
