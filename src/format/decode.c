#include "format/decode.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/vec.h"
#include "format/id_refs.h"
#include "format/messages.h"
#include "format/profile_format.h"
#include "format/raw_labels.h"
#include "format/wire.h"
#include "profile.pb-c.h"

/* Until resolve(), the ids in `p` are those of the file: indexes of its string table, and references packed by id_refs. */
struct decoder {
    struct profile p;
    struct arena scratch; /* the current message, if protobuf-c reads it */
    ProtobufCAllocator allocator;
    struct sample_message sample; /* the current one */
    loc_id *ref;                  /* its stack: references to locations */
    size_t cap_ref;
    struct location_message location;
    str_id *string; /* by the file's string index */
    size_t n_strings, cap_strings;
    struct id_refs map_refs, func_refs, loc_refs;
    struct raw_labels labels;
    struct raw_label *label_room;
    size_t n_label_room, cap_label_room;
    uint32_t largest_key; /* the largest key of labels without a value, which are not kept */
    size_t cap_types, cap_maps, cap_funcs, cap_locs, cap_lines, cap_comments;
    size_t cap_starts, cap_values, cap_sample_labels, n_values;
    size_t values_per_sample; /* those of the first sample */
    uint32_t largest_ref;     /* the largest reference to a location in any stack */
};

/* Sample types are compared with each other, so a hostile profile must not have millions. Real ones have a few. */
enum { MOST_TYPES = 4096 };

static const char malformed[] = "malformed profile format: a string index is out of range";

static void *scratch_alloc(void *arena, size_t size)
{
    return arena_alloc(arena, size);
}

static void scratch_free(void *arena, void *p)
{
    (void)arena;
    (void)p; /* goes with the scratch arena */
}

/* An index of the string table fits in 32 bits, or is invalid. */
static int string_place(int64_t x, str_id *to, struct err *err)
{
    if (x < 0 || x >= UINT32_MAX)
        return err_set(err, "%s", malformed);
    to->i = (uint32_t)x;
    return 0;
}

static int table_full(size_t n, const char *what, struct err *err)
{
    return n < INT32_MAX ? 0 : err_set(err, "too many %s", what);
}

static int add_type(struct decoder *d, const Perftools__Profiles__ValueType *m, struct err *err)
{
    struct value_type t = {{0}, {0}};
    if (string_place(m->type, &t.type, err) || string_place(m->unit, &t.unit, err))
        return -1;
    if (d->p.n_types == MOST_TYPES)
        return err_set(err, "more than %d sample types", MOST_TYPES);
    VEC_PUSH(d->p.type, d->p.n_types, d->cap_types) = t;
    return 0;
}

static int check_id(uint64_t id, const char *what, struct err *err)
{
    return id ? 0 : err_set(err, "malformed profile: found %s with reserved id=0", what);
}

static int add_mapping(struct decoder *d, const Perftools__Profiles__Mapping *m, struct err *err)
{
    struct mapping x = {.id = m->id,
                        .start = m->memory_start,
                        .limit = m->memory_limit,
                        .offset = m->file_offset,
                        .has_functions = m->has_functions,
                        .has_filenames = m->has_filenames,
                        .has_line_numbers = m->has_line_numbers,
                        .has_inline_frames = m->has_inline_frames};
    if (string_place(m->filename, &x.file, err) || string_place(m->build_id, &x.build_id, err) ||
        table_full(d->p.n_maps, "mappings", err) || check_id(x.id, "mapping", err))
        return -1;
    VEC_PUSH(d->p.map, d->p.n_maps, d->cap_maps) = x;
    return 0;
}

static int add_function(struct decoder *d, const Perftools__Profiles__Function *m, struct err *err)
{
    struct function x = {.id = m->id, .start_line = m->start_line};
    if (string_place(m->name, &x.name, err) || string_place(m->system_name, &x.system_name, err) ||
        string_place(m->filename, &x.filename, err) || table_full(d->p.n_funcs, "functions", err) ||
        check_id(x.id, "function", err))
        return -1;
    VEC_PUSH(d->p.func, d->p.n_funcs, d->cap_funcs) = x;
    return 0;
}

static int add_lines(struct decoder *d, struct location *to, const struct location_message *m, struct err *err)
{
    if (table_full(d->p.n_lines + m->n_lines, "lines", err))
        return -1;
    for (size_t i = 0; i < m->n_lines; i++) {
        const struct line_message *l = &m->line[i];
        if (l->function_id == 0)
            return err_set(err, "malformed profile: a location has a line with an undefined function");
        VEC_PUSH(d->p.line, d->p.n_lines, d->cap_lines) =
            (struct line){{id_refs_pack(&d->func_refs, l->function_id)}, l->line, l->column};
    }
    to->n_lines += (uint32_t)m->n_lines;
    return 0;
}

