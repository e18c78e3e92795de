#include "ui/idle-watch.h"

#define WATCHED "zm-idle-watch"

struct _ZmIdleWatch {
  GObject  parent_instance;

  guint    timeout; /* ms; 0: never */
  gint64   touched; /* microseconds on the running clock */
  guint    due;     /* source; 0 once it was told */
  double   x, y;    /* where the pointer was */
};

G_DEFINE_FINAL_TYPE (ZmIdleWatch, zm_idle_watch, G_TYPE_OBJECT)

enum {
  IDLE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void wait_for_rest (ZmIdleWatch *self,
                           guint        rest);

static gboolean
due_cb (gpointer user_data)
{
  ZmIdleWatch *self = user_data;
  gint64 passed = (g_get_monotonic_time () - self->touched) / 1000;

  self->due = 0;
  if (passed < self->timeout)
    wait_for_rest (self, self->timeout - (guint) passed);
  else
    g_signal_emit (self, signals[IDLE], 0);

  return G_SOURCE_REMOVE;
}

/* One source a rest, not one a key. */
static void
wait_for_rest (ZmIdleWatch *self,
               guint        rest)
{
  self->due = g_timeout_add (rest, due_cb, self);
}

/* GTK makes a motion of its own when something moves below a pointer that stands still. */
static gboolean
has_moved (ZmIdleWatch *self,
           GdkEvent    *event)
{
  double x = 0.0, y = 0.0;
  gboolean moved;

  if (!gdk_event_get_position (event, &x, &y))
    return FALSE;

  moved = ABS (x - self->x) >= 1.0 || ABS (y - self->y) >= 1.0;
  self->x = x;
  self->y = y;
  return moved;
}

static gboolean
is_somebody (ZmIdleWatch *self,
             GdkEvent    *event)
{
  switch (gdk_event_get_event_type (event))
    {
    case GDK_MOTION_NOTIFY:
      return has_moved (self, event);
    case GDK_BUTTON_PRESS:
    case GDK_BUTTON_RELEASE:
    case GDK_KEY_PRESS:
    case GDK_KEY_RELEASE:
    case GDK_SCROLL:
    case GDK_TOUCH_BEGIN:
    case GDK_TOUCH_UPDATE:
    case GDK_TOUCH_END:
      return TRUE;
    default:
      return FALSE;
    }
}

static gboolean
event_cb (ZmIdleWatch *self,
          GdkEvent    *event)
{
  if (is_somebody (self, event))
    zm_idle_watch_touch (self);

  return GDK_EVENT_PROPAGATE;
}

static void
watch (ZmIdleWatch *self,
       GtkWidget   *window)
{
  GtkEventController *controller;

  if (g_object_get_data (G_OBJECT (window), WATCHED) != NULL)
    return;

  controller = gtk_event_controller_legacy_new ();
  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  g_signal_connect_object (controller, "event", G_CALLBACK (event_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (window, controller);
  g_object_set_data (G_OBJECT (window), WATCHED, controller);
}

static void
windows_changed_cb (ZmIdleWatch *self,
                    guint        position,
                    guint        removed,
                    guint        added,
                    GListModel  *windows)
{
  for (guint i = position; i < position + added; i++)
    {
      g_autoptr(GtkWidget) window = g_list_model_get_item (windows, i);

      watch (self, window);
    }
}

static void
zm_idle_watch_finalize (GObject *object)
{
  g_clear_handle_id (&ZM_IDLE_WATCH (object)->due, g_source_remove);

  G_OBJECT_CLASS (zm_idle_watch_parent_class)->finalize (object);
}

static void
zm_idle_watch_class_init (ZmIdleWatchClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = zm_idle_watch_finalize;

  signals[IDLE] = g_signal_new ("idle", ZM_TYPE_IDLE_WATCH, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 0);
}

static void
zm_idle_watch_init (ZmIdleWatch *self)
{
}

ZmIdleWatch *
zm_idle_watch_new (guint timeout)
{
  ZmIdleWatch *self = g_object_new (ZM_TYPE_IDLE_WATCH, NULL);
  GListModel *windows = gtk_window_get_toplevels ();

  self->timeout = timeout;
  if (timeout == 0)
    return self;

  g_signal_connect_object (windows, "items-changed", G_CALLBACK (windows_changed_cb), self,
                           G_CONNECT_SWAPPED);
  windows_changed_cb (self, 0, 0, g_list_model_get_n_items (windows), windows);
  zm_idle_watch_touch (self);

  return self;
}

void
zm_idle_watch_touch (ZmIdleWatch *self)
{
  g_return_if_fail (ZM_IS_IDLE_WATCH (self));

  self->touched = g_get_monotonic_time ();
  if (self->timeout > 0 && self->due == 0)
    wait_for_rest (self, self->timeout);
}
