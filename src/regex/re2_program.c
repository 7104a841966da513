#include "regex/re2_program.h"

#include <stdlib.h>
#include <string.h>

#include "base/vec.h"

void re2_program_release(struct re2_program *p)
{
    free(p->code);
    free(p->set);
    buf_release(&p->set_text);
    *p = (struct re2_program){0};
}

/* Makes room for `n` more instructions. @return whether they fit; if not, the program is marked as too large */
static bool reserve(struct re2_program *p, size_t n)
{
    if (p->too_large || n > RE2_PROGRAM_MOST - p->n) {
        p->too_large = true;
        return false;
    }
    p->code = vec_reserve(p->code, &p->cap, p->n + n, sizeof *p->code);
    return true;
}

void re2_program_add(struct re2_program *p, enum re2_op op, int32_t arg)
{
    if (reserve(p, 1))
        p->code[p->n++] = (struct re2_instruction){op, arg};
}

static void insert(struct re2_program *p, size_t at, enum re2_op op, size_t arg)
{
    if (!reserve(p, 1))
        return;
    memmove(p->code + at + 1, p->code + at, (p->n++ - at) * sizeof *p->code);
    p->code[at] = (struct re2_instruction){op, (int32_t)arg};
}

void re2_program_add_set(struct re2_program *p, const char *text, size_t len, bool fold)
{
    size_t from = p->set_text.len, i = 0;
    if (p->too_large)
        return;
    buf_puts(&p->set_text, fold ? "(?i)" : "");
    buf_put(&p->set_text, text, len);
    buf_putc(&p->set_text, '\0');
    while (i < p->n_sets && strcmp(p->set_text.data + p->set[i], p->set_text.data + from) != 0)
        i++;
    if (i == p->n_sets)
        VEC_PUSH(p->set, p->n_sets, p->cap_sets) = (uint32_t)from;
    else
        p->set_text.len = from;
    re2_program_add(p, RE2_SET, (int32_t)i);
}

void re2_program_repeat(struct re2_program *p, size_t at, int min, int max)
{
    size_t len = p->n - at, copies = (size_t)(max < 0 ? (min ? min : 1) : max);
    if (p->too_large)
        return;
    if (copies == 0) {
        p->n = at;
        return;
    }
    if (!reserve(p, (copies - 1) * len + copies + 1))
        return;
    for (size_t i = 1; i < copies; i++) {
        if (i >= (size_t)min) /* this copy and those after it may be left out */
            p->code[p->n++] = (struct re2_instruction){RE2_SPLIT, (int32_t)((copies - i) * (len + 1))};
        memcpy(p->code + p->n, p->code + at, len * sizeof *p->code);
        p->n += len;
    }
    if (max < 0)
        p->code[p->n++] = (struct re2_instruction){RE2_SPLIT, -(int32_t)len};
    if (min == 0)
        insert(p, at, RE2_SPLIT, p->n - at + 1);
}

void re2_program_branch(struct re2_program *p, size_t at)
{
    size_t len = p->n - at;
    insert(p, at, RE2_SPLIT, len + 2);
    re2_program_add(p, RE2_JUMP, 0);
}

void re2_program_join(struct re2_program *p, size_t at, size_t n)
{
    while (!p->too_large && n-- > 0) {
        at += (size_t)p->code[at].arg;
        p->code[at - 1].arg = (int32_t)(p->n - (at - 1));
    }
}
