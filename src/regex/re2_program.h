/*
 * A pattern as a program of instructions, for a search that follows all ways through the pattern at once (regex/automaton.h).
 * The parser (regex/re2_syntax.h) writes it while it reads. Part of re2_syntax.
 *
 *     re2_program_init(&p);
 *     at = p.n;  re2_program_add(&p, RE2_RUNE, 'a');        // a
 *     re2_program_repeat(&p, at, 0, -1);                    // a*
 *     branch = p.n;  re2_program_branch(&p, at);            // a*|
 *     re2_program_add(&p, RE2_RUNE, 'b');                   // a*|b
 *     re2_program_join(&p, at, 1);
 *     re2_program_release(&p);
 *
 * Whatever is matched by a part of a pattern is a run of instructions, which is entered at its begin and left behind its end.
 * Jumps are relative and stay within their run, so a run may be moved and copied. This is Thompson's construction. It
 * forgets which way is preferred and where groups match, because the search only says whether there is a match.
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
    RE2_BEGIN,        /* the begin of the subject */
    RE2_END,          /* its end */
    RE2_LINE_BEGIN,   /* the begin of a line */
    RE2_LINE_END,     /* its end */
    RE2_WORD_EDGE,    /* a word, in ASCII, begins or ends */
    RE2_NO_WORD_EDGE, /* no word begins or ends */
    RE2_SPLIT,        /* go on with the next instruction, and `arg` instructions from here */
    RE2_JUMP,         /* go on `arg` instructions from here */
};

/* Room for every pattern that PCRE2 compiles, unless it repeats long parts often. */
enum { RE2_PROGRAM_MOST = 100000 };

struct re2_instruction {
    enum re2_op op;
    int32_t arg;
};

/** All zeros is an empty program. A match is to arrive behind the last instruction. */
struct re2_program {
    struct re2_instruction *code;
    size_t n, cap;
    bool too_large; /* it would have more than RE2_PROGRAM_MOST instructions, and `code` is of no use */

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

/** Ends a branch, which began at `at`. What is appended next is another way. */
void re2_program_branch(struct re2_program *p, size_t at);

/** Joins the branches that began at `at`: `n` that were ended by re2_program_branch(), and the one after them. */
void re2_program_join(struct re2_program *p, size_t at, size_t n);

#endif
