/*
 * What a source says of itself in its own file. Merging it with others would lose that.
 */
#ifndef CPPROF_PROFILE_SOURCE_FACTS_H
#define CPPROF_PROFILE_SOURCE_FACTS_H

#include "profile/profile.h"

/** Zeroed, it is of a source that could not be read. */
struct source_facts {
    bool loaded;                                /* whether the source could be read */
    int64_t time_nanos, duration_nanos, period; /* as in struct profile; 0: not known */
    uint64_t digest;                            /* of its contents: differs if they do, in this process; 0: not known */
    char binary[256], build_id[128];            /* the base name and the id of the main binary, cut to fit; or "" */
};

/** Sets the facts from the profile that the source was decoded to. */
void source_facts_take(struct source_facts *f, const struct profile *p);

#endif
