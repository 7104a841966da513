/*
 * What a source says of itself, kept where sources are compared and their profiles are merged.
 */
#ifndef CPPROF_PROFILE_SOURCE_FACTS_H
#define CPPROF_PROFILE_SOURCE_FACTS_H

#include <stdbool.h>
#include <stdint.h>

/** What is said of a source in its own file, before it is merged with others. */
struct source_facts {
    bool loaded;
    int64_t time_nanos, duration_nanos, period;
    char binary[256], build_id[128]; /* of the main binary, its base name; as far as they fit, or "" */
};

#endif
