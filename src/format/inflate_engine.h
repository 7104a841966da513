/*
 * A library that inflates one gzip member (RFC 1952), header and checks included. For inflate.c and its tests.
 */
#ifndef CPPROF_FORMAT_INFLATE_ENGINE_H
#define CPPROF_FORMAT_INFLATE_ENGINE_H

#include <stddef.h>

/** Where an engine reads and writes. It moves `next` and takes from `left`. */
struct inflate_bytes {
    unsigned char *next;
    size_t left; /* at most 2^30 */
};

enum inflate_status { INFLATE_GOES_ON, INFLATE_MEMBER_ENDED, INFLATE_DAMAGED };

enum { INFLATE_GIVES_BACK = 8 }; /* bytes at most that an engine gives back of what it took */

struct inflate_engine {
    void *(*open)(void); /* ends the program when there is no memory */
    void (*close)(void *state);
    void (*begin_member)(void *state);
    /**
     * Takes input and gives output as far as there is either. When the member has ended, input behind it is left, for which
     * `in` may go back by up to INFLATE_GIVES_BACK bytes, even before where it began.
     * @return INFLATE_DAMAGED with `*why` set to a text of the library, or its like
     */
    enum inflate_status (*run)(void *state, struct inflate_bytes *in, struct inflate_bytes *out, const char **why);
    const char *(*name)(void); /* with its version */
};

extern const struct inflate_engine inflate_zlib;
#ifdef HAVE_ISAL
extern const struct inflate_engine inflate_isal;
#endif

#endif
