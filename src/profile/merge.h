/*
 * Merging: samples with the same stack, labels and source are added up, and the tables are compacted to what is used. The rules and
 * the order of everything are those of google/pprof's profile/merge.go.
 *
 * Profiles go into a merge one after the other and are not needed any more then: what it holds is what is distinct in them.
 * They must fit together: see profile_compatible() in sample_types.h, and combine.h, which sees to it.
 */
#ifndef CPPROF_PROFILE_MERGE_H
#define CPPROF_PROFILE_MERGE_H

#include "base/err.h"
#include "profile/profile.h"

/** A merge under way. */
struct merge;

/** A merge of nothing, which the caller hands to merge_finish() or merge_free(). */
struct merge *merge_new(void);

/** The same, of tables alone: samples are not looked for, and stay as many as there are, for those who add them up anyway. */
struct merge *merge_new_of_tables(void);

/** Takes in what is in `p`, which stays as it is. Its sample types are those of the first that was taken in. */
void merge_add(struct merge *m, const struct profile *p);

/** Whether there are samples whose values cancelled each other out. They go when the merged profile is merged once more. */
bool merge_has_zeros(const struct merge *m);

/** What was merged up to now, without its labels; valid until the next call. */
const struct profile *merge_so_far(const struct merge *m);

/** Hands the merged profile over to `out`, to be released by the caller, and frees the merge. */
void merge_finish(struct merge *m, struct profile *out);

/** Drops everything; NULL is allowed. */
void merge_free(struct merge *m);

/**
 * Multiplies the values of type t by ratio[t], rounded half away from zero. Removes samples of which nothing is left, where
 * only values with a ratio other than 1 count, as the reference has it.
 */
void profile_scale(struct profile *p, const double *ratio);

/** Multiplies all values by -1, as a base wants it. */
void profile_negate(struct profile *p);

/**
 * Scales `p` so that the total of each sample type is that of `base`.
 * @return 0; or -1 with `err` set when their sample or period types differ.
 */
int profile_normalize(struct profile *p, const struct profile *base, struct err *err);

#endif
