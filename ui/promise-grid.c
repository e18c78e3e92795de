#include "ui/promise-grid.h"

#include "app/base/join.h"
#include "app/base/text.h"
#include "ui/template.h"

struct _ZmPromiseGrid {
  GtkWidget  parent_instance;

  ZmSession *session;
};

G_DEFINE_FINAL_TYPE (ZmPromiseGrid, zm_promise_grid, GTK_TYPE_WIDGET)

enum {
  PROP_0,
  PROP_SESSION,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static char *
format_holder (gpointer    self,
               const char *device_id,
               const char *label)
{
  g_autofree char *holder = device_id != NULL ? zm_join_list (device_id, label, NULL) : NULL;

  return holder != NULL ? zm_text_escape (holder, -1) : NULL;
}

static gboolean
has_text (gpointer    self,
          const char *text)
{
  return text != NULL;
}

static void
zm_promise_grid_get_property (GObject    *object,
                              guint       prop_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_SESSION:
      g_value_set_object (value, ZM_PROMISE_GRID (object)->session);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
zm_promise_grid_set_property (GObject      *object,
                              guint         prop_id,
                              const GValue *value,
                              GParamSpec   *pspec)
{
  switch (prop_id)
    {
    case PROP_SESSION:
      if (g_set_object (&ZM_PROMISE_GRID (object)->session, g_value_get_object (value)))
        g_object_notify_by_pspec (object, pspec);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
zm_promise_grid_dispose (GObject *object)
{
  zm_template_dispose (GTK_WIDGET (object), ZM_TYPE_PROMISE_GRID);
  g_clear_object (&ZM_PROMISE_GRID (object)->session);

  G_OBJECT_CLASS (zm_promise_grid_parent_class)->dispose (object);
}

static void
zm_promise_grid_class_init (ZmPromiseGridClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = zm_promise_grid_dispose;
  object_class->get_property = zm_promise_grid_get_property;
  object_class->set_property = zm_promise_grid_set_property;

  properties[PROP_SESSION] = g_param_spec_object ("session", NULL, NULL, ZM_TYPE_SESSION,
                                                  G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY |
                                                  G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (ZM_TYPE_SESSION);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/zmonitor/Station/promise-grid.ui");
  gtk_widget_class_bind_template_callback (widget_class, format_holder);
  gtk_widget_class_bind_template_callback (widget_class, has_text);
}

static void
zm_promise_grid_init (ZmPromiseGrid *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
