/*
 * A made-up program: functions with names, files and locations, and a call graph. Stacks are walks through it.
 *
 * Everything is computed from hashes, so nothing is kept in memory. Functions are numbered: the roots first, then the leaves that
 * everybody calls, then the others. Location l belongs to function l / SITES. The C functions are in the header because only
 * the generator uses them, and it should be a single file for the compiler.
 */
#ifndef CPPROF_BENCH_MADE_UP_PROGRAM_H
#define CPPROF_BENCH_MADE_UP_PROGRAM_H

#include <math.h>
#include <stdint.h>
#include <stdio.h>

#define COUNT(array) (uint32_t)(sizeof(array) / sizeof *(array))

/* ---- Chance, all of which follows from the seeds ---- */

struct rng {
    uint64_t state;
};

static uint64_t mix(uint64_t x)
{
    x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9u;
    x = (x ^ x >> 27) * 0x94d049bb133111ebu;
    return x ^ x >> 31;
}

static uint64_t hash(uint64_t a, uint64_t b)
{
    return mix(mix(a + 0x9e3779b97f4a7c15u) ^ (b + 1) * 0xc2b2ae3d27d4eb4fu);
}

static uint32_t rng_next(struct rng *r)
{
    r->state += 0x9e3779b97f4a7c15u;
    return (uint32_t)(mix(r->state) >> 32);
}

/* @return a number below `n`, which is below 2^32; `chance` is taken as a fraction of 2^32 */
static uint32_t share(uint32_t chance, uint64_t n)
{
    return (uint32_t)(chance * n >> 32);
}

static uint32_t rng_below(struct rng *r, uint64_t n)
{
    return share(rng_next(r), n);
}

/* As before, but small results are more likely: with power 2, half of them are in the first quarter. */
static uint32_t skewed(uint32_t chance, int power)
{
    uint32_t result = chance;
    while (--power > 0)
        result = share(chance, result);
    return result;
}

/* ---- The program ---- */

enum {
    MAX_DEPTH = 2048, /* of the mean of stacks; no stack has twice that */
    ROOTS = 4,
    MAX_LEAVES = 256,
    SITES = 6,   /* locations of a function: from where it calls; location 6 * f is the first of function f */
    CALLEES = 4, /* of one location in eight, as through an interface; the others have one; a power of two */
    FUNCTIONS_A_FILE = 8,
    FILES_A_PACKAGE = 4
};

static const struct {
    const char *name, *file;
} named[] = {
#define FUNCTION(name, file) {name, file},
#include "named_functions.def"
#undef FUNCTION
};

struct program {
    uint32_t functions, leaves;
    uint32_t inlined; /* percent of the locations */
    uint64_t seed;
    uint64_t nodes; /* of the tree of all stacks; 0: stacks share little */
    double reach;   /* the parent of node i is a node from reach * i on, so the larger, the deeper is the tree */
};

/* The mean depth of the tree: ln(nodes) divided by the mean of -ln(u), where u is even between `reach` and 1. */
static double tree_depth(double nodes, double reach)
{
    return log(nodes) * (1 - reach) / (1 - reach + reach * log(reach));
}

static void program_init(struct program *p, uint32_t functions, uint32_t inlined, uint64_t seed)
{
    uint32_t leaves = functions / 8 < MAX_LEAVES ? functions / 8 : MAX_LEAVES;
    *p = (struct program){functions, leaves, inlined, seed, 0, 0};
}

/* Lets all stacks be nodes of a tree of that size and, about, of that mean depth. */
static void program_plant(struct program *p, uint64_t nodes, uint64_t depth)
{
    double low = 1e-6, high = 0.999;
    while (high - low > 1e-6) {
        double middle = (low + high) / 2;
        *(tree_depth((double)nodes, middle) < (double)depth ? &low : &high) = middle;
    }
    p->nodes = nodes;
    p->reach = low;
}

static uint32_t leaf_function(const struct program *p, uint32_t chance)
{
    return ROOTS + share(skewed(chance, 3), p->leaves);
}

static uint32_t inner_function(const struct program *p, uint32_t chance)
{
    uint32_t first = ROOTS + p->leaves, n = p->functions - first, heat = share(skewed(chance, 2), n);
    return first + (uint32_t)(heat * UINT64_C(2654435761) % n); /* a prime: each once, the hot ones scattered */
}

/* @return the function that is inlined at a location, or that of the location itself if none is */
static uint32_t inlined_function(const struct program *p, uint32_t location)
{
    uint64_t h = hash(p->seed + 1, location);
    return h % 100 < p->inlined ? inner_function(p, (uint32_t)(h >> 32)) : location / SITES;
}

/* @return where a function calls from, if `from` calls it there */
static uint32_t callee_site(const struct program *p, uint32_t from, uint32_t chance)
{
    uint64_t h = hash(p->seed + 3 + skewed(chance, 2) / (1u << 26), from);
    return inner_function(p, (uint32_t)(h >> 32)) * SITES + (uint32_t)(h & 0xff) % SITES;
}

