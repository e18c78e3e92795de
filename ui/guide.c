#include "ui/guide.h"

#include "ui/pairing-page.h"
#include "ui/session-page.h"

struct _ZmGuide {
  GtkWidget     parent_instance;

  ZmBenchPort  *port;
  ZmCameraDesk *camera;
  GtkWidget    *page;
  gboolean      compact;
};

G_DEFINE_FINAL_TYPE (ZmGuide, zm_guide, GTK_TYPE_WIDGET)

enum {
  PROP_0,
  PROP_CAMERA,
  PROP_COMPACT,
  PROP_PORT,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static gboolean
has_focus_within (ZmGuide *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self));
}

/* Taken away at once, but let go only when nothing is going on: it may be that a button within it
 * was pressed for this, and a button that outlives its page looks for what it was bound to. */
static void
drop_page (ZmGuide *self)
{
  GtkWidget *page = g_steal_pointer (&self->page);

  if (page == NULL)
    return;

  g_object_ref (page);
  gtk_widget_unparent (page);
  g_idle_add_once (g_object_unref, page);
}

static void
replace_page (ZmGuide *self)
{
  ZmSession *session = zm_bench_port_get_session (self->port);
  gboolean focused = has_focus_within (self);

  drop_page (self);
  if (session != NULL)
    {
      self->page = zm_session_page_new (self->port, session);
      g_object_bind_property (self, "compact", self->page, "compact", G_BINDING_SYNC_CREATE);
    }
  else
    {
      self->page = zm_pairing_page_new (self->port, self->camera);
    }
  gtk_widget_set_parent (self->page, GTK_WIDGET (self));
  if (focused)
    gtk_widget_child_focus (self->page, GTK_DIR_TAB_FORWARD);
}

static void
zm_guide_constructed (GObject *object)
{
  ZmGuide *self = ZM_GUIDE (object);

  G_OBJECT_CLASS (zm_guide_parent_class)->constructed (object);

  g_signal_connect_object (self->port, "notify::session", G_CALLBACK (replace_page), self,
                           G_CONNECT_SWAPPED);
  replace_page (self);
}

static void
zm_guide_get_property (GObject    *object,
                       guint       prop_id,
                       GValue     *value,
                       GParamSpec *pspec)
{
  ZmGuide *self = ZM_GUIDE (object);

  switch (prop_id)
    {
    case PROP_CAMERA:
      g_value_set_object (value, self->camera);
      break;
    case PROP_COMPACT:
      g_value_set_boolean (value, self->compact);
      break;
    case PROP_PORT:
      g_value_set_object (value, self->port);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
set_compact (ZmGuide  *self,
             gboolean  compact)
{
  if (self->compact == compact)
    return;

  self->compact = compact;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_COMPACT]);
}

static void
zm_guide_set_property (GObject      *object,
                       guint         prop_id,
                       const GValue *value,
                       GParamSpec   *pspec)
{
  ZmGuide *self = ZM_GUIDE (object);

  switch (prop_id)
    {
    case PROP_CAMERA:
      self->camera = g_value_dup_object (value);
      break;
    case PROP_COMPACT:
      set_compact (self, g_value_get_boolean (value));
      break;
    case PROP_PORT:
      self->port = g_value_dup_object (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
zm_guide_dispose (GObject *object)
{
  ZmGuide *self = ZM_GUIDE (object);

  g_clear_pointer (&self->page, gtk_widget_unparent);

  G_OBJECT_CLASS (zm_guide_parent_class)->dispose (object);
}

static void
zm_guide_finalize (GObject *object)
{
  g_clear_object (&ZM_GUIDE (object)->camera);
  g_clear_object (&ZM_GUIDE (object)->port);

  G_OBJECT_CLASS (zm_guide_parent_class)->finalize (object);
}

static void
zm_guide_class_init (ZmGuideClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = zm_guide_constructed;
  object_class->dispose = zm_guide_dispose;
  object_class->finalize = zm_guide_finalize;
  object_class->get_property = zm_guide_get_property;
  object_class->set_property = zm_guide_set_property;

  properties[PROP_CAMERA] = g_param_spec_object ("camera", NULL, NULL, G_TYPE_OBJECT,
                                                 G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY |
                                                 G_PARAM_STATIC_STRINGS);
  properties[PROP_COMPACT] = g_param_spec_boolean ("compact", NULL, NULL, FALSE,
                                                   G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY |
                                                   G_PARAM_STATIC_STRINGS);
  properties[PROP_PORT] = g_param_spec_object ("port", NULL, NULL, ZM_TYPE_BENCH_PORT,
                                               G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY |
                                               G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
zm_guide_init (ZmGuide *self)
{
}

GtkWidget *
zm_guide_new (ZmBenchPort  *port,
              ZmCameraDesk *camera)
{
  g_return_val_if_fail (ZM_IS_BENCH_PORT (port), NULL);

  return g_object_new (ZM_TYPE_GUIDE, "port", port, "camera", camera, NULL);
}
