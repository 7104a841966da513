/*
 * Words for what is counted: "1 line", "2 addresses".
 */
#ifndef CPPROF_BASE_NOUN_H
#define CPPROF_BASE_NOUN_H

#include <stddef.h>

struct noun {
    const char *one, *many;
};

/** @return the form of the word that goes with the number */
static inline const char *noun_for(struct noun noun, size_t n)
{
    return n == 1 ? noun.one : noun.many;
}

#endif