/* `to` collects the contents of all pieces of the message. */
static int add_location_piece(struct decoder *d, struct location *to, const struct location_message *m, struct err *err)
{
    to->id = m->id ? m->id : to->id;
    to->address = m->address ? m->address : to->address;
    to->mapping.i = m->mapping_id ? id_refs_pack(&d->map_refs, m->mapping_id) : to->mapping.i;
    to->is_folded |= m->is_folded;
    return add_lines(d, to, m, err);
}

static int add_location(struct decoder *d, const struct location *x, struct err *err)
{
    if (table_full(d->p.n_locs, "locations", err) || check_id(x->id, "location", err))
        return -1;
    VEC_PUSH(d->p.loc, d->p.n_locs, d->cap_locs) = *x;
    return 0;
}

static int add_labels(struct decoder *d, const struct sample_message *m, struct err *err)
{
    d->label_room =
        vec_reserve(d->label_room, &d->cap_label_room, d->n_label_room + m->n_labels, sizeof *d->label_room);
    for (size_t i = 0; i < m->n_labels; i++) {
        const struct label_message *l = &m->label[i];
        str_id key = {0}, text = {0}, unit = {0};
        if (string_place(l->key, &key, err) || string_place(l->str, &text, err) ||
            string_place(l->num_unit, &unit, err))
            return -1;
        if (text.i || unit.i || l->num)
            d->label_room[d->n_label_room++] = (struct raw_label){key.i, text.i, unit.i, l->num};
        else if (key.i > d->largest_key)
            d->largest_key = key.i;
    }
    return 0;
}

/* Packs the ids of a stack. If none of them is rare, as nearly always, it takes no branch. @return the largest reference */
static uint32_t pack_ids(struct id_refs *refs, const uint64_t *id, size_t n, loc_id *to)
{
    uint64_t any = 0, most = 0;
    for (size_t i = 0; i < n; i++) {
        uint64_t ref = id[i] - 1;
        to[i].i = (uint32_t)ref;
        any |= ref;
        most = ref > most ? ref : most;
    }
    if (any < ID_REFS_BIG - 1)
        return (uint32_t)most;
    most = 0;
    for (size_t i = 0; i < n; i++) {
        to[i].i = id_refs_pack(refs, id[i]);
        most = to[i].i > most ? to[i].i : most;
    }
    return (uint32_t)most;
}

/* Adds the references of a stack. The largest one must be known first, because it decides how wide they are kept. */
static void add_stack(struct decoder *d, const struct numbers *ids)
{
    size_t n = ids->n;
    d->ref = vec_reserve(d->ref, &d->cap_ref, n, sizeof *d->ref);
    uint32_t most = pack_ids(&d->loc_refs, ids->v, n, d->ref);
    if (most > d->largest_ref)
        d->largest_ref = most;
    frames_append(&d->p.stack, d->ref, n, most);
}

static int add_sample_piece(struct decoder *d, const struct sample_message *m, struct err *err)
{
    struct profile *p = &d->p;
    if (add_labels(d, m, err))
        return -1;
    add_stack(d, &m->location_id);
    p->value = vec_reserve(p->value, &d->cap_values, d->n_values + m->value.n, sizeof *p->value);
    for (size_t i = 0; i < m->value.n; i++)
        p->value[d->n_values++] = (int64_t)m->value.v[i];
    return 0;
}

/* Ends a sample that had `n_values` values. */
static int add_sample(struct decoder *d, size_t n_values, struct err *err)
{
    struct profile *p = &d->p;
    if (p->n_samples == 0)
        d->values_per_sample = n_values;
    else if (n_values != d->values_per_sample)
        return err_set(err, "malformed profile: mismatch: sample has %zu values vs. %zu of the first", n_values,
                       d->values_per_sample);
    if (table_full(p->n_samples, "samples", err))
        return -1;
    p->sample_label = vec_reserve(p->sample_label, &d->cap_sample_labels, p->n_samples + 1, sizeof *p->sample_label);
    p->sample_label[p->n_samples] = (labels_id){0};
    if (d->n_label_room)
        raw_labels_add(&d->labels, d->label_room, d->n_label_room, p->sample_label, p->n_samples);
    d->n_label_room = 0;
    p->n_samples++;
    p->stack_start = vec_reserve(p->stack_start, &d->cap_starts, p->n_samples + 1, sizeof *p->stack_start);
    p->stack_start[p->n_samples] = p->stack.n;
    return 0;
}

