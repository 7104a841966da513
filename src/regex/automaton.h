/*
 * Searches that take time in proportion to the subject, whatever the pattern. They say whether there is a match, and not where.
 *
 *     struct automaton *a = automaton_new(&program);          // takes the program
 *     enum answer answer = automaton_search(a, name, len);
 *     automaton_free(a);
 *
 * The search follows all ways through the pattern at once. The set of places that it has reached is its state. The successor of
 * a state at a rune is computed once and then kept (a "lazy DFA", as in RE2), so most steps are table lookups.
 *
 * Some patterns have more states than can be kept, such as (a|b)*a(a|b){500}c. Their steps take time in proportion to the
 * pattern. This work is bounded twice: per search, so that one hard subject cannot use up everything, and for all searches
 * together. A search that exceeds a bound gives up.
 */
#ifndef CPPROF_REGEX_AUTOMATON_H
#define CPPROF_REGEX_AUTOMATON_H

#include <stddef.h>

#include "regex/re2_program.h"

enum answer { ANSWER_NO, ANSWER_YES, ANSWER_GIVEN_UP };

struct automaton;

/** @return an automaton for the program, which it takes over; the caller frees it with automaton_free() */
struct automaton *automaton_new(struct re2_program *program);

/** Frees the automaton; NULL is allowed. */
void automaton_free(struct automaton *a);

/**
 * Whether the program matches anywhere in the `len` bytes at `s`. A byte that is not UTF-8 counts as U+FFFD. The automaton learns
 * from each search, so only one thread at a time may search with it.
 */
enum answer automaton_search(struct automaton *a, const char *s, size_t len);

#endif
