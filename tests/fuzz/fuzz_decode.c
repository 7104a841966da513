/* Decodes bytes as a profile, and as a sample and a location, which are also compared with what protobuf-c makes of them. */
#include "fuzz.h"

#include "format/decode.h"
#include "format/wire.h"
#include "host/source.h"
#include "unit/messages_differ.h"

/* Compares the readers on each message of a profile. */
static void compare_messages(const char *data, size_t len)
{
    struct wire_message rest = {data, len}, field;
    uint64_t number;
    struct err err;
    while (wire_take_piece(&rest, 1, &field, &number, &err) == 1) {
        const char *at = field.data, *end = at + field.len;
        uint64_t tag, size = 0;
        if (!wire_varint(&at, end, &tag) && (tag & 7) == WIRE_BYTES && !wire_varint(&at, end, &size) &&
            size <= (size_t)(end - at))
            fuzz_expect(!messages_differ(at, size), "both readers find the same");
    }
}

FUZZ_WITH_THREADS(1)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *bytes = size ? (const char *)data : "";
    fuzz_expect(!messages_differ(bytes, size), "both readers find the same");
    compare_messages(bytes, size);
    struct fuzz_file file = fuzz_file_make(data, size);
    struct profile p;
    struct err err;
    if (source_load(&p, file.path, &(struct input_how){.max_bytes = 16 << 20}, &err) == 0)
        profile_release(&p);
    else
        fuzz_expect(*err.msg && !strchr(err.msg, '\n'), "an error is one line");
    fuzz_file_close(&file);
    return 0;
}
