/*
 * The workloads, and what is promised of them: one row each.
 *
 * A row names profiles, the command of cpprof, and a reference to compare with, which is go tool pprof with the same command or
 * another program. In commands, which are words separated by single spaces,
 *
 *     %1 %2  are the first and the second of the profiles
 *     %*     is all of them
 *     %@     is the name of a file that lists them, one a line
 *     %o     is the output file, a different one for each program
 *     %d     is the file of the DOT text that cpprof writes for the first
 */
#ifndef CPPROF_BENCH_WORKLOADS_H
#define CPPROF_BENCH_WORKLOADS_H

#include <stdbool.h>
#include <stddef.h>

/** Profiles that differ only in their seed. */
struct profile_set {
    const char *options; /* the options of genprofile, without -samples and -seed */
    long samples;
};

/** Some profiles of a set: those with the seeds 1 to `n`. */
struct profiles {
    const struct profile_set *set;
    int n;
};

/** The program that cpprof is compared with. */
enum reference { REFERENCE_NONE, REFERENCE_GO, REFERENCE_DOT, REFERENCE_CPPROF, REFERENCE_COUNT };

/** The figures of a measurement, in the order of the columns. */
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

/** A promise about a figure. A bound of 0 ends the limits of a row. */
struct limit {
    enum figure figure;
    double bound; /* the maximum; for TIMES_FASTER and TIMES_LESS the minimum */
};

enum { WORKLOAD_LIMITS = 4 };

struct workload {
    const char *name;
    struct profiles profiles;
    const char *command; /* the arguments of cpprof */
    enum reference reference;
    const char *reference_command;      /* NULL: the same arguments */
    const char *reference_label;        /* a name for the reference if that of its program does not say it; or NULL */
    struct profiles reference_profiles; /* with a set of NULL: the same profiles */
    int runs;                           /* one measurement is the mean of so many runs; 0 means one */
    struct limit limits[WORKLOAD_LIMITS];
};

extern const struct workload workloads[];
extern const size_t n_workloads;

#endif
