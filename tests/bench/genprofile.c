/*
 * Writes a profile of a made-up program, of any size, and always the same for the same arguments:
 *
 *     $ genprofile -samples=100000 >large.pb.gz
 *     $ cpprof -top -nodecount=2 large.pb.gz
 *           flat  flat%   sum%        cum   cum%
 *      372.60hrs 18.67% 18.67%  573.45hrs 28.73%  runtime.mallocgc
 *       71.35hrs  3.57% 22.24%  109.04hrs  5.46%  example.com/shop/catalog/part1.(*Batch).ParseSnapshot
 *
 * -functions, -inline and -stacks_seed determine the program. Hashes decide who calls whom, so no call graph is kept in memory.
 * Its stacks are numbered; stack 7 is the same walk through the call graph in every profile of the program. -seed chooses which
 * of the stacks a profile has, and their values. A stack begins at one of a few roots, takes hot branches more often than cold
 * ones, and ends in functions that everybody calls (the allocator, memmove).
 *
 * A profile names only the functions that occur in it, so there are two passes over the stacks: one finds out which locations are
 * used, and one writes. Ids are in the order of the addresses and say nothing about what is hot.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

#include "made_up_program.h"

/* ---- Options ---- */

struct options {
    uint64_t samples, functions, depth, types, labels, distinct, inlined, seed, stacks_seed, level, nodes;
    bool distinct_percent; /* `distinct` is a percentage of the samples */
};

static const struct preset {
    const char *name, *meaning;
    struct options options;
} presets[] = {
    {"cpu",
     "a CPU profile, whose stacks share most of their callers",
     {1000000, 14000, 30, 2, 0, 100, 10, 1, 1, 6, 3, true}},
    {"heap", "a heap profile with labels, likewise", {1000000, 14000, 30, 4, 3, 100, 10, 1, 1, 6, 3, true}},
    {"unshared",
     "CPU profiles of many programs, merged: stacks share little",
     {1000000, 24000, 44, 2, 0, 100, 10, 1, 1, 6, 0, true}},
};

static const struct setting {
    const char *name;
    size_t field; /* the offset of a uint64_t in struct options */
    uint64_t min, max;
    const char *meaning;
} settings[] = {
    {"samples", offsetof(struct options, samples), 1, 1000000000, "samples"},
    {"functions", offsetof(struct options, functions), 256, 10000000, "functions that the program has"},
    {"depth", offsetof(struct options, depth), 1, MAX_DEPTH, "locations of a stack, in the mean"},
    {"types", offsetof(struct options, types), 1, 4,
     "sample types; up to 2 are those of a CPU profile, else of a heap"},
    {"labels", offsetof(struct options, labels), 0, 5, "labels of each sample, numeric and text"},
    {"distinct", offsetof(struct options, distinct), 1, 1000000000,
     "stacks to draw from, or N% for that share of the samples; 100%: each once"},
    {"inline", offsetof(struct options, inlined), 0, 100, "percent of the locations with a function inlined"},
    {"seed", offsetof(struct options, seed), 0, UINT32_MAX, "chooses stacks and values"},
    {"stacks_seed", offsetof(struct options, stacks_seed), 0, UINT32_MAX, "chooses the program"},
    {"level", offsetof(struct options, level), 0, 9, "of gzip"},
    {"nodes", offsetof(struct options, nodes), 0, 100,
     "nodes of the tree of all stacks for each stack to draw from; 0: no tree"},
};

static _Noreturn void fail(const char *subject, const char *cause)
{
    fprintf(stderr, "genprofile: %s: %s\n", subject, cause);
    exit(2);
}

static struct options options_default(void)
{
    struct options o = presets[0].options;
    o.samples = 100000;
    return o;
}

static uint64_t *setting_field(const struct setting *s, struct options *o)
{
    return (uint64_t *)(void *)((char *)o + s->field);
}

