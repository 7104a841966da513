/*
 * What a node of the call graph stands for: a place in the program, as exact as the granularity requires.
 *
 *     struct node_table t;
 *     node_table_init(&t, view, &strings, &names, 1, false);
 *     for (uint32_t f = t.first[location]; f < t.first[location + 1]; f++)
 *         node_info_print(&out, &strings, &t.info[t.frame[f]]);
 *     node_table_release(&t);
 */
#ifndef CPPROF_GRAPH_NODE_H
#define CPPROF_GRAPH_NODE_H

#include "base/arena.h"
#include "base/buf.h"
#include "profile/view.h"

/** Fields that the granularity leaves out are 0 or "". */
struct node_info {
    uint64_t address;
    str_id name, file, objfile;
    int64_t start_line, line, column;
};

/** How source files are named in nodes: see path_trim. */
struct source_names {
    struct str trim_path, source_path;
};

/** The infos of all frames of a view, each once. */
struct node_table {
    const struct view *view; /* borrowed */
    struct strtab *strings;  /* borrowed: layered over the view's; receives cleaned file names */
    struct node_info *info;  /* in the order of the locations */
    size_t n, cap;
    struct hash_index index;
    uint32_t *frame;    /* the info of each (location, line), lines in the order of the location */
    uint32_t *first;    /* by location: its part of `frame` is frame[first[l]] ... frame[first[l + 1] - 1]. A location
                           without lines has one frame, a hidden one has no frames */
    bool any_inlined;   /* whether a location has more than one line */
    bool trims_further; /* whether trimming the file names again would change one */
};

/**
 * Makes the table for a view. The caller releases it.
 * @param names     how files are named; NULL: as they are; borrowed for this call
 * @param rounds    how often path_trim is applied: the reference applies it again each time it builds a graph
 * @param objects   keep the mapped file in every info, not only if there is no function name
 */
void node_table_init(struct node_table *t, const struct view *v, struct strtab *strings,
                     const struct source_names *names, int rounds, bool objects);
void node_table_release(struct node_table *t);

/** @return the place of an info that equals this one, or HASH_NONE. Strings are compared by their ids. */
uint32_t node_table_find(const struct node_table *t, const struct node_info *info);

bool node_info_equal(const struct node_info *a, const struct node_info *b);
uint64_t node_info_hash(const struct node_info *a);

/** Appends the name that reports show for the node: address, function, file and line, as far as known. */
void node_info_print(struct buf *out, const struct strtab *strings, const struct node_info *info);

/** Appends the parts of that name with `separator` between them; `name`, `file` and `objfile` replace the info's. */
void node_info_print_parts(struct buf *out, const struct node_info *info, struct str name, struct str file,
                           struct str objfile, const char *separator);

#endif
