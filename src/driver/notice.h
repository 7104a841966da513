/*
 * Lines to the user on stderr, beside the report: warnings and where things were written.
 */
#ifndef CPPROF_DRIVER_NOTICE_H
#define CPPROF_DRIVER_NOTICE_H

/** Prints one line. */
void notice(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

#endif
