/*
 * Merging: samples with the same stack, labels and source are added up, and the tables keep only what is used. The rules and
 * the order of everything are those of google/pprof's profile/merge.go.
 *
 *     struct merge *m = merge_new();
 *     for each profile p:
 *         merge_add(m, &p);   // p may be released now
 *     merge_finish(m, &out);  // or merge_free(m)
 *
 * A merge holds only what is distinct in the profiles. They must have the same sample types (sample_types.h), which combine.h
 * takes care of.
 */
#ifndef CPPROF_PROFILE_MERGE_H
#define CPPROF_PROFILE_MERGE_H

#include "base/err.h"
#include "profile/profile.h"

/** A merge under way. */
struct merge;

/** @return a merge of nothing, which the caller ends with merge_finish() or merge_free() */
struct merge *merge_new(void);

/**
 * Makes room for all that these `n` profiles may add. Without it, room is made for one after the other, and what is there
 * already may have to be copied. Memory that is reserved and not used is not taken from the system.
 */
void merge_expect(struct merge *m, const struct profile *src, size_t n);

/** Adds the samples of `p`, which is not changed. Its sample types must be those of the first profile that was added. */
void merge_add(struct merge *m, const struct profile *p);

/** Whether the values of a sample cancelled each other out. Merging the result once more removes such samples. */
bool merge_has_zeros(const struct merge *m);

/** @return the result so far, without its labels, valid until the next call */
const struct profile *merge_so_far(const struct merge *m);

/** Hands the merged profile over to `out`, which the caller releases, and frees the merge. */
void merge_finish(struct merge *m, struct profile *out);

/** Frees the merge and its result. NULL is allowed. */
void merge_free(struct merge *m);

/**
 * Multiplies the values of type t by ratio[t] and rounds them, half away from zero. A sample is removed if all of its values
 * whose ratio is not 1 become zero, as in the reference.
 */
void profile_scale(struct profile *p, const double *ratio);

/** Multiplies all values by -1, like profile_scale(), so that adding the profile subtracts it. */
void profile_negate(struct profile *p);

/**
 * Scales `p` so that the total of each sample type is that of `base`.
 * @return 0; or -1 with `err` set: their sample types or period types differ
 */
int profile_normalize(struct profile *p, const struct profile *base, struct err *err);

#endif
