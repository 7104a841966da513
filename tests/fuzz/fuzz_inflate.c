/* Bytes, plain or compressed, to plain bytes. The bits of the first byte say how they are read. */
#include "fuzz.h"

#include "profile/input.h"

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc;
    (void)argv;
    thread_set_count(2);
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct fuzz_input in = {(const char *)data, size};
    unsigned how = fuzz_byte(&in);
    struct fuzz_file file = fuzz_file_make(in.p, in.len);
    struct input_how input_how = {.max_bytes = how & 1 ? 1000 : 3 << 20, .no_thread = !(how & 2)};
    struct err err;
    struct input *input = input_open(file.path, &input_how, &err);
    uint64_t n = 0;
    const char *piece;
    size_t len;
    while (input && input_next(input, &piece, &len, &err) == 1) {
        fuzz_expect(len > 0, "a piece has bytes");
        n += len;
        if (how & 4) /* ends early */
            break;
    }
    fuzz_expect(n <= input_how.max_bytes, "no more bytes come than were allowed");
    input_close(input);
    fuzz_file_close(&file);
    return 0;
}
