#include "config.h"

#include "ui/bench-tile.h"

#include "ui/accessible.h"
#include "ui/bench-need.h"
#include "ui/bench-pair.h"
#include "ui/bench-place.h"
#include "ui/simulated-screen.h"

#include <glib/gi18n.h>

struct _ZmBenchTile {
  GtkListBoxRow  parent_instance;

  ZmBenchPort   *port;
  gboolean       chosen;

  GtkLabel      *hint;
  GtkWidget     *identify;
  GtkWidget     *scan;
};

G_DEFINE_FINAL_TYPE (ZmBenchTile, zm_bench_tile, GTK_TYPE_LIST_BOX_ROW)

enum {
  PROP_0,
  PROP_CHOSEN,
  PROP_PORT,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static gboolean
has_object (gpointer  self,
            GObject  *object)
{
  return object != NULL;
}

/* Only what is waiting for it is scanned. */
static gboolean
can_scan (gpointer    self,
          GObject    *session,
          gboolean    busy,
          const char *status)
{
  return session == NULL && !busy && g_strcmp0 (status, "waiting") == 0;
}

static void
scan_screen (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  zm_bench_pair_screen (ZM_BENCH_TILE (widget)->port);
}

static void
identify (GtkWidget  *widget,
          const char *action_name,
          GVariant   *parameter)
{
  zm_bench_place_identify (ZM_BENCH_TILE (widget)->port);
}

static void
update_identify (ZmBenchTile *self)
{
  gtk_widget_set_visible (self->identify, zm_bench_place_can_identify (self->port));
}

static void
name_tile (ZmBenchTile *self)
{
  g_autofree char *title = NULL;
  g_autofree char *subtitle = NULL;
  g_autofree char *status = NULL;
  g_autofree char *name = NULL;
  g_autofree char *scan = NULL;
  g_autofree char *which = NULL;

  g_object_get (self->port, "title", &title, "subtitle", &subtitle, "status", &status, NULL);
  name = g_strdup_printf ("%s, %s: %s", title, subtitle, status);
  scan = g_strdup_printf (_("Scan the screen of %s"), title);
  which = g_strdup_printf (_("Have the device at %s show itself"), title);
  zm_accessible_set_label (GTK_WIDGET (self), name);
  zm_accessible_set_label (self->scan, scan);
  zm_accessible_set_label (self->identify, which);
}

static void
update_hint (ZmBenchTile *self)
{
  g_autofree char *hint = zm_bench_need_tell (self->port);

  gtk_label_set_text (self->hint, hint != NULL ? hint : "");
  gtk_widget_set_visible (GTK_WIDGET (self->hint), hint != NULL);
  zm_accessible_set_description (GTK_WIDGET (self), hint != NULL ? hint : "");
}

static void
update_tile (ZmBenchTile *self)
{
  name_tile (self);
  update_hint (self);
  update_identify (self);
}

static void
zm_bench_tile_constructed (GObject *object)
{
  ZmBenchTile *self = ZM_BENCH_TILE (object);

  G_OBJECT_CLASS (zm_bench_tile_parent_class)->constructed (object);

  g_signal_connect_object (self->port, "notify", G_CALLBACK (update_tile), self,
                           G_CONNECT_SWAPPED);
  update_tile (self);
}

static void
set_chosen (ZmBenchTile *self,
            gboolean     chosen)
{
  if (self->chosen == chosen)
    return;

  self->chosen = chosen;
  if (chosen)
    gtk_widget_add_css_class (GTK_WIDGET (self), "chosen");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "chosen");
  gtk_accessible_update_state (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_STATE_SELECTED, chosen, -1);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CHOSEN]);
}

static void
zm_bench_tile_get_property (GObject    *object,
                            guint       prop_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_CHOSEN:
      g_value_set_boolean (value, ZM_BENCH_TILE (object)->chosen);
      break;
    case PROP_PORT:
      g_value_set_object (value, ZM_BENCH_TILE (object)->port);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
zm_bench_tile_set_property (GObject      *object,
                            guint         prop_id,
                            const GValue *value,
                            GParamSpec   *pspec)
{
  switch (prop_id)
    {
    case PROP_CHOSEN:
      set_chosen (ZM_BENCH_TILE (object), g_value_get_boolean (value));
      break;
    case PROP_PORT:
      ZM_BENCH_TILE (object)->port = g_value_dup_object (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
zm_bench_tile_finalize (GObject *object)
{
  g_clear_object (&ZM_BENCH_TILE (object)->port);

  G_OBJECT_CLASS (zm_bench_tile_parent_class)->finalize (object);
}

static void
zm_bench_tile_class_init (ZmBenchTileClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = zm_bench_tile_constructed;
  object_class->finalize = zm_bench_tile_finalize;
  object_class->get_property = zm_bench_tile_get_property;
  object_class->set_property = zm_bench_tile_set_property;

  properties[PROP_CHOSEN] = g_param_spec_boolean ("chosen", NULL, NULL, FALSE,
                                                  G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY |
                                                  G_PARAM_STATIC_STRINGS);
  properties[PROP_PORT] = g_param_spec_object ("port", NULL, NULL, ZM_TYPE_BENCH_PORT,
                                               G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY |
                                               G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_install_action (widget_class, "tile.identify", NULL, identify);
  gtk_widget_class_install_action (widget_class, "tile.scan", NULL, scan_screen);

  g_type_ensure (ZM_TYPE_BADGE);
  g_type_ensure (ZM_TYPE_SIMULATED_DEVICE);
  g_type_ensure (ZM_TYPE_SIMULATED_SCREEN);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/zmonitor/Station/bench-tile.ui");
  gtk_widget_class_bind_template_child (widget_class, ZmBenchTile, hint);
  gtk_widget_class_bind_template_child (widget_class, ZmBenchTile, identify);
  gtk_widget_class_bind_template_child (widget_class, ZmBenchTile, scan);
  gtk_widget_class_bind_template_callback (widget_class, can_scan);
  gtk_widget_class_bind_template_callback (widget_class, has_object);
}

static void
zm_bench_tile_init (ZmBenchTile *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
zm_bench_tile_new (ZmBenchPort *port)
{
  g_return_val_if_fail (ZM_IS_BENCH_PORT (port), NULL);

  return g_object_new (ZM_TYPE_BENCH_TILE, "port", port, NULL);
}

ZmBenchPort *
zm_bench_tile_get_port (ZmBenchTile *self)
{
  g_return_val_if_fail (ZM_IS_BENCH_TILE (self), NULL);

  return self->port;
}
