/* Decodes bytes as a profile. */
#include "fuzz.h"

#include "format/decode.h"
#include "host/source.h"

FUZZ_WITH_THREADS(1)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
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
