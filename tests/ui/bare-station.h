#pragma once

#include "app/station/station.h"
#include "tests/scratch.h"
#include "tests/ui/screen.h"

/* A real station without a signer: enough to list, to filter and to judge. */
typedef struct {
  Scratch    scratch;
  char      *directory;
  ZmStation *station;
} Fixture;

static inline void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  scratch_set_up (&fixture->scratch, NULL);
  fixture->directory = scratch_build (&fixture->scratch, "station");
  fixture->station = zm_station_create (fixture->directory, "desk-1", &error);
  g_assert_no_error (error);
}

static inline void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  settle ();
  g_assert_finalize_object (G_OBJECT (fixture->station));
  g_clear_pointer (&fixture->directory, g_free);
  scratch_tear_down (&fixture->scratch, NULL);
}
