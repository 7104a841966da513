/*
 * Lines to the user on stderr, beside the report: warnings, hints and where things were written. On a terminal there may be
 * a line below them that says how far things are; it is taken away before anything else is written.
 */
#ifndef CPPROF_HOST_MESSAGES_H
#define CPPROF_HOST_MESSAGES_H

#include <stddef.h>

/** Prints one line, with what could command a terminal made visible: names come from files. */
void message(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/** Prints text of several lines that is all ours, such as help. */
void message_text(const char *text, size_t len);

/**
 * Draws a line of `len` bytes, without a newline, over the last that was drawn; or not, while another thread writes. A signal
 * handler may call it. `fd` is where stderr is, or was before somebody took it away for a while.
 */
void message_draw(int fd, const char *line, size_t len);

/** Takes the line that was drawn away, if there is one. */
void message_erase(void);

#endif
