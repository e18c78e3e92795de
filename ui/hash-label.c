#include "config.h"

#include "ui/hash-label.h"

#include "ui/accessible.h"
#include "ui/number-words.h"
#include "ui/template.h"

#include <glib/gi18n.h>

struct _ZmHashLabel {
  GtkWidget        parent_instance;

  char            *hash;

  GtkToggleButton *toggle;
};

G_DEFINE_FINAL_TYPE (ZmHashLabel, zm_hash_label, GTK_TYPE_WIDGET)

enum {
  PROP_0,
  PROP_HASH,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static char *
format_hash (gpointer    self,
             const char *hash,
             gboolean    in_full)
{
  return in_full ? zm_number_words_group_serial (hash) : zm_number_words_shorten_hash (hash);
}

static void
copy (GtkWidget  *widget,
      const char *action_name,
      GVariant   *parameter)
{
  ZmHashLabel *self = ZM_HASH_LABEL (widget);

  if (self->hash != NULL)
    gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), self->hash);
}

static void
set_hash (ZmHashLabel *self,
          const char  *hash)
{
  g_autofree char *shortened = zm_number_words_shorten_hash (hash);
  g_autofree char *name = NULL;

  if (g_strcmp0 (self->hash, hash) == 0)
    return;

  g_free (self->hash);
  self->hash = g_strdup (hash);
  /* TRANSLATORS: the beginning and the end of a long number */
  name = g_strdup_printf (_("Show all of %s"), shortened != NULL ? shortened : "");
  zm_accessible_set_label (GTK_WIDGET (self->toggle), name);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_HASH]);
}

static void
zm_hash_label_get_property (GObject    *object,
                            guint       prop_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_HASH:
      g_value_set_string (value, ZM_HASH_LABEL (object)->hash);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
zm_hash_label_set_property (GObject      *object,
                            guint         prop_id,
                            const GValue *value,
                            GParamSpec   *pspec)
{
  switch (prop_id)
    {
    case PROP_HASH:
      set_hash (ZM_HASH_LABEL (object), g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
zm_hash_label_dispose (GObject *object)
{
  zm_template_dispose (GTK_WIDGET (object), ZM_TYPE_HASH_LABEL);

  G_OBJECT_CLASS (zm_hash_label_parent_class)->dispose (object);
}

static void
zm_hash_label_finalize (GObject *object)
{
  g_free (ZM_HASH_LABEL (object)->hash);

  G_OBJECT_CLASS (zm_hash_label_parent_class)->finalize (object);
}

static void
zm_hash_label_class_init (ZmHashLabelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = zm_hash_label_dispose;
  object_class->finalize = zm_hash_label_finalize;
  object_class->get_property = zm_hash_label_get_property;
  object_class->set_property = zm_hash_label_set_property;

  properties[PROP_HASH] = g_param_spec_string ("hash", NULL, NULL, NULL,
                                               G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY |
                                               G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_install_action (widget_class, "hash.copy", NULL, copy);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/zmonitor/Station/hash-label.ui");
  gtk_widget_class_bind_template_child (widget_class, ZmHashLabel, toggle);
  gtk_widget_class_bind_template_callback (widget_class, format_hash);
}

static void
zm_hash_label_init (ZmHashLabel *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
