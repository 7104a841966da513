/*
 * Filters by label, which options call "tag": tagfocus, tagignore, tagshow, taghide.
 *
 *     struct tag_filter *focus = tag_filter_compile("route=/set", err);
 *     tags_filter_samples(view, focus, NULL, &units, &hits);
 *     tag_filter_free(focus);
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
 * Compiles a filter from what the user wrote. It is either a range of numbers with units ("32kb", ":64kb", "4mb:", "12kb:64mb"),
 * or a list of regular expressions with commas between them, each of which must match some "key:value". "key=" before either
 * of them limits it to one key; one of the expressions must then match one of its values.
 * @return a filter, which the caller frees with tag_filter_free(); or NULL with `err` set
 */
struct tag_filter *tag_filter_compile(const char *text, struct err *err);

/** Frees the filter. */
void tag_filter_free(struct tag_filter *f);

/** Calls visit(ctx, origin, ...) for each expression of the filter. */
void tag_filter_each_pattern(const struct tag_filter *f, regex_visitor *visit, void *ctx, const char *origin);

/** Whether the filter is a range. If so, `*range` is its text without the key, valid as long as the filter. */
bool tag_filter_is_range(const struct tag_filter *f, const char **range);

/** @return the key that the filter names, valid as long as the filter; or NULL */
const char *tag_filter_key(const struct tag_filter *f);

/** Keeps the samples whose labels `focus` accepts and `ignore` does not. NULL stands for no filter. */
void tags_filter_samples(struct view *v, const struct tag_filter *focus, const struct tag_filter *ignore,
                         const struct label_units *units, struct filter_hits *hits);

/** Removes the labels whose keys `show` does not match or `hide` matches. NULL stands for no filter. */
void tags_filter_keys(struct view *v, const struct regex *show, const struct regex *hide, struct filter_hits *hits);

#endif
