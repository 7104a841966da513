/*
 * Filters by label ("tag" in the options): tagfocus, tagignore, tagshow, taghide.
 */
#ifndef CPPROF_PROFILE_TAG_FILTER_H
#define CPPROF_PROFILE_TAG_FILTER_H

#include "base/err.h"
#include "profile/filter.h"
#include "profile/label_units.h"
#include "profile/view.h"
#include "regex/regex.h"

struct tag_filter;

/**
 * Compiles what the user wrote: a range of numbers with units ("32kb", ":64kb", "4mb:", "12kb:64mb"), or
 * comma-separated regular expressions, which must all match some "key:value". "key=" before either limits it to one
 * key; then one of the expressions must match one of its values.
 * @return a filter that the caller frees with tag_filter_free; NULL with `err` set.
 */
struct tag_filter *tag_filter_compile(const char *text, struct err *err);
void tag_filter_free(struct tag_filter *f);

/** Whether the filter is a range; if so `*range` is its text without the key. */
bool tag_filter_is_range(const struct tag_filter *f, const char **range);

/** Keeps the samples whose labels `focus` accepts and `ignore` does not. NULL: no filter. */
void tags_filter_samples(struct view *v, const struct tag_filter *focus, const struct tag_filter *ignore,
                         const struct label_units *units, struct filter_hits *hits);

/** Takes labels whose key `show` does not match, or `hide` matches, off the samples. NULL: no filter. */
void tags_filter_keys(struct view *v, const struct regex *show, const struct regex *hide, struct filter_hits *hits);

#endif
