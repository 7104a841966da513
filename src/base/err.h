/*
 * Why something failed, in words for the user.
 *
 * A function that can fail takes a `struct err *` last and returns 0, or -1 with the error set. Whoever first knows the
 * cause sets it. Whoever knows the subject (a file, a flag) wraps it once. main() prints "cpprof: SUBJECT: CAUSE".
 * A message is in lower case, has no full stop, and begins with what failed.
 *
 *     if (fd < 0)
 *         return err_set_errno(err, errno, "opening");
 *     ...
 *     if (read_budget(path, err))
 *         return err_wrap(err, "%s", path);
 */
#ifndef CPPROF_BASE_ERR_H
#define CPPROF_BASE_ERR_H

/** Holds its own text, so it may be copied. A message that is too long is cut, visibly. */
struct err {
    char msg[1024];
};

/** Sets `err` to the formatted cause. @return -1 always, so that a caller can `return err_set(err, ...)` */
int err_set(struct err *err, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/** Sets `err` to the formatted cause, followed by ": " and err_text(errnum). @return -1 always */
int err_set_errno(struct err *err, int errnum, const char *fmt, ...) __attribute__((format(printf, 3, 4)));

/** Puts the formatted subject and ": " before the message that `err` holds. @return -1 always */
int err_wrap(struct err *err, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/** Puts ": " and the formatted text after the message that `err` holds, for facts that explain it. @return -1 always */
int err_add(struct err *err, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/**
 * @return the text of an errno value, with its first letter in lower case as in messages, valid until the next call in the
 *         same thread
 */
const char *err_text(int errnum);

/** Says on stderr that memory ran out, and ends the program with status 2. No other function does so. */
_Noreturn void err_out_of_memory(void);

/**
 * Registers a function that err_out_of_memory() calls before it says anything. Up to four can be registered, and the last is
 * called first. The function may run in any thread, and must not allocate.
 */
void err_on_out_of_memory(void (*act)(void));

#endif