static _Noreturn void help_print(void)
{
    puts("usage: genprofile [-name=value ...] >FILE\n\nWrites a profile that is made up.\n");
    for (uint32_t i = 0; i < COUNT(presets); i++)
        printf("  -preset=%-12s %s; options after it change it\n", presets[i].name, presets[i].meaning);
    struct options o = options_default();
    for (uint32_t i = 0; i < COUNT(settings); i++)
        printf("  -%s=%-*s %s (%" PRIu64 "%s)\n", settings[i].name, 18 - (int)strlen(settings[i].name), "N",
               settings[i].meaning, *setting_field(&settings[i], &o),
               settings[i].field == offsetof(struct options, distinct) ? "%" : "");
    exit(fflush(stdout) ? 2 : 0);
}

static void preset_apply(struct options *o, const char *argument, const char *name)
{
    for (uint32_t i = 0; i < COUNT(presets); i++)
        if (strcmp(name, presets[i].name) == 0) {
            *o = presets[i].options;
            return;
        }
    fail(argument, "there is no such preset");
}

static void setting_apply(struct options *o, const struct setting *s, const char *argument, const char *value)
{
    char *end;
    errno = 0;
    unsigned long long n = strtoull(value, &end, 10);
    bool can_percent = s->field == offsetof(struct options, distinct);
    if (can_percent)
        o->distinct_percent = *end == '%';
    if (can_percent && *end == '%')
        end++;
    if (end == value || *end || *value == '-' || *value == '+')
        fail(argument, "this is not a number");
    if (errno || n < s->min || n > s->max) {
        char cause[80];
        snprintf(cause, sizeof cause, "must be from %" PRIu64 " to %" PRIu64, s->min, s->max);
        fail(argument, cause);
    }
    *setting_field(s, o) = n;
}

static void argument_apply(struct options *o, const char *argument)
{
    const char *name = argument + 1, *equals = strchr(argument, '=');
    if (strcmp(argument, "-help") == 0 || strcmp(argument, "-h") == 0)
        help_print();
    if (*argument != '-' || !equals)
        fail(argument, "options are -name=value; see -help");
    size_t len = (size_t)(equals - name);
    if (len == strlen("preset") && strncmp(name, "preset", len) == 0) {
        preset_apply(o, argument, equals + 1);
        return;
    }
    for (uint32_t i = 0; i < COUNT(settings); i++)
        if (strlen(settings[i].name) == len && strncmp(name, settings[i].name, len) == 0) {
            setting_apply(o, &settings[i], argument, equals + 1);
            return;
        }
    fail(argument, "there is no such option; see -help");
}

/* ---- Labels ---- */

static const struct label_key {
    const char *name;
    const char *unit;  /* the unit of a number; NULL: a text */
    uint32_t n_values; /* how many values a text has */
} label_keys[] = {
    {"bytes", "bytes", 0},          {"tenant", NULL, 40}, {"endpoint", NULL, 200},
    {"latency", "milliseconds", 0}, {"region", NULL, 6},
};

/* Like the size classes of the allocator: powers of two, and the sizes half way between them. */
static uint64_t label_number(struct rng *r)
{
    uint32_t power = 3 + rng_below(r, 13);
    return (UINT64_C(2) + rng_below(r, 2)) << power >> 1;
}

/* ---- The wire format ---- */

struct message {
    unsigned char bytes[1 << 16]; /* the longest is a stack of 2 * MAX_DEPTH ids of 4 bytes */
    size_t len;
};

static void message_varint(struct message *m, uint64_t x)
{
    for (; x >= 0x80; x >>= 7)
        m->bytes[m->len++] = (unsigned char)(x | 0x80);
    m->bytes[m->len++] = (unsigned char)x;
}

static void message_number(struct message *m, unsigned field, uint64_t x)
{
    message_varint(m, field << 3);
    message_varint(m, x);
}

static void message_bytes(struct message *m, unsigned field, const void *data, size_t len)
{
    message_varint(m, field << 3 | 2);
    message_varint(m, len);
    memcpy(m->bytes + m->len, data, len);
    m->len += len;
}

/* Packs more than two, as Go does. */
static void message_numbers(struct message *m, unsigned field, const uint64_t *x, uint32_t n)
{
    static struct message packed;
    packed.len = 0;
    for (uint32_t i = 0; i < n; i++)
        if (n > 2)
            message_varint(&packed, x[i]);
        else
            message_number(m, field, x[i]);
    if (n > 2)
        message_bytes(m, field, packed.bytes, packed.len);
}

/* ---- The profile ---- */

