/*
 * Lines to the user on stderr, apart from the report: warnings, hints, and where things were written. On a terminal, a line of
 * progress may stand below them. It is erased before anything else is written.
 */
#ifndef CPPROF_HOST_MESSAGES_H
#define CPPROF_HOST_MESSAGES_H

#include <stddef.h>

/**
 * Prints one line. Bytes that could command a terminal, or the system that runs a build and reads its log (base/log_command.h), are
 * made visible, because names come from files.
 */
void message(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/** Prints text of several lines that is all ours, such as help. */
void message_text(const char *text, size_t len);

/**
 * Draws a line of `len` bytes, without a newline, over the line that was drawn before. Does nothing while another thread writes.
 * A signal handler may call it. `fd` is stderr, or a copy of it if stderr is redirected for a while.
 */
void message_draw(int fd, const char *line, size_t len);

/** Erases the line that was drawn, if there is one. */
void message_erase(void);

#endif