/* As stack_walk(), in a tree: node i, from the root, and at its end a function that everybody calls. */
static uint32_t tree_walk(const struct program *p, uint64_t node, uint32_t *stack, struct rng *rest)
{
    struct rng r = {hash(p->seed, node)};
    static uint64_t path[2 * MAX_DEPTH];
    uint32_t n = 0, site = 0;
    for (uint64_t i = node + 1; i > 1 && n < 2 * MAX_DEPTH - 2; n++) { /* node 1 is the root */
        uint64_t first = (uint64_t)(p->reach * (double)i);
        path[n] = i;
        first += first == 0;
        i = first + hash(p->seed + 2, i) % (i - first);
    }
    for (uint32_t i = 0; i < n; i++)
        stack[i] = site = callee_site(p, site, (uint32_t)hash(p->seed + 4, path[n - 1 - i]));
    stack[n] = leaf_function(p, rng_next(&r)) * SITES + rng_below(&r, SITES);
    *rest = r;
    return n + 1;
}

/* Writes the locations of a stack, root first. `rest` is the chance that is left for labels. @return how many there are */
static uint32_t stack_walk(const struct program *p, uint64_t depth, uint64_t number, uint32_t *stack, struct rng *rest)
{
    static const unsigned char site_of[16] = {0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 3, 3, 4, 5},
                               root_of[16] = {0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 2, 2, 3};
    if (p->nodes)
        return tree_walk(p, (number * UINT64_C(2654435761) + 1) % p->nodes, stack, rest);
    struct rng r = {hash(p->seed, number)};
    uint64_t least = depth / 4, spread = depth - least + 1;
    uint32_t n = (uint32_t)least + rng_below(&r, spread) + rng_below(&r, spread);
    n += n == 0;
    uint32_t inner = n - 1 - rng_below(&r, n < 3 ? n : 3), function = root_of[rng_below(&r, 16)];
    for (uint32_t i = 0; i < n; i++) {
        uint32_t chance = rng_next(&r);
        stack[i] = function * SITES + site_of[chance & 15];
        uint64_t h = hash(p->seed + 2, stack[i]);
        uint32_t callee = h % 8 ? (uint32_t)(h >> 32) : (uint32_t)hash(h, chance >> 8 & (CALLEES - 1));
        function = i + 1 < inner ? inner_function(p, callee) : leaf_function(p, callee);
    }
    *rest = r;
    return n;
}

enum word { AREA, VERB, NOUN };

static const char *const words[][16] = {
    [AREA] = {"cart", "search", "ledger", "catalog", "shipping", "auth", "ads", "mail", "stream", "media", "quota",
              "gateway", "billing", "events", "graph", "index"},
    [VERB] = {"Read", "Write", "Encode", "Decode", "Find", "Merge", "Append", "Flush", "Visit", "Commit", "Parse",
              "Handle", "Apply", "Scan", "Route", "Split"},
    [NOUN] = {"Batch", "Record", "Entry", "Request", "Response", "Segment", "Key", "Snapshot", "Cursor", "Session",
              "Message", "Field", "Journal", "Bucket", "Shard", "Header"},
};

/* Writes the name of the function, which no other function has. */
static void function_name(const struct program *p, uint32_t function, char *name, size_t size)
{
    if (function < COUNT(named)) {
        snprintf(name, size, "%s", named[function].name);
        return;
    }
    uint32_t file = function / FUNCTIONS_A_FILE, package = file / FILES_A_PACKAGE,
             within = function % (FUNCTIONS_A_FILE * FILES_A_PACKAGE);
    uint32_t pair = (within * 37 + (uint32_t)hash(p->seed, package)) % 256; /* differs for all within the package */
    const char *area = words[AREA][package % 16], *type = words[NOUN][hash(p->seed, file) % 16],
               *verb = words[VERB][pair % 16], *noun = words[NOUN][pair / 16];
    unsigned part = package / 16 + 1; /* of the area */
    if (package % 5 == 4)
        snprintf(name, size, "shop::%s::part%u::%sImpl::%s%s(std::string const&, %s*)", area, part, type, verb, noun,
                 noun);
    else if (within % 8 == 7)
        snprintf(name, size, "example.com/shop/%s/part%u.%s%s.func1", area, part, verb, noun);
    else
        snprintf(name, size, "example.com/shop/%s/part%u.(*%s).%s%s", area, part, type, verb, noun);
}

/* Files are numbered too: those of the named functions, then those of the others. */
static uint32_t function_file(uint32_t function)
{
    return function < COUNT(named) ? function : COUNT(named) + function / FUNCTIONS_A_FILE;
}

static void file_name(uint32_t file, char *name, size_t size)
{
    if (file < COUNT(named)) {
        snprintf(name, size, "%s", named[file].file);
        return;
    }
    unsigned number = file - COUNT(named), package = number / FILES_A_PACKAGE;
    snprintf(name, size, "/src/example.com/shop/package%u/source%u.%s", package, number,
             package % 5 == 4 ? "cc" : "go");
}

#endif
