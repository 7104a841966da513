/*
 * Why something failed, in words for the user.
 *
 * A function that can fail takes a `struct err *` last and returns 0, or -1 with the error set. Whoever first knows the
 * cause sets it; whoever knows the subject (a file, a flag) wraps it once; main prints "cpprof: SUBJECT: CAUSE".
 * Messages are lower case, without a full stop, and say what failed first.
 */
#ifndef CPPROF_BASE_ERR_H
#define CPPROF_BASE_ERR_H

/** Nothing in it is owned elsewhere: copy it freely. Overlong messages are cut, visibly. */
struct err {
    char msg[1024];
};

/** Sets `err` to the formatted cause. @return -1 always, so that a caller can `return err_set(err, ...)`. */
int err_set(struct err *err, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/** Like err_set, with ": " and the text of errno value `errnum` (first letter lower case) behind it. @return -1. */
int err_set_errno(struct err *err, int errnum, const char *fmt, ...) __attribute__((format(printf, 3, 4)));

/** Puts the formatted subject and ": " before what `err` says already. @return -1. */
int err_wrap(struct err *err, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/** The text of errno value `errnum` with its first letter in lower case, as the messages are; valid until the next call
 * in the thread. */
const char *err_text(int errnum);

/** Says that memory ran out and ends the program with status 2. The one place where that happens. */
_Noreturn void err_out_of_memory(void);

/**
 * Has `act` called before err_out_of_memory() says so; the last one first, and four at most. It must not allocate, and may be
 * called by any thread.
 */
void err_on_out_of_memory(void (*act)(void));

#endif
