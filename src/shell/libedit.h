/*
 * libedit, loaded when the shell wants it: with the three libraries below it, it would take a tenth of the time in which a
 * small profile is reported on, and so everything but editing works without it.
 */
#ifndef CPPROF_SHELL_LIBEDIT_H
#define CPPROF_SHELL_LIBEDIT_H

#include <histedit.h>
#include <stdbool.h>

/* The functions in use: name here, name there. */
#define LIBEDIT_FUNCTIONS(X)                                                                                           \
    X(init, el_init)                                                                                                   \
    X(end, el_end)                                                                                                     \
    X(set, el_set)                                                                                                     \
    X(wset, el_wset)                                                                                                   \
    X(get, el_get)                                                                                                     \
    X(gets, el_gets)                                                                                                   \
    X(line, el_line)                                                                                                   \
    X(push, el_push)                                                                                                   \
    X(cursor, el_cursor)                                                                                               \
    X(resize, el_resize)                                                                                               \
    X(source, el_source)                                                                                               \
    X(deletestr, el_deletestr)                                                                                         \
    X(insertstr, el_insertstr)                                                                                         \
    X(history, history)                                                                                                \
    X(history_init, history_init)                                                                                      \
    X(history_end, history_end)

struct libedit {
#define MEMBER(here, there) __typeof__(there) *here;
    LIBEDIT_FUNCTIONS(MEMBER)
#undef MEMBER
};

/** Of use once libedit_load() has said so. */
extern struct libedit libedit;

/** Finds the library, once. @return whether it is there; then it stays. */
bool libedit_load(void);

#endif
