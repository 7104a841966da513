#include "format/encode.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/vec.h"
#include "measure/number.h"
#include "profile.pb-c.h"

enum { VARINT_SIZE = 10 };

struct varint {
    unsigned char len;
    char byte[VARINT_SIZE];
};

struct encoder {
    const struct view *view;
    struct buf *out;
    struct buf sample; /* the current sample */
    struct buf packed; /* room for a list of numbers in it; its length is not kept */
    struct varint *id; /* by location: its id as samples refer to it, of length 0 if it is hidden */
    int64_t *place;    /* by string id: its index in the file, or -1 if it has none yet */
    uint32_t n_ids;
    str_id *string; /* by index in the file */
    size_t n_strings, cap_strings;
};

static int64_t string_place(struct encoder *e, str_id s)
{
    if (e->place[s.i] < 0) {
        e->place[s.i] = (int64_t)e->n_strings;
        VEC_PUSH(e->string, e->n_strings, e->cap_strings) = s;
    }
    return e->place[s.i];
}

/* Writes the varint to `to`, where there is room for ten bytes. @return where it ends */
static char *varint_at(char *to, uint64_t x)
{
    for (; x >= 0x80; x >>= 7)
        *to++ = (char)(x | 0x80);
    *to++ = (char)x;
    return to;
}

static void put_varint(struct buf *out, uint64_t x)
{
    char *at = buf_reserve(out, VARINT_SIZE);
    out->len += (size_t)(varint_at(at, x) - at);
}

static void put_number(struct encoder *e, unsigned field, int64_t x)
{
    if (x == 0)
        return;
    put_varint(e->out, field << 3);
    put_varint(e->out, (uint64_t)x);
}

static void put_bytes(struct buf *out, unsigned field, const void *data, size_t len)
{
    put_varint(out, field << 3 | 2);
    put_varint(out, len);
    buf_put(out, data, len);
}

static void put_message(struct buf *out, unsigned field, const ProtobufCMessage *m)
{
    size_t size = protobuf_c_message_get_packed_size(m);
    put_varint(out, field << 3 | 2);
    put_varint(out, size);
    out->len += protobuf_c_message_pack(m, (uint8_t *)buf_reserve(out, size + 1));
}

static void put_type(struct encoder *e, unsigned field, struct value_type t)
{
    Perftools__Profiles__ValueType m = PERFTOOLS__PROFILES__VALUE_TYPE__INIT;
    m.type = string_place(e, t.type);
    m.unit = string_place(e, t.unit);
    put_message(e->out, field, &m.base);
}

static void encode_label(struct encoder *e, const struct label *l)
{
    Perftools__Profiles__Label m = PERFTOOLS__PROFILES__LABEL__INIT;
    m.key = string_place(e, l->key);
    m.num = l->number;
    if (l->kind == LABEL_TEXT)
        m.str = string_place(e, l->text);
    else if (l->kind == LABEL_NUMBER_AND_UNIT)
        m.num_unit = string_place(e, l->text);
    put_message(&e->sample, 3, &m.base);
}

/* Appends the packed numbers that were written up to `end`. If there are none, the field is left out. */
static void put_packed(struct encoder *e, unsigned field, const char *end)
{
    if (end > e->packed.data)
        put_bytes(&e->sample, field, e->packed.data, (size_t)(end - e->packed.data));
}

/* Samples are most of a profile, so their numbers are written here and not through arrays for protobuf-c. */
static void encode_sample(struct encoder *e, size_t sample, double ratio)
{
    const struct view *v = e->view;
    const struct profile *p = v->profile;
    struct label_set set = view_labels(v, sample);
    buf_clear(&e->sample);
    char *at = buf_reserve(&e->packed, (v->end[sample] - v->begin[sample]) * VARINT_SIZE + 1);
    for (uint64_t i = v->begin[sample]; i < v->end[sample]; i++) {
        const struct varint *id = &e->id[view_frame(v, i).i];
        memcpy(at, id->byte, VARINT_SIZE);
        at += id->len;
    }
    put_packed(e, 1, at);
    at = buf_reserve(&e->packed, p->n_types * VARINT_SIZE + 1);
    for (size_t t = 0; t < p->n_types; t++) {
        int64_t x = p->value[sample * p->n_types + t];
        at = varint_at(at, (uint64_t)(ratio == 1 ? x : number_from_double((double)x * ratio)));
    }
    put_packed(e, 2, at);
    for (uint32_t i = 0; i < set.n; i++)
        encode_label(e, view_label(v, set.first + i));
    put_bytes(e->out, 2, e->sample.data, e->sample.len);
}

static void encode_samples(struct encoder *e, double ratio)
{
    const struct view *v = e->view;
    size_t cap = 0;
    e->id = vec_reserve(NULL, &cap, v->n_locs + 1, sizeof *e->id);
    for (uint32_t i = 0; i < v->n_locs; i++)
        e->id[i].len =
            view_hidden(v, (loc_id){i}) ? 0 : (unsigned char)(varint_at(e->id[i].byte, v->loc[i].id) - e->id[i].byte);
    for (size_t k = 0; k < v->n_samples; k++)
        encode_sample(e, view_sample(v, k), ratio);
    free(e->id);
}

