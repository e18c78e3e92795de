#include "ui/progress.h"

#define PARTS    1000
#define INTERVAL 50 /* ms */

struct _ZmProgress {
  GObject       parent_instance;

  GMainContext *context;
  int           parts; /* atomic */
  int           told;  /* atomic: a notification is on its way */
};

G_DEFINE_FINAL_TYPE (ZmProgress, zm_progress, G_TYPE_OBJECT)

enum {
  PROP_0,
  PROP_FRACTION,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
zm_progress_get_property (GObject    *object,
                          guint       prop_id,
                          GValue     *value,
                          GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_FRACTION:
      g_value_set_double (value, zm_progress_get_fraction (ZM_PROGRESS (object)));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
zm_progress_finalize (GObject *object)
{
  g_main_context_unref (ZM_PROGRESS (object)->context);

  G_OBJECT_CLASS (zm_progress_parent_class)->finalize (object);
}

static void
zm_progress_class_init (ZmProgressClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = zm_progress_finalize;
  object_class->get_property = zm_progress_get_property;

  properties[PROP_FRACTION] = g_param_spec_double ("fraction", NULL, NULL, 0, 1, 0,
                                                   G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
zm_progress_init (ZmProgress *self)
{
  self->context = g_main_context_ref_thread_default ();
}

ZmProgress *
zm_progress_new (void)
{
  return g_object_new (ZM_TYPE_PROGRESS, NULL);
}

double
zm_progress_get_fraction (ZmProgress *self)
{
  g_return_val_if_fail (ZM_IS_PROGRESS (self), 0);

  return (double) g_atomic_int_get (&self->parts) / PARTS;
}

static gboolean
tell_cb (gpointer user_data)
{
  ZmProgress *self = user_data;

  g_atomic_int_set (&self->told, FALSE);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FRACTION]);
  return G_SOURCE_REMOVE;
}

void
zm_progress_report (guint64  done,
                    guint64  total,
                    gpointer self)
{
  ZmProgress *progress = self;
  g_autoptr(GSource) source = NULL;

  g_return_if_fail (ZM_IS_PROGRESS (progress));

  g_atomic_int_set (&progress->parts, total > 0 ? (int) (MIN (done, total) * PARTS / total) : 0);
  if (!g_atomic_int_compare_and_exchange (&progress->told, FALSE, TRUE))
    return;

  source = g_timeout_source_new (INTERVAL);
  g_source_set_callback (source, tell_cb, g_object_ref (progress), g_object_unref);
  g_source_attach (source, progress->context);
}
