/* A profile that was read can be written and read again, and is then written as before. */
#include "profile_bytes.h"

FUZZ_WITH_THREADS(1)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct profile p, again;
    if (!profile_from_bytes(&p, data, size))
        return 0;
    struct buf first = profile_to_bytes(&p);
    fuzz_expect(profile_from_bytes(&again, first.data, first.len), "what was written can be read");
    struct buf second = profile_to_bytes(&again);
    fuzz_expect(same_bytes(&first, &second), "a profile is written the same each time");
    buf_release(&first);
    buf_release(&second);
    profile_release(&again);
    profile_release(&p);
    return 0;
}
