#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a place remembers of who came and went there, and of what was begun with them. It sees
 * neither; whoever does tells it. Members are to be read only. */
typedef struct {
  char     *done;     /* the device that was verified here last, once it was put away; or NULL */
  char     *ticket;   /* that what runs, or ran last, began with; NULL if with none */
  char     *resumed;  /* the session of the store that was gone on with last; NULL when something was
                       * begun anew since */
  gboolean  unasked;  /* nobody asked for that */
  gboolean  awaited;  /* a person wants to go on with what stands here as soon as it is plugged in */
  gboolean  arrived;  /* somebody was plugged in, and nothing was begun with it yet */
  guint     n_plugs;  /* how often something came or went */
  guint     begun_at; /* n_plugs when a resumption began */
} ZmBenchMemory;

void     zm_bench_memory_clear       (ZmBenchMemory       *self);

/* Somebody came, or whoever was there went. */
void     zm_bench_memory_note_plug   (ZmBenchMemory       *self,
                                      gboolean             attached);
/* A person begins anew. */
void     zm_bench_memory_note_begin  (ZmBenchMemory       *self);
/* A session is at work; ticket: that it began with, or NULL. */
void     zm_bench_memory_note_run    (ZmBenchMemory       *self,
                                      const char          *ticket);
/* A session of the store is to be gone on with. */
void     zm_bench_memory_note_resume (ZmBenchMemory       *self,
                                      const char          *session_id,
                                      gboolean             unasked);
/* What stands here is to be gone on with, and nobody is there. */
void     zm_bench_memory_note_wait   (ZmBenchMemory       *self);
/* device_id: whose verified session was put away; NULL for another end. */
void     zm_bench_memory_note_done   (ZmBenchMemory       *self,
                                      const char          *device_id);

/* What was plugged in when the last resumption began is there still. */
gboolean zm_bench_memory_has_stayed  (const ZmBenchMemory *self);

G_END_DECLS
