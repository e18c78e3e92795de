#include "app/camera/camera-thread.h"

#include <stdlib.h>

static GMutex lock;
static GCond fewer;
static guint running;

typedef struct {
  GThreadFunc function;
  gpointer    data;
} Work;

static void
wait_for_all (void)
{
  gint64 deadline = g_get_monotonic_time () + ZM_CAMERA_THREAD_PATIENCE * G_TIME_SPAN_SECOND;

  g_mutex_lock (&lock);
  while (running > 0 && g_cond_wait_until (&fewer, &lock, deadline))
    ;
  g_mutex_unlock (&lock);
}

static gpointer
work (gpointer data)
{
  g_autofree Work *own = data;

  own->function (own->data);

  g_mutex_lock (&lock);
  running--;
  g_cond_broadcast (&fewer);
  g_mutex_unlock (&lock);

  return NULL;
}

void
zm_camera_thread_start (const char  *name,
                        GThreadFunc  function,
                        gpointer     data)
{
  static gsize registered;
  Work *own = g_new0 (Work, 1);

  if (g_once_init_enter (&registered))
    {
      atexit (wait_for_all);
      g_once_init_leave (&registered, 1);
    }

  own->function = function;
  own->data = data;
  g_mutex_lock (&lock);
  running++;
  g_mutex_unlock (&lock);
  g_thread_unref (g_thread_new (name, work, own));
}