static void encode_mappings(struct encoder *e)
{
    const struct profile *p = e->view->profile;
    for (size_t i = 0; i < p->n_maps; i++) {
        const struct mapping *x = &p->map[i];
        Perftools__Profiles__Mapping m = PERFTOOLS__PROFILES__MAPPING__INIT;
        m.id = x->id;
        m.memory_start = x->start;
        m.memory_limit = x->limit;
        m.file_offset = x->offset;
        m.filename = string_place(e, x->file);
        m.build_id = string_place(e, x->build_id);
        m.has_functions = x->has_functions;
        m.has_filenames = x->has_filenames;
        m.has_line_numbers = x->has_line_numbers;
        m.has_inline_frames = x->has_inline_frames && e->view->granularity.inlines;
        put_message(e->out, 3, &m.base);
    }
}

static void encode_locations(struct encoder *e)
{
    const struct view *v = e->view;
    Perftools__Profiles__Line *line = NULL, **line_at = NULL;
    size_t cap_line = 0, cap_line_at = 0;
    for (size_t i = 0; i < v->n_locs; i++) {
        const struct location *l = &v->loc[i];
        Perftools__Profiles__Location m = PERFTOOLS__PROFILES__LOCATION__INIT;
        uint32_t skip = l->n_lines > 1 && !v->granularity.inlines ? l->n_lines - 1 : 0;
        line = vec_reserve(line, &cap_line, l->n_lines, sizeof *line);
        line_at = vec_reserve(line_at, &cap_line_at, l->n_lines, sizeof *line_at);
        for (uint32_t j = skip; j < l->n_lines; j++) {
            const struct line *x = &v->line[l->first_line + j];
            Perftools__Profiles__Line *to = &line[m.n_line];
            perftools__profiles__line__init(to);
            to->function_id = v->func[x->function.i].id;
            to->line = x->line;
            to->column = v->granularity.column ? x->column : 0;
            line_at[m.n_line++] = to;
        }
        m.id = l->id;
        m.mapping_id = l->mapping.i == ID_NONE ? 0 : v->profile->map[l->mapping.i].id;
        m.address = l->address;
        m.line = line_at;
        m.is_folded = l->is_folded;
        put_message(e->out, 4, &m.base);
    }
    free(line);
    free(line_at);
}

static void encode_functions(struct encoder *e)
{
    for (size_t i = 0; i < e->view->n_funcs; i++) {
        const struct function *f = &e->view->func[i];
        Perftools__Profiles__Function m = PERFTOOLS__PROFILES__FUNCTION__INIT;
        m.id = f->id;
        m.name = string_place(e, f->name);
        m.system_name = string_place(e, f->system_name);
        m.filename = string_place(e, f->filename);
        m.start_line = f->start_line;
        put_message(e->out, 5, &m.base);
    }
}

/* Sets the numbers of the header. Their strings get their indexes on the way. */
static void encode_header(struct encoder *e)
{
    const struct profile *p = e->view->profile;
    put_number(e, 7, string_place(e, p->drop_frames));
    put_number(e, 8, string_place(e, p->keep_frames));
    put_number(e, 9, p->time_nanos);
    put_number(e, 10, p->duration_nanos);
    if (p->period_type.type.i || p->period_type.unit.i)
        put_type(e, 11, p->period_type);
    put_number(e, 12, p->period);
    for (size_t i = 0; i < p->n_comments; i++) {
        put_varint(e->out, 13 << 3);
        put_varint(e->out, (uint64_t)string_place(e, p->comment[i]));
    }
    put_number(e, 14, string_place(e, p->default_sample_type));
    put_number(e, 15, string_place(e, p->doc_url));
}

void profile_encode(const struct view *v, double ratio, struct buf *out)
{
    struct encoder e = {.view = v, .out = out, .n_ids = strtab_count(&v->strings)};
    size_t cap = 0;
    e.place = vec_reserve(NULL, &cap, e.n_ids, sizeof *e.place);
    memset(e.place, 0xff, e.n_ids * sizeof *e.place);
    string_place(&e, (str_id){0});
    for (size_t t = 0; t < v->profile->n_types; t++)
        put_type(&e, 1, v->profile->type[t]);
    encode_samples(&e, ratio);
    encode_mappings(&e);
    encode_locations(&e);
    encode_functions(&e);
    encode_header(&e);
    for (size_t i = 0; i < e.n_strings; i++) {
        struct str s = view_str(v, e.string[i]);
        put_bytes(out, 6, s.p, s.len);
    }
    buf_release(&e.sample);
    buf_release(&e.packed);
    free(e.place);
    free(e.string);
}

const char *encode_library(void)
{
    static char text[64];
    snprintf(text, sizeof text, "protobuf-c %s", protobuf_c_version());
    return text;
}
