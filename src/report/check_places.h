/*
 * Where in the source the growth of a finding is: the line of the function that grew most, by its own value if the finding is
 * about flat, else by its value with all that it calls. At the level of files it is a line of the file. Packages have no place.
 *
 *     struct check_places p;
 *     check_places_init(&p, result);
 *     struct place where = check_place_of(&p, finding);      // for each finding
 *     check_places_release(&p);
 *
 * If the profile has no lines, it is where the function begins, as far as that is known.
 */
#ifndef CPPROF_REPORT_CHECK_PLACES_H
#define CPPROF_REPORT_CHECK_PLACES_H

#include "base/hash.h"
#include "report/check_text.h"

/** A source file as nodes name it, "" if it is not known, and a line, 0 if it is not known. */
struct place {
    struct str file;
    int64_t line;
};

/** The lines of a function (or file, or package) that grew most. */
struct grown_lines {
    const struct node_info *key; /* a line of the function: its name, or else its file, tells the function */
    const struct comparison_row *flat, *cum;
};

struct check_places {
    const struct check_result *r;    /* borrowed */
    const struct comparison *lines;  /* the comparison line by line; NULL: it was not needed */
    bool by_name, by_file;           /* which parts of a node tell the rows of the result apart */
    struct grown_lines *grown;       /* in the arena of the analysis */
    size_t n;                        /* how many of these */
    struct hash_index index;         /* of these, by name and file */
    const struct function **of_name; /* by string id: the first function of that name that has a file; or NULL */
    int64_t *first_line;             /* by function: its first line that has samples; 0: not known */
    size_t n_names;
};

/** Prepares the places of all findings of the result, which must outlive `p`. */
void check_places_init(struct check_places *p, const struct check_result *r);

/** Frees the index. Places stay valid, because their text belongs to the analysis. */
void check_places_release(struct check_places *p);

/** @return where the growth is; for the total, nowhere */
struct place check_place_of(const struct check_places *p, const struct finding *f);

#endif