/* Fields of message Profile */
enum { SAMPLE_TYPE = 1, SAMPLE, MAPPING, LOCATION, FUNCTION, STRING, TIME = 9, DURATION, PERIOD_TYPE, PERIOD };

static const struct value_type {
    const char *type, *unit;
} cpu_types[] = {{"samples", "count"}, {"cpu", "nanoseconds"}},
  heap_types[] = {
      {"alloc_objects", "count"}, {"alloc_space", "bytes"}, {"inuse_objects", "count"}, {"inuse_space", "bytes"}};

enum { MAX_SHORT_STRINGS = 512, CPU_PERIOD = 10000000, HEAP_PERIOD = 512 * 1024 };

static const uint64_t START = 0x400000;          /* where the program is mapped */
static const uint64_t NOW = 1700000000000000000; /* a time that is always the same */

struct writer {
    struct options options;
    uint64_t pool; /* the number of stacks to draw from */
    struct program program;
    gzFile out;
    struct message message;              /* the message that is being written */
    uint32_t *location_id, *function_id; /* 0: not used */
    uint32_t *file_id;                   /* from 1 among the files that are used */
    uint32_t n_functions;                /* how many are used */
    char
        *short_strings[MAX_SHORT_STRINGS]; /* the string table without the names of functions and files, which follow */
    uint32_t n_short_strings;
    struct {
        uint32_t name, unit, first_value; /* indexes of short_strings */
    } labels[COUNT(label_keys)];
};

static void *zalloc(size_t n, size_t size)
{
    void *room = calloc(n, size);
    if (!room)
        fail("memory", "there is not enough");
    return room;
}

static uint32_t short_string(struct writer *w, const char *s)
{
    for (uint32_t i = 0; i < w->n_short_strings; i++)
        if (strcmp(w->short_strings[i], s) == 0)
            return i;
    w->short_strings[w->n_short_strings] = memcpy(zalloc(strlen(s) + 1, 1), s, strlen(s) + 1);
    return w->n_short_strings++;
}

static void output(struct writer *w, const struct message *m)
{
    if (m->len && gzwrite(w->out, m->bytes, (unsigned)m->len) <= 0) {
        int status;
        const char *cause = gzerror(w->out, &status);
        fail("standard output", status == Z_ERRNO ? strerror(errno) : cause);
    }
}

/* Writes the message as a field of the profile and begins the next. */
static void message_end(struct writer *w, unsigned field)
{
    static struct message head;
    head.len = 0;
    message_varint(&head, field << 3 | 2);
    message_varint(&head, w->message.len);
    output(w, &head);
    output(w, &w->message);
    w->message.len = 0;
}

static void number_write(struct writer *w, unsigned field, uint64_t x)
{
    message_number(&w->message, field, x);
    output(w, &w->message);
    w->message.len = 0;
}

static void value_type_write(struct writer *w, unsigned field, const struct value_type *t)
{
    message_number(&w->message, 1, short_string(w, t->type));
    message_number(&w->message, 2, short_string(w, t->unit));
    message_end(w, field);
}

static void label_strings_make(struct writer *w)
{
    char value[64];
    for (uint32_t i = 0; i < w->options.labels; i++) {
        const struct label_key *k = &label_keys[i];
        w->labels[i].name = short_string(w, k->name);
        w->labels[i].unit = k->unit ? short_string(w, k->unit) : 0;
        w->labels[i].first_value = w->n_short_strings;
        for (uint32_t v = 0; v < k->n_values; v++) {
            snprintf(value, sizeof value, "%s-%" PRIu32, k->name, v);
            short_string(w, value);
        }
    }
}

static void writer_init(struct writer *w, const struct options *o)
{
    memset(w, 0, sizeof *w);
    w->options = *o;
    w->pool = o->distinct_percent ? o->samples * o->distinct / 100 : o->distinct;
    w->pool = w->pool == 0 ? 1 : w->pool < UINT32_MAX ? w->pool : UINT32_MAX;
    program_init(&w->program, (uint32_t)o->functions, (uint32_t)o->inlined, o->stacks_seed);
    if (o->nodes)
        program_plant(&w->program, w->pool * o->nodes, o->depth);
    w->location_id = zalloc((size_t)w->program.functions * SITES, sizeof *w->location_id);
    w->function_id = zalloc(w->program.functions, sizeof *w->function_id);
    w->file_id = zalloc(function_file(w->program.functions) + 1, sizeof *w->file_id);
    w->out = gzdopen(STDOUT_FILENO, (char[]){'w', 'b', (char)('0' + (int)o->level), '\0'});
    if (!w->out || gzbuffer(w->out, 256 * 1024))
        fail("standard output", "cannot be written with zlib");
    short_string(w, "");
    label_strings_make(w);
}

