/* A profile that was read can be written and read again, and is then written as before. */
#include "profile_bytes.h"

FUZZ_WITH_THREADS(1)

/* A text or unit that is "" is not written, because the number of the string "" means that there is none. */
static bool has_empty_text(const struct profile *p)
{
    for (size_t i = 0; i < p->n_labels; i++)
        if (p->label[i].kind != LABEL_NUMBER && p->label[i].text.i == 0)
            return true;
    return false;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct profile p, again;
    if (!profile_from_bytes(&p, data, size))
        return 0;
    struct buf first = profile_to_bytes(&p);
    fuzz_expect(profile_from_bytes(&again, first.data, first.len), "what was written can be read");
    struct buf second = profile_to_bytes(&again);
    fuzz_expect(same_bytes(&first, &second) || has_empty_text(&p), "a profile is written the same each time");
    profile_release(&p);
    fuzz_expect(profile_from_bytes(&p, second.data, second.len), "what was written twice can be read");
    struct buf third = profile_to_bytes(&p);
    fuzz_expect(same_bytes(&second, &third), "what was read back is written the same each time");
    buf_release(&first);
    buf_release(&second);
    buf_release(&third);
    profile_release(&again);
    profile_release(&p);
    return 0;
}
