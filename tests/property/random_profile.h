/*
 * Random profiles, which use all of profile.proto and are always the same for the same seed.
 *
 * They are valid, and otherwise as odd as possible: several sample types, labels of all kinds, inlined and folded frames,
 * locations without a mapping or without lines, sparse and huge ids, recursion, empty stacks, names that no compiler would
 * give, tables in any order. Every 32nd has enough samples for the work to be shared among threads.
 */
#ifndef CPPROF_PROPERTY_RANDOM_PROFILE_H
#define CPPROF_PROPERTY_RANDOM_PROFILE_H

#include <stdint.h>

#include "base/buf.h"

/** What a profile may contain. Can be combined. */
enum random_feature {
    RANDOM_COLUMNS = 1,   /* columns of lines */
    RANDOM_DOC_URL = 2,   /* doc_url */
    RANDOM_NEGATIVE = 4,  /* values below zero */
    RANDOM_HUGE = 8,      /* values whose sums don't fit into 64 bits */
    RANDOM_ODD_TEXT = 16, /* names with control bytes and broken UTF-8, units that don't exist */
    RANDOM_EMPTY_STACKS = 32,
    RANDOM_EVERYTHING = 63
};

/** Appends the message to `out`, uncompressed. */
void random_profile(struct buf *out, uint64_t seed, unsigned features);

#endif
