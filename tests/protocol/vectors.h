#pragma once

#include "app/base/json.h"

G_BEGIN_DECLS

/* A file of tests/vectors; the test fails if it cannot be read. */
json_t     *load_vectors (const char   *name);
/* A string member that must be there. */
const char *get_text     (const json_t *object,
                          const char   *member);
/* The bytes of a hex member, of exactly length. */
void        get_hex      (const json_t *object,
                          const char   *member,
                          guint8       *data,
                          gsize         length);

G_END_DECLS
