/*
 * The height and size of a pattern as a tree, because Go limits them. The parser builds no tree, so it keeps these numbers of each
 * part. Part of re2_syntax.
 *
 *     struct re2_tally t = {0};
 *     re2_tally_add(&t, part, NODE_CONCAT);                  // for each part of a concatenation
 *     struct re2_node whole = re2_tally_node(&t, NODE_CONCAT);
 *     whole = re2_node_repeat(&whole, true, 2, 3);           // {2,3}
 */
#ifndef CPPROF_REGEX_RE2_NODE_H
#define CPPROF_REGEX_RE2_NODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum re2_node_kind { NODE_OTHER, NODE_LITERAL, NODE_FOLDED_LITERAL, NODE_CONCAT, NODE_ALTERNATE };

/** The properties of a part that Go limits. */
struct re2_node {
    enum re2_node_kind kind;
    int height;
    int copies;   /* how often all counted repetitions copy its innermost part */
    int64_t size; /* in Go's instructions */
};

/** A concatenation or an alternation that is still growing. A zeroed struct is empty. */
struct re2_tally {
    size_t n;
    struct re2_node last;
    int height, copies; /* the largest of its parts */
    int64_t size;
};

/** Adds a part. `kind` says what grows: NODE_CONCAT or NODE_ALTERNATE. */
void re2_tally_add(struct re2_tally *t, struct re2_node node, enum re2_node_kind kind);

/** @return all parts together; if there is one, that part */
struct re2_node re2_tally_node(const struct re2_tally *t, enum re2_node_kind kind);

/**
 * @param counted  whether the repetition is written with braces, not as * + or ?
 * @param max      -1: any number of times
 * @return `sub` repeated at least `min` and at most `max` times
 */
struct re2_node re2_node_repeat(const struct re2_node *sub, bool counted, int min, int max);

#endif
