#include "regex/re2_node.h"

void re2_tally_add(struct re2_tally *t, struct re2_node node, enum re2_node_kind kind)
{
    bool literal = node.kind == NODE_LITERAL || node.kind == NODE_FOLDED_LITERAL;
    /* Go keeps a run of literals as one node, and a concatenation in a concatenation as one. */
    int height = node.kind == kind ? node.height - 1 : node.height;

    if (literal && kind == NODE_CONCAT && t->n && t->last.kind == node.kind) {
        t->last.size += node.size;
    } else {
        t->n++;
        t->last = node;
    }
    t->size += node.size;
    if (t->height < height)
        t->height = height;
    if (t->copies < node.copies)
        t->copies = node.copies;
}

struct re2_node re2_tally_node(const struct re2_tally *t, enum re2_node_kind kind)
{
    if (!t->n)
        return (struct re2_node){.height = 1, .copies = 1, .size = 1};
    if (t->n == 1)
        return t->last;
    return (struct re2_node){.kind = kind,
                             .height = t->height + 1,
                             .copies = t->copies,
                             .size = t->size + (kind == NODE_ALTERNATE ? (int64_t)t->n - 1 : 0)};
}

struct re2_node re2_node_repeat(const struct re2_node *sub, bool counted, int min, int max)
{
    struct re2_node node = {.height = sub->height + 1, .copies = sub->copies};
    if (max < 0 && min == 0) {
        node.size = sub->size + 2;
    } else if (!counted) {
        node.size = sub->size + 1;
    } else {
        int n = max < 0 ? min : max;
        node.size = max < 0 ? 1 + min * sub->size : max * sub->size + max - min;
        node.copies = n == 0 ? 1 : n * sub->copies;
    }
    if (node.size < 1)
        node.size = 1;
    return node;
}
