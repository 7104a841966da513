/*
 * What is measured, and what is promised of it: one row a workload.
 *
 * A row names profiles, the command of cpprof, and a reference to compare with: go tool pprof with the same command, or
 * another. In commands, which are words with one space between them,
 *
 *     %1 %2  are the first and the second of the profiles
 *     %*     is all of them
 *     %@     is the name of a file that lists them, one a line
 *     %o     is the output file, of each program another
 *     %d     is the DOT text that cpprof writes for the first
 */
#ifndef CPPROF_BENCH_WORKLOADS_H
#define CPPROF_BENCH_WORKLOADS_H

#include <stdbool.h>
#include <stddef.h>

/** Profiles that differ in their seed alone. */
struct profile_set {
    const char *options; /* of genprofile, without -samples and -seed */
    long samples;
};

/** Some profiles of a set: those with the seeds 1 to `n`. */
struct profiles {
    const struct profile_set *set;
    int n;
};

/** What cpprof is compared with. */
enum reference { REFERENCE_NONE, REFERENCE_GO, REFERENCE_DOT, REFERENCE_CPPROF, REFERENCE_COUNT };

/** Figures that come of a measurement, in the order of the table's columns. */
enum figure {
    TIME_OVER_FLOOR,     /* time against inflating the same profiles one after the other */
    TIME_OVER_REFERENCE, /* time against the reference */
    TIMES_FASTER,        /* how many times faster than the reference */
    OUTPUT_OVER_REFERENCE,
    PEAK, /* bytes */
    PEAK_OVER_INFLATED,
    PEAK_OVER_REFERENCE,
    TIMES_LESS, /* how many times less memory than the reference */
    FIGURE_COUNT
};

/** What is promised of a figure; a bound of 0 ends a row's limits. */
struct limit {
    enum figure figure;
    double bound; /* at most; of TIMES_FASTER and TIMES_LESS: at least */
};

enum { WORKLOAD_LIMITS = 4 };

struct workload {
    const char *name;
    struct profiles profiles;
    const char *command; /* the arguments of cpprof */
    enum reference reference;
    const char *reference_command;      /* NULL: the same arguments */
    const char *reference_label;        /* what the reference is, where its program's name does not say it; or NULL */
    struct profiles reference_profiles; /* of a set NULL: the same */
    int runs;                           /* one measurement is the mean of so many; 0: of one */
    struct limit limits[WORKLOAD_LIMITS];
};

extern const struct workload workloads[];
extern const size_t n_workloads;

#endif
