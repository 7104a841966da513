/*
 * A loaded profile and the view of it from which every analysis starts.
 *
 *     session_open(&s, &profile, &base, &plan, &err);    the profiles are then the session's
 *     analysis_open(&a, &s, &query, &err);               as often as there are questions
 *     session_release(&s);
 */
#ifndef CPPROF_ANALYSIS_SESSION_H
#define CPPROF_ANALYSIS_SESSION_H

#include "analysis/source_file.h"
#include "base/err.h"
#include "profile/source_facts.h"
#include "profile/view.h"

/** What the base is for. */
enum base_use {
    BASE_FOR_SUMS,   /* subtracted, for those who add samples up: equal ones may stay apart */
    BASE_SUBTRACTED, /* subtracted sample by sample */
    BASE_APART       /* compared with: samples are told by their source */
};

struct session_plan {
    enum base_use base_use;
    bool marks_base;     /* samples of the base get the label that tells shares to be of its total (-diff_base) */
    bool normalize;      /* scale the profile to the total of the base, before it is subtracted */
    bool all_frames;     /* forget what the profile says of frames to be dropped */
    const char *comment; /* to be added; "": none */
};

struct session {
    struct profile profile;
    struct arena arena;
    struct view view;           /* without the frames that the profile itself calls uninteresting */
    struct source_facts *facts; /* with BASE_APART: those of the sources, then those of the base; else NULL */
    size_t n_sources, n_bases;
    bool is_incomparable;       /* with BASE_APART: the sides have nothing in common; the profile is then empty */
    struct err why;             /* in what they differ */
    source_reader *read_source; /* set by whoever opens the session; NULL: no source file can be read */
};

/**
 * Makes a session of the profile and its base, if there is one (else NULL), which are released whatever happens. The
 * caller has filled in `facts`, `n_sources` and `n_bases`; `facts` is malloc'd and freed with the session.
 * @return 0, and the caller session_release()s it; or -1 with `err` set and nothing but `facts` to be released: the two do
 *         not fit together.
 */
int session_open(struct session *s, struct profile *p, struct profile *base, const struct session_plan *plan,
                 struct err *err);
void session_release(struct session *s);

#endif