static void writer_release(struct writer *w)
{
    for (uint32_t i = 0; i < w->n_short_strings; i++)
        free(w->short_strings[i]);
    free(w->location_id);
    free(w->function_id);
    free(w->file_id);
}

static uint64_t sample_stack(const struct writer *w, uint64_t sample)
{
    struct rng r = {hash(w->options.seed, sample)};
    return w->pool == w->options.samples ? sample : share(skewed(rng_next(&r), 2), w->pool);
}

/* The first pass gives ids to everything that is used. */
static void ids_make(struct writer *w)
{
    const struct program *p = &w->program;
    static uint32_t stack[2 * MAX_DEPTH];
    struct rng rest;
    for (uint64_t i = 0; i < w->options.samples; i++) {
        uint32_t n = stack_walk(p, w->options.depth, sample_stack(w, i), stack, &rest);
        for (uint32_t frame = 0; frame < n; frame++)
            w->location_id[stack[frame]] = 1;
    }
    uint32_t n_locations = 0, n_files = 0;
    for (uint32_t l = 0; l < p->functions * SITES; l++)
        if (w->location_id[l]) {
            w->location_id[l] = ++n_locations;
            w->function_id[l / SITES] = w->function_id[inlined_function(p, l)] = 1;
        }
    for (uint32_t f = 0; f < p->functions; f++)
        if (w->function_id[f]) {
            w->function_id[f] = ++w->n_functions;
            uint32_t *file = &w->file_id[function_file(f)];
            *file = *file ? *file : ++n_files;
        }
}

static void labels_write(struct writer *w, struct rng *r)
{
    static struct message label;
    for (uint32_t i = 0; i < w->options.labels; i++) {
        const struct label_key *k = &label_keys[i];
        label.len = 0;
        message_number(&label, 1, w->labels[i].name);
        if (k->unit) {
            message_number(&label, 3, label_number(r));
            message_number(&label, 4, w->labels[i].unit);
        } else {
            message_number(&label, 2, w->labels[i].first_value + share(skewed(rng_next(r), 2), k->n_values));
        }
        message_bytes(&w->message, 3, label.bytes, label.len);
    }
}

static void values_write(struct writer *w, uint64_t sample, uint64_t object_size)
{
    struct rng r = {hash(w->options.seed + 1, sample)};
    uint64_t value[COUNT(heap_types)];
    if (w->options.types <= COUNT(cpu_types)) {
        value[0] = 1 + rng_below(&r, 1u << rng_below(&r, 18));
        value[1] = value[0] * CPU_PERIOD;
    } else {
        value[0] = 1 + rng_below(&r, 1u << rng_below(&r, 14));
        value[1] = value[0] * object_size;
        value[2] = rng_below(&r, 3) ? 1 + rng_below(&r, value[0]) : 0;
        value[3] = value[2] * object_size;
    }
    message_numbers(&w->message, 2, value, (uint32_t)w->options.types);
}

static void sample_write(struct writer *w, uint64_t sample)
{
    static uint32_t stack[2 * MAX_DEPTH];
    static uint64_t leaf_first[2 * MAX_DEPTH];
    struct rng rest;
    uint32_t n = stack_walk(&w->program, w->options.depth, sample_stack(w, sample), stack, &rest);
    for (uint32_t i = 0; i < n; i++)
        leaf_first[i] = w->location_id[stack[n - 1 - i]];
    message_numbers(&w->message, 1, leaf_first, n);
    values_write(w, sample,
                 label_number(&(struct rng){rest.state})); /* the same number as the label "bytes" will have */
    labels_write(w, &rest);
    message_end(w, SAMPLE);
}

static uint64_t location_address(uint64_t location)
{
    return START + 0x1000 + location * 48;
}