static int add_string(struct decoder *d, const struct wire_field *f, struct err *err)
{
    if (d->n_strings == 0 && f->len != 0)
        return err_set(err, "unrecognized profile format: string_table[0] must be ''");
    if (f->len >= UINT32_MAX || table_full(d->n_strings, "strings", err))
        return err_set(err, "a string is too long");
    VEC_PUSH(d->string, d->n_strings, d->cap_strings) = strtab_intern(&d->p.strings, f->data, f->len);
    return 0;
}

static int add_comments(struct decoder *d, const struct wire_field *f, struct err *err)
{
    uint64_t x = f->value;
    const char *at = f->data, *end = f->type == WIRE_BYTES ? f->data + f->len : NULL;
    do { /* packed numbers, or a single one in the field itself */
        if (f->type == WIRE_BYTES && at == end)
            break;
        if (f->type == WIRE_BYTES && wire_varint(&at, end, &x))
            return err_set(err, "unrecognized profile format: bad varint");
        str_id s = {0};
        if (string_place((int64_t)x, &s, err))
            return -1;
        VEC_PUSH(d->p.comment, d->p.n_comments, d->cap_comments) = s;
    } while (f->type == WIRE_BYTES);
    return 0;
}

enum { /* the field numbers of the message Profile */
       F_SAMPLE_TYPE = 1,
       F_SAMPLE,
       F_MAPPING,
       F_LOCATION,
       F_FUNCTION,
       F_STRING_TABLE,
       F_DROP_FRAMES,
       F_KEEP_FRAMES,
       F_TIME_NANOS,
       F_DURATION_NANOS,
       F_PERIOD_TYPE,
       F_PERIOD,
       F_COMMENT,
       F_DEFAULT_SAMPLE_TYPE,
       F_DOC_URL
};

/*
 * The most bytes that are unpacked at once, because tiny fields take up to 40 bytes of memory for each byte in protobuf-c, and
 * some 24 in our own readers. Larger samples and locations come in pieces. No profiler writes other messages that are so large.
 */
enum { MOST_AT_ONCE = 64 * 1024 };

static int malformed_message(const char *what, struct err *err)
{
    return err_set(err, "unrecognized profile format: malformed %s message", what);
}

