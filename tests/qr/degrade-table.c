#include "tests/qr/degrade-table.h"

#include <string.h>

#define FIELD(name) G_STRUCT_OFFSET (Degrade, name)

#define TYPICAL TRUE, FALSE
#define HARD    FALSE, FALSE
#define INVERSE FALSE, TRUE

static const DegradeRow rows[] = {
  { "clean", TYPICAL, { { 0 } } },
  { "blur, 1.5 px", TYPICAL, { { FIELD (blur), 1.5 } } },
  { "blur, 2.2 px", HARD, { { FIELD (blur), 2.2 } } },
  { "blur, 2.5 px", HARD, { { FIELD (blur), 2.5 } } },
  { "blur, 2.8 px", HARD, { { FIELD (blur), 2.8 } } },
  { "motion, 4 px", TYPICAL, { { FIELD (motion), 4 } } },
  { "motion, 7 px", HARD, { { FIELD (motion), 7 } } },
  { "motion, 8 px", HARD, { { FIELD (motion), 8 } } },
  { "tilt, 25 degrees", TYPICAL, { { FIELD (tilt), 25 } } },
  { "tilt, 45 degrees", HARD, { { FIELD (tilt), 45 } } },
  { "tilt, 60 degrees", HARD, { { FIELD (tilt), 60 } } },
  { "glare, 0.4", TYPICAL, { { FIELD (glare), 0.4 } } },
  { "glare, 0.8", HARD, { { FIELD (glare), 0.8 } } },
  { "glare, 1.0", HARD, { { FIELD (glare), 1.0 } } },
  { "noise, 12 steps", TYPICAL, { { FIELD (noise), 12 } } },
  { "noise, 25 steps", HARD, { { FIELD (noise), 25 } } },
  { "noise, 45 steps", HARD, { { FIELD (noise), 45 } } },
  { "noise, 70 steps", HARD, { { FIELD (noise), 70 } } },
  { "contrast, 0.3", TYPICAL, { { FIELD (contrast), 0.3 } } },
  { "contrast, 0.1", HARD, { { FIELD (contrast), 0.1 } } },
  { "contrast, 0.06", HARD, { { FIELD (contrast), 0.06 } } },
  { "screen grid, 0.3", TYPICAL, { { FIELD (moire), 0.3 } } },
  { "screen grid, 0.7", HARD, { { FIELD (moire), 0.7 } } },
  { "screen grid, 1.0", HARD, { { FIELD (moire), 1.0 } } },
  { "rotation, 12 degrees", TYPICAL, { { FIELD (rotation), 12 } } },
  { "rotation, 45 degrees", HARD, { { FIELD (rotation), 45 } } },
  { "rotation, 160 degrees", HARD, { { FIELD (rotation), 160 } } },
  { "module, 3 px", TYPICAL, { { FIELD (module), 3 } } },
  { "module, 2.2 px", HARD, { { FIELD (module), 2.2 } } },
  { "module, 1.8 px", HARD, { { FIELD (module), 1.8 } } },
  { "module, 1.6 px", HARD, { { FIELD (module), 1.6 } } },
  { "module, 11 px", TYPICAL, { { FIELD (module), 11 } } },
  { "inverted", INVERSE, { { 0 } } },
  { "inverted, blur, noise", INVERSE, { { FIELD (blur), 1.5 }, { FIELD (noise), 20 } } },
  { "uneven light, 0.5", TYPICAL, { { FIELD (shade), 0.5 } } },
  { "uneven light, 0.9", HARD, { { FIELD (shade), 0.9 } } },
  { "dim room, 0.3", TYPICAL, { { FIELD (brightness), 0.3 } } },
  { "dark room, 0.08", HARD, { { FIELD (brightness), 0.08 } } },
  { "desk: held by hand", TYPICAL,
    { { FIELD (blur), 1.3 }, { FIELD (noise), 8 }, { FIELD (rotation), 9 }, { FIELD (tilt), 18 },
      { FIELD (motion), 3 } } },
  { "desk: on a stand, lamp", TYPICAL,
    { { FIELD (blur), 1.2 }, { FIELD (noise), 8 }, { FIELD (glare), 0.5 }, { FIELD (shade), 0.4 },
      { FIELD (tilt), 20 } } },
  { "desk: a device's screen", TYPICAL,
    { { FIELD (blur), 1.3 }, { FIELD (noise), 8 }, { FIELD (moire), 0.5 }, { FIELD (tilt), 15 },
      { FIELD (rotation), 4 } } },
  { "desk: evening", TYPICAL,
    { { FIELD (blur), 1.4 }, { FIELD (noise), 10 }, { FIELD (brightness), 0.5 },
      { FIELD (rotation), 7 } } },
  { "desk: from afar", TYPICAL,
    { { FIELD (module), 3.2 }, { FIELD (noise), 6 }, { FIELD (rotation), 5 },
      { FIELD (tilt), 10 } } },
  { "desk: all at once", HARD,
    { { FIELD (blur), 1.5 }, { FIELD (noise), 12 }, { FIELD (motion), 4 }, { FIELD (tilt), 20 },
      { FIELD (contrast), 0.5 }, { FIELD (moire), 0.3 } } },
};

gsize
degrade_table_length (void)
{
  return G_N_ELEMENTS (rows);
}

const DegradeRow *
degrade_table_get (gsize i)
{
  g_assert (i < G_N_ELEMENTS (rows));

  return &rows[i];
}

const DegradeRow *
degrade_table_find (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      if (strcmp (rows[i].name, name) == 0)
        return &rows[i];
    }

  return NULL;
}

void
degrade_table_apply (const DegradeRow *row,
                     Degrade          *how)
{
  degrade_init (how);
  how->inverted = row->inverted;
  for (int i = 0; i < DEGRADE_TABLE_CHANGES && row->changes[i].value > 0; i++)
    G_STRUCT_MEMBER (double, how, row->changes[i].field) = row->changes[i].value;
}