static void mapping_write(struct writer *w)
{
    message_number(&w->message, 1, 1);
    message_number(&w->message, 2, START);
    message_number(&w->message, 3, location_address((uint64_t)w->program.functions * SITES));
    message_number(&w->message, 5, short_string(w, "/srv/shop/bin/frontend"));
    message_number(&w->message, 6, short_string(w, "5f1c0d9e7a3b42c88e6d2f90b1a4c7d35e8f6a01"));
    for (unsigned has = 7; has <= 10;
         has++) /* functions, file names, line numbers, inlined frames: nothing to look up */
        message_number(&w->message, has, 1);
    message_end(w, MAPPING);
}

static void location_write(struct writer *w, uint32_t location)
{
    static struct message line;
    uint32_t function = location / SITES, inlined = inlined_function(&w->program, location);
    message_number(&w->message, 1, w->location_id[location]);
    message_number(&w->message, 2, 1);
    message_number(&w->message, 3, location_address(location));
    for (int i = inlined == function; i < 2; i++) { /* the innermost first */
        line.len = 0;
        message_number(&line, 1, w->function_id[i ? function : inlined]);
        message_number(&line, 2, 10 + hash(w->program.seed, location + (uint64_t)i) % 900);
        message_bytes(&w->message, 4, line.bytes, line.len);
    }
    message_end(w, LOCATION);
}

static void function_write(struct writer *w, uint32_t function)
{
    uint32_t names = w->n_short_strings, files = names + w->n_functions, id = w->function_id[function];
    message_number(&w->message, 1, id);
    message_number(&w->message, 2, names + id - 1);
    message_number(&w->message, 3, names + id - 1);
    message_number(&w->message, 4, files + w->file_id[function_file(function)] - 1);
    message_end(w, FUNCTION);
}

static void string_write(struct writer *w, const char *s)
{
    w->message.len = strlen(s);
    memcpy(w->message.bytes, s, w->message.len);
    message_end(w, STRING);
}

static void strings_write(struct writer *w)
{
    char name[256];
    for (uint32_t i = 0; i < w->n_short_strings; i++)
        string_write(w, w->short_strings[i]);
    for (uint32_t f = 0; f < w->program.functions; f++)
        if (w->function_id[f]) {
            function_name(&w->program, f, name, sizeof name);
            string_write(w, name);
        }
    for (uint32_t file = 0; file <= function_file(w->program.functions - 1); file++)
        if (w->file_id[file]) {
            file_name(file, name, sizeof name);
            string_write(w, name);
        }
}

static void profile_write(struct writer *w)
{
    bool cpu = w->options.types <= COUNT(cpu_types);
    static const struct value_type cpu_period = {"cpu", "nanoseconds"}, heap_period = {"space", "bytes"};
    ids_make(w);
    for (uint32_t i = 0; i < w->options.types; i++)
        value_type_write(w, SAMPLE_TYPE, cpu ? &cpu_types[i] : &heap_types[i]);
    for (uint64_t i = 0; i < w->options.samples; i++)
        sample_write(w, i);
    mapping_write(w);
    value_type_write(w, PERIOD_TYPE, cpu ? &cpu_period : &heap_period);
    number_write(w, PERIOD, cpu ? CPU_PERIOD : HEAP_PERIOD);
    number_write(w, TIME, NOW + w->options.seed * 1000000000);
    number_write(w, DURATION, UINT64_C(60000000000));
    for (uint32_t l = 0; l < w->program.functions * SITES; l++)
        if (w->location_id[l])
            location_write(w, l);
    for (uint32_t f = 0; f < w->program.functions; f++)
        if (w->function_id[f])
            function_write(w, f);
    strings_write(w); /* last, because only now all of them are known */
    errno = 0;
    if (gzclose(w->out) != Z_OK)
        fail("standard output", errno ? strerror(errno) : "cannot be written");
}

int main(int argc, char **argv)
{
    static struct writer w;
    struct options o = options_default();
    for (int i = 1; i < argc; i++)
        argument_apply(&o, argv[i]);
    if (isatty(STDOUT_FILENO))
        fail("standard output", "is a terminal: name a file after >");
    writer_init(&w, &o);
    profile_write(&w);
    writer_release(&w);
    return 0;
}
