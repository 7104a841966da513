/*
 * libedit, loaded when the shell needs it. Linking it, with the three libraries that it depends on, would take a tenth of the
 * time of a report on a small profile. Also, everything but editing works without it this way.
 */
#ifndef CPPROF_SHELL_LIBEDIT_H
#define CPPROF_SHELL_LIBEDIT_H

#include <histedit.h>
#include <stdbool.h>

/* The functions in use: our name, and that of the library. */
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

/** The functions, once libedit_load() has returned true. */
extern struct libedit libedit;

/** Loads the library if it is not loaded yet. @return whether it is there */
bool libedit_load(void);

#endif
