/*
 * A pattern as a program of instructions, for a search that follows all ways through the pattern at once (regex/automaton.h).
 * The parser (regex/re2_syntax.h) writes it while it reads. Part of re2_syntax.
 *
 *     struct re2_program p = {0};
 *     size_t at = p.n;
 *     re2_program_add(&p, RE2_RUNE, 'a');        // a
 *     re2_program_repeat(&p, at, 0, -1);         // a*
 *     re2_program_branch(&p, at);                // a*|
 *     re2_program_add(&p, RE2_RUNE, 'b');        // a*|b
 *     re2_program_join(&p, at, 1);
 *     re2_program_release(&p);
 *
 * Each part of a pattern becomes a run of instructions. A search enters the run at its first instruction and leaves it just past
 * its last one. Jumps are relative and stay within their run, so a run can be moved and copied. This is Thompson's construction,
 * without priorities and groups, because the search only reports whether there is a match.
 */
#ifndef CPPROF_REGEX_RE2_PROGRAM_H
#define CPPROF_REGEX_RE2_PROGRAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

enum re2_op {
    RE2_RUNE,         /* the rune `arg` */
    RE2_ANY,          /* any rune */
    RE2_NOT_NEWLINE,  /* any rune but a newline */
    RE2_SET,          /* a rune of set number `arg` */
    RE2_BEGIN,        /* the start of the subject */
    RE2_END,          /* its end */
    RE2_LINE_BEGIN,   /* the start of a line */
    RE2_LINE_END,     /* its end */
    RE2_WORD_EDGE,    /* a word of ASCII letters begins or ends here */
    RE2_NO_WORD_EDGE, /* none does */
    RE2_SPLIT,        /* continue both at the next instruction and `arg` instructions away */
    RE2_JUMP,         /* continue `arg` instructions away */
};

/* Every pattern that PCRE2 compiles fits, unless it repeats long parts many times. */
enum { RE2_PROGRAM_MOST = 100000 };

struct re2_instruction {
    enum re2_op op;
    int32_t arg;
};

/** A zeroed struct is an empty program. A search that gets past the last instruction has found a match. */
struct re2_program {
    struct re2_instruction *code;
    size_t n, cap;
    bool too_large; /* more than RE2_PROGRAM_MOST instructions were needed, and `code` is unusable */

    struct buf set_text; /* the sets, as PCRE2 reads them: each one rune wide and followed by a NUL */
    uint32_t *set;       /* where in `set_text` each set begins */
    size_t n_sets, cap_sets;
};

/** Frees the program. */
void re2_program_release(struct re2_program *p);

/** Appends an instruction. */
void re2_program_add(struct re2_program *p, enum re2_op op, int32_t arg);

/** Appends an RE2_SET of the `len` bytes at `text`, in PCRE2's syntax. `fold` says that it stands where PCRE2's (?i) is on. */
void re2_program_add_set(struct re2_program *p, const char *text, size_t len, bool fold);

/** Repeats the run from `at` to the end at least `min` and at most `max` times; -1: any number of times. */
void re2_program_repeat(struct re2_program *p, size_t at, int min, int max);

/** Ends the branch that began at `at`. The instructions that are appended next are its alternative. */
void re2_program_branch(struct re2_program *p, size_t at);

/** Joins the branches that began at `at`: `n` that were ended by re2_program_branch(), and the one after them. */
void re2_program_join(struct re2_program *p, size_t at, size_t n);

#endif
