#include "ui/bench-memory.h"

/* text may be the old one. */
static void
replace (char       **member,
         const char  *text)
{
  char *old = *member;

  *member = g_strdup (text);
  g_free (old);
}

void
zm_bench_memory_clear (ZmBenchMemory *self)
{
  g_clear_pointer (&self->done, g_free);
  g_clear_pointer (&self->ticket, g_free);
  g_clear_pointer (&self->resumed, g_free);
}

void
zm_bench_memory_note_plug (ZmBenchMemory *self,
                           gboolean       attached)
{
  self->arrived = attached;
  self->n_plugs++;
}

void
zm_bench_memory_note_begin (ZmBenchMemory *self)
{
  replace (&self->resumed, NULL);
  self->unasked = FALSE;
  self->awaited = FALSE;
}

void
zm_bench_memory_note_run (ZmBenchMemory *self,
                          const char    *ticket)
{
  self->arrived = FALSE;
  replace (&self->ticket, ticket);
}

void
zm_bench_memory_note_resume (ZmBenchMemory *self,
                             const char    *session_id,
                             gboolean       unasked)
{
  self->arrived = FALSE;
  replace (&self->resumed, session_id);
  self->unasked = unasked;
  self->begun_at = self->n_plugs;
}

void
zm_bench_memory_note_wait (ZmBenchMemory *self)
{
  self->awaited = TRUE;
}

void
zm_bench_memory_note_done (ZmBenchMemory *self,
                           const char    *device_id)
{
  replace (&self->done, device_id);
  self->awaited = FALSE;
}

gboolean
zm_bench_memory_has_stayed (const ZmBenchMemory *self)
{
  return self->n_plugs == self->begun_at;
}
