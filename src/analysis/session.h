/*
 * A loaded profile, and the view of it from which every analysis starts.
 *
 *     struct session s = {.read_source = reader};
 *     session_open(&s, &profile, &base, &plan, &err);    // takes both profiles
 *     analysis_open(&a, &s, &query, &err);               // once for each question
 *     session_release(&s);
 */
#ifndef CPPROF_ANALYSIS_SESSION_H
#define CPPROF_ANALYSIS_SESSION_H

#include "analysis/source_file.h"
#include "base/err.h"
#include "profile/source_facts.h"
#include "profile/view.h"

/** What the base is used for. */
enum base_use {
    BASE_FOR_SUMS,   /* subtracted, for reports that add samples up: equal samples may stay apart */
    BASE_SUBTRACTED, /* subtracted sample by sample */
    BASE_APART       /* compared with: samples are told apart by their source */
};

struct session_plan {
    enum base_use base_use;
    bool marks_base;     /* mark the samples of the base, so that shares are of its total (-diff_base) */
    bool normalize;      /* scale the profile to the total of the base before subtracting */
    bool all_frames;     /* ignore the profile's drop_frames and keep_frames */
    const char *comment; /* a comment to add; "": no comment */
};

struct session {
    struct profile profile;
    struct arena arena;
    struct view view;           /* without the frames that the profile's drop_frames names */
    size_t n_undecided;         /* for how many functions drop_frames and keep_frames are too hard to decide */
    struct source_facts *facts; /* with BASE_APART: of the sources, then of the bases, malloc'd; else NULL */
    size_t n_sources, n_bases;  /* how many of each `facts` has */
    bool is_incomparable;       /* with BASE_APART: the sides have nothing in common; the profile is then empty */
    struct err why;             /* what keeps them from being compared */
    source_reader *read_source; /* opens source files; NULL: source files are not read */
};

/**
 * Makes a session of a profile and its base, and takes both, even if it fails. The caller has zeroed the session and set
 * `facts`, `n_sources`, `n_bases` and `read_source` as needed.
 * @param base  or NULL
 * @return 0, and the caller must session_release() it, which frees `facts`, too; or -1 with `err` set and only `facts` to free:
 *         the profile and the base do not fit together
 */
int session_open(struct session *s, struct profile *p, struct profile *base, const struct session_plan *plan,
                 struct err *err);

/** Frees the profile, the view and the facts. */
void session_release(struct session *s);

#endif
