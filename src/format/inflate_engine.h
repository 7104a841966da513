/*
 * A library that inflates one gzip member (RFC 1952), including its header and checks. For inflate.c and its tests.
 */
#ifndef CPPROF_FORMAT_INFLATE_ENGINE_H
#define CPPROF_FORMAT_INFLATE_ENGINE_H

#include <stddef.h>

/** The bytes that an engine reads or writes. It moves `next` forward and reduces `left`. */
struct inflate_bytes {
    unsigned char *next;
    size_t left; /* at most 2^30 */
};

enum inflate_status { INFLATE_GOES_ON, INFLATE_MEMBER_ENDED, INFLATE_DAMAGED };

enum { INFLATE_GIVES_BACK = 8 }; /* the most bytes of its input that an engine gives back */

struct inflate_engine {
    void *(*open)(void); /* ends the program if there is no memory */
    void (*close)(void *state);
    void (*begin_member)(void *state);
    /**
     * Takes input and gives output until one of them runs out. At the end of the member, `in` is moved to the first byte after
     * it. That may be up to INFLATE_GIVES_BACK bytes back, even before the place where `in` began.
     * @return INFLATE_DAMAGED with `*why` set to a constant text of the library, or one like it
     */
    enum inflate_status (*run)(void *state, struct inflate_bytes *in, struct inflate_bytes *out, const char **why);
    const char *(*name)(void); /* and version, a constant */
};

extern const struct inflate_engine inflate_zlib;
#ifdef HAVE_ISAL
extern const struct inflate_engine inflate_isal;
#endif

#endif
