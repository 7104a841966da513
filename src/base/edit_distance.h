/*
 * How far one word is from another, to find the word that was meant.
 */
#ifndef CPPROF_BASE_EDIT_DISTANCE_H
#define CPPROF_BASE_EDIT_DISTANCE_H

#include <stddef.h>

/** The longest word that is compared, in bytes. */
enum { EDIT_DISTANCE_LONGEST = 40 };

/**
 * The least number of edits that make `b` of `a`, where an edit inserts, deletes or replaces a byte, or swaps two
 * neighbouring ones: the optimal string alignment distance, in which no part of a word is edited twice.
 * @return the distance; EDIT_DISTANCE_LONGEST if either word is longer than that
 */
size_t edit_distance(const char *a, const char *b);

#endif
