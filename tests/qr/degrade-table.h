#pragma once

#include "tests/qr/degrade.h"

G_BEGIN_DECLS

/* The ways in which frames are spoilt, by name: those that a benchmark counts, and that a virtual
 * camera plays. */

#define DEGRADE_TABLE_CHANGES 6

typedef struct {
  const char *name;
  gboolean    typical; /* of a desk, where nearly every code must be read */
  gboolean    inverted;
  struct {
    glong  field; /* of Degrade */
    double value;
  } changes[DEGRADE_TABLE_CHANGES];
} DegradeRow;

gsize             degrade_table_length (void);
const DegradeRow *degrade_table_get    (gsize             i);
/* NULL if there is none of this name. */
const DegradeRow *degrade_table_find   (const char       *name);
/* how: as degrade_init() leaves it, but for what the row changes. */
void              degrade_table_apply  (const DegradeRow *row,
                                        Degrade          *how);

G_END_DECLS
