/* Whether our readers of samples and locations (format/messages.h) differ from protobuf-c on some bytes. */
#ifndef CPPROF_UNIT_MESSAGES_DIFFER_H
#define CPPROF_UNIT_MESSAGES_DIFFER_H

#include <string.h>

#include "format/messages.h"
#include "profile.pb-c.h"

static inline bool numbers_differ(const struct numbers *ours, const void *theirs, size_t n)
{
    return ours->n != n || (n && memcmp(ours->v, theirs, n * sizeof *ours->v) != 0);
}

static inline const char *labels_differ(const struct sample_message *ours, const Perftools__Profiles__Sample *theirs)
{
    if (ours->n_labels != theirs->n_label)
        return "the number of labels";
    for (size_t i = 0; i < ours->n_labels; i++) {
        const struct label_message *a = &ours->label[i];
        const Perftools__Profiles__Label *b = theirs->label[i];
        if (a->key != b->key || a->str != b->str || a->num != b->num || a->num_unit != b->num_unit)
            return "a label";
    }
    return NULL;
}

static inline const char *samples_differ(const char *data, size_t len)
{
    struct sample_message ours = {0};
    bool read = sample_message_read(&ours, data, len) == 0;
    Perftools__Profiles__Sample *theirs = perftools__profiles__sample__unpack(NULL, len, (const uint8_t *)data);
    const char *difference = NULL;
    if (read != !!theirs)
        difference = "one reader refuses the sample";
    else if (read && numbers_differ(&ours.location_id, theirs->location_id, theirs->n_location_id))
        difference = "the ids of locations";
    else if (read && numbers_differ(&ours.value, theirs->value, theirs->n_value))
        difference = "the values";
    else if (read)
        difference = labels_differ(&ours, theirs);
    if (theirs)
        perftools__profiles__sample__free_unpacked(theirs, NULL);
    sample_message_release(&ours);
    return difference;
}

static inline const char *lines_differ(const struct location_message *ours, const Perftools__Profiles__Location *theirs)
{
    if (ours->n_lines != theirs->n_line)
        return "the number of lines";
    for (size_t i = 0; i < ours->n_lines; i++) {
        const struct line_message *a = &ours->line[i];
        const Perftools__Profiles__Line *b = theirs->line[i];
        if (a->function_id != b->function_id || a->line != b->line || a->column != b->column)
            return "a line";
    }
    return NULL;
}

static inline const char *locations_differ(const char *data, size_t len)
{
    struct location_message ours = {0};
    bool read = location_message_read(&ours, data, len) == 0;
    Perftools__Profiles__Location *theirs = perftools__profiles__location__unpack(NULL, len, (const uint8_t *)data);
    const char *difference = NULL;
    if (read != !!theirs)
        difference = "one reader refuses the location";
    else if (read && (ours.id != theirs->id || ours.mapping_id != theirs->mapping_id ||
                      ours.address != theirs->address || ours.is_folded != !!theirs->is_folded))
        difference = "a number of the location";
    else if (read)
        difference = lines_differ(&ours, theirs);
    if (theirs)
        perftools__profiles__location__free_unpacked(theirs, NULL);
    location_message_release(&ours);
    return difference;
}

/** @return what our readers and protobuf-c read differently in these bytes, as a sample or a location; or NULL */
static inline const char *messages_differ(const char *data, size_t len)
{
    const char *difference = samples_differ(data, len);
    return difference ? difference : locations_differ(data, len);
}

#endif