/* Unpacks one sub-message and evaluates `expr`, in which it is called `m`. */
#define WITH_MESSAGE(Type, type, message, expr)                                                                        \
    do {                                                                                                               \
        const uint8_t *bytes = (const uint8_t *)(message).data;                                                        \
        Perftools__Profiles__##Type *m = perftools__profiles__##type##__unpack(&d->allocator, (message).len, bytes);   \
        status = m ? (expr) : malformed_message(#type, err);                                                           \
        arena_clear(&d->scratch);                                                                                      \
    } while (0)

/* Takes the next piece of a sample or location, whose field `inner` has messages. Returns as wire_take_piece() does. */
static int next_piece(struct wire_message *message, struct wire_message *piece, uint64_t inner, struct err *err)
{
    uint64_t number = 0;
    int got = wire_take_piece(message, MOST_AT_ONCE, piece, &number, err);
    if (got == 1 && piece->len > MOST_AT_ONCE && number == inner)
        return err_set(err, "malformed profile: a label or line of %zu bytes", piece->len);
    return got;
}

static int sample_message(struct decoder *d, struct wire_message message, struct err *err)
{
    size_t n_values = d->n_values;
    struct wire_message piece;
    int status = 0, got = 0;
    while (status == 0 && (got = next_piece(&message, &piece, 3, err)) == 1)
        status = sample_message_read(&d->sample, piece.data, piece.len) ? malformed_message("sample", err)
                                                                        : add_sample_piece(d, &d->sample, err);
    return status || got ? -1 : add_sample(d, d->n_values - n_values, err);
}

static int location_message(struct decoder *d, struct wire_message message, struct err *err)
{
    struct location x = {.mapping = {id_refs_pack(&d->map_refs, 0)}, .first_line = (uint32_t)d->p.n_lines};
    struct wire_message piece;
    int status = 0, got = 0;
    while (status == 0 && (got = next_piece(&message, &piece, 4, err)) == 1)
        status = location_message_read(&d->location, piece.data, piece.len)
                     ? malformed_message("location", err)
                     : add_location_piece(d, &x, &d->location, err);
    return status || got ? -1 : add_location(d, &x, err);
}

static int period_type(struct decoder *d, const Perftools__Profiles__ValueType *m, struct err *err)
{
    return string_place(m->type, &d->p.period_type.type, err) || string_place(m->unit, &d->p.period_type.unit, err) ? -1
                                                                                                                    : 0;
}

static int add_message(struct decoder *d, const struct wire_field *f, struct err *err)
{
    int status = 0;
    struct wire_message x = {f->data, f->len};
    if (f->type != WIRE_BYTES)
        return err_set(err, "unrecognized profile format: type mismatch");
    switch (f->number) {
    case F_SAMPLE: return sample_message(d, x, err);
    case F_LOCATION: return location_message(d, x, err);
    case F_STRING_TABLE: return add_string(d, f, err);
    }
    if (f->len > MOST_AT_ONCE)
        return err_set(err, "malformed profile: a message of %zu bytes", f->len);
    switch (f->number) {
    case F_SAMPLE_TYPE: WITH_MESSAGE(ValueType, value_type, x, add_type(d, m, err)); break;
    case F_MAPPING: WITH_MESSAGE(Mapping, mapping, x, add_mapping(d, m, err)); break;
    case F_FUNCTION: WITH_MESSAGE(Function, function, x, add_function(d, m, err)); break;
    case F_PERIOD_TYPE: WITH_MESSAGE(ValueType, value_type, x, period_type(d, m, err)); break;
    }
    return status;
}

static int add_number(struct decoder *d, const struct wire_field *f, struct err *err)
{
    struct profile *p = &d->p;
    int64_t x = (int64_t)f->value;
    if (f->number == F_TIME_NANOS && p->time_nanos != 0)
        return err_set(err, "concatenated profiles detected");
    if (f->type != WIRE_VARINT)
        return err_set(err, "unrecognized profile format: type mismatch");
    switch (f->number) {
    case F_DROP_FRAMES: return string_place(x, &p->drop_frames, err);
    case F_KEEP_FRAMES: return string_place(x, &p->keep_frames, err);
    case F_TIME_NANOS: p->time_nanos = x; return 0;
    case F_DURATION_NANOS: p->duration_nanos = x; return 0;
    case F_PERIOD: p->period = x; return 0;
    case F_DEFAULT_SAMPLE_TYPE: return string_place(x, &p->default_sample_type, err);
    case F_DOC_URL: return string_place(x, &p->doc_url, err);
    }
    return 0;
}

static int add_field(struct decoder *d, const struct wire_field *f, struct err *err)
{
    if (f->number == F_COMMENT && f->type != WIRE_64 && f->type != WIRE_32)
        return add_comments(d, f, err);
    if ((f->number >= F_SAMPLE_TYPE && f->number <= F_STRING_TABLE) || f->number == F_PERIOD_TYPE)
        return add_message(d, f, err);
    if (f->number >= F_DROP_FRAMES && f->number <= F_DOC_URL)
        return add_number(d, f, err);
    return 0;
}

/* Turns an index of the string table of the file into a string id. */
static int resolve_string(const struct decoder *d, str_id *s, struct err *err)
{
    if (s->i >= d->n_strings)
        return err_set(err, "%s", malformed);
    *s = d->string[s->i];
    return 0;
}

static int resolve_type(const struct decoder *d, struct value_type *t, struct err *err)
{
    return resolve_string(d, &t->type, err) || resolve_string(d, &t->unit, err) ? -1 : 0;
}

static int resolve_strings(struct decoder *d, struct err *err)
{
    struct profile *p = &d->p;
    int bad = resolve_string(d, &p->drop_frames, err) | resolve_string(d, &p->keep_frames, err) |
              resolve_string(d, &p->default_sample_type, err) | resolve_string(d, &p->doc_url, err) |
              resolve_type(d, &p->period_type, err);
    for (size_t i = 0; i < p->n_types && !bad; i++)
        bad = resolve_type(d, &p->type[i], err);
    for (size_t i = 0; i < p->n_comments && !bad; i++)
        bad = resolve_string(d, &p->comment[i], err);
    for (size_t i = 0; i < p->n_maps && !bad; i++)
        bad = resolve_string(d, &p->map[i].file, err) | resolve_string(d, &p->map[i].build_id, err);
    for (size_t i = 0; i < p->n_funcs && !bad; i++)
        bad = resolve_string(d, &p->func[i].name, err) | resolve_string(d, &p->func[i].system_name, err) |
              resolve_string(d, &p->func[i].filename, err);
    for (size_t i = 0; i < d->labels.n_labels && !bad; i++) {
        const struct raw_label *l = &d->labels.label[i];
        if (l->key >= d->n_strings || l->text >= d->n_strings || l->unit >= d->n_strings)
            bad = err_set(err, "%s", malformed);
    }
    if (bad || resolve_string(d, &(str_id){d->largest_key}, err))
        return -1;
    raw_labels_resolve(&d->labels, d->string, p);
    return 0;
}

static int index_table(struct id_refs *refs, const void *entry, size_t n, size_t size, const char *what,
                       struct err *err)
{
    uint64_t bad;
    if (id_refs_index(refs, entry, n, size, &bad))
        return 0;
    return err_set(err, "malformed profile: multiple %ss with same id: %llu", what, (unsigned long long)bad);
}

static int resolve_locations(struct decoder *d, struct err *err)
{
    struct profile *p = &d->p;
    if (index_table(&d->map_refs, p->map, p->n_maps, sizeof *p->map, "mapping", err) ||
        index_table(&d->func_refs, p->func, p->n_funcs, sizeof *p->func, "function", err) ||
        index_table(&d->loc_refs, p->loc, p->n_locs, sizeof *p->loc, "location", err))
        return -1;
    for (size_t i = 0; i < p->n_locs; i++) {
        struct location *l = &p->loc[i];
        l->mapping.i = id_refs_place(&d->map_refs, l->mapping.i);
        for (uint32_t j = l->first_line; j < l->first_line + l->n_lines; j++) {
            p->line[j].function.i = id_refs_place(&d->func_refs, p->line[j].function.i);
            if (p->line[j].function.i == ID_NONE)
                return err_set(err, "malformed profile: location id: %llu has a line with an undefined function",
                               (unsigned long long)l->id);
        }
    }
    return 0;
}

static int resolve_stacks(struct decoder *d, struct err *err)
{
    struct frames *stack = &d->p.stack;
    if (stack->n == 0 || (d->loc_refs.in_order && d->largest_ref < d->p.n_locs))
        return 0; /* each reference is the index already */
    frames_reserve(stack, 0, (uint32_t)d->p.n_locs);
    for (size_t i = 0; i < stack->n; i++) {
        uint32_t ref = frames_get(stack, i).i, place = id_refs_place(&d->loc_refs, ref);
        if (place == ID_NONE)
            return err_set(err, "malformed profile: a sample has an undefined location id: %llu",
                           (unsigned long long)id_refs_id(&d->loc_refs, ref));
        frames_set(stack, i, (loc_id){place});
    }
    return 0;
}

static int resolve(struct decoder *d, struct err *err)
{
    struct profile *p = &d->p;
    if (resolve_strings(d, err))
        return -1;
    if (p->n_samples && p->n_types == 0)
        return err_set(err, "malformed profile: missing sample type information");
    if (p->n_samples && d->values_per_sample != p->n_types)
        return err_set(err, "malformed profile: mismatch: sample has %zu values vs. %zu types", d->values_per_sample,
                       p->n_types);
    return resolve_locations(d, err) || resolve_stacks(d, err) ? -1 : 0;
}

static int decode_fields(struct decoder *d, struct input *in, struct err *err)
{
    struct wire_reader r;
    struct wire_field f;
    bool any = false;
    int got;
    wire_init(&r, in);
    while ((got = wire_next(&r, &f, err)) == 1) {
        any = true;
        if (add_field(d, &f, err)) {
            got = -1;
            break;
        }
    }
    wire_release(&r);
    return got == 0 && !any ? err_set(err, "empty input file") : got;
}

int profile_decode(struct profile *p, struct input *in, struct err *err)
{
    struct decoder d = {.allocator = {scratch_alloc, scratch_free, NULL}};
    d.allocator.allocator_data = &d.scratch;
    profile_init(&d.p);
    raw_labels_init(&d.labels);
    d.p.stack_start = vec_reserve(NULL, &d.cap_starts, 1, sizeof *d.p.stack_start);
    d.p.stack_start[0] = 0;
    uint64_t expected =
        input_expected(in); /* most of it are frames, which may take a little more room than in the file */
    frames_expect(&d.p.stack, (size_t)(expected + expected / 8));

    int status = decode_fields(&d, in, err);
    if (status == 0)
        status = resolve(&d, err);
    if (status == 0)
        *p = d.p;
    else
        profile_release(&d.p);
    arena_release(&d.scratch);
    sample_message_release(&d.sample);
    location_message_release(&d.location);
    raw_labels_release(&d.labels);
    id_refs_release(&d.map_refs);
    id_refs_release(&d.func_refs);
    id_refs_release(&d.loc_refs);
    free(d.ref);
    free(d.label_room);
    free(d.string);
    return status;
}

/* The format has no magic number, so it is tried on everything that no other format recognises. */
static bool sniff_proto(const char *data, size_t len)
{
    (void)data;
    (void)len;
    return true;
}

const struct profile_format profile_format_proto = {"profile.proto", sniff_proto, profile_decode};
