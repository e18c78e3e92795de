#include "config.h"

#include "ui/detail-row.h"

#include "app/base/join.h"
#include "ui/accessible.h"
#include "ui/number-words.h"

#include <glib/gi18n.h>

struct _ZmDetailRow {
  GtkListBoxRow  parent_instance;

  ZmDetailItem  *item;

  GtkWidget     *copy_button;
};

G_DEFINE_FINAL_TYPE (ZmDetailRow, zm_detail_row, GTK_TYPE_LIST_BOX_ROW)

enum {
  PROP_0,
  PROP_ITEM,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

/* Lines that are one long number are broken into groups. */
static char *
format_value (gpointer    self,
              const char *value)
{
  g_auto(GStrv) lines = g_strsplit (value != NULL ? value : "", "\n", -1);

  for (char **line = lines; *line != NULL; line++)
    {
      char *grouped;

      if (!zm_number_words_is_hash (*line))
        continue;
      grouped = zm_number_words_group_serial (*line);
      g_free (*line);
      *line = grouped;
    }

  return g_strjoinv ("\n", lines);
}

static gboolean
has_text (gpointer    self,
          const char *text)
{
  return text != NULL;
}

static gboolean
is_extension (gpointer    self,
              const char *kind)
{
  return g_strcmp0 (kind, "extension") == 0;
}

static char *
format_criticality (gpointer self,
                    gboolean critical)
{
  return g_strdup (critical ? _("Critical") : _("Not critical"));
}

static void
copy (GtkWidget  *widget,
      const char *action_name,
      GVariant   *parameter)
{
  g_autofree char *value = NULL;

  g_object_get (ZM_DETAIL_ROW (widget)->item, "value", &value, NULL);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), value);
}

static void
name_row (ZmDetailRow *self)
{
  g_autofree char *name = NULL;
  g_autofree char *value = NULL;
  g_autofree char *kind = NULL;
  g_autofree char *title = NULL;
  g_autofree char *row_name = NULL;
  g_autofree char *copy_name = NULL;
  gboolean critical;

  g_object_get (self->item, "name", &name, "value", &value, "kind", &kind, "critical", &critical,
                NULL);
  title = zm_join_list (name, !is_extension (self, kind) ? NULL : critical ? _("critical")
                                                                           : _("not critical"),
                        NULL);
  row_name = zm_join_pair (title, value);
  copy_name = g_strdup_printf (_("Copy %s"), name);
  zm_accessible_set_label (GTK_WIDGET (self), row_name);
  zm_accessible_set_label (self->copy_button, copy_name);
}

static void
zm_detail_row_constructed (GObject *object)
{
  G_OBJECT_CLASS (zm_detail_row_parent_class)->constructed (object);

  name_row (ZM_DETAIL_ROW (object));
}

static void
zm_detail_row_get_property (GObject    *object,
                            guint       prop_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_ITEM:
      g_value_set_object (value, ZM_DETAIL_ROW (object)->item);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
zm_detail_row_set_property (GObject      *object,
                            guint         prop_id,
                            const GValue *value,
                            GParamSpec   *pspec)
{
  switch (prop_id)
    {
    case PROP_ITEM:
      ZM_DETAIL_ROW (object)->item = g_value_dup_object (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
zm_detail_row_finalize (GObject *object)
{
  g_clear_object (&ZM_DETAIL_ROW (object)->item);

  G_OBJECT_CLASS (zm_detail_row_parent_class)->finalize (object);
}

static void
zm_detail_row_class_init (ZmDetailRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = zm_detail_row_constructed;
  object_class->finalize = zm_detail_row_finalize;
  object_class->get_property = zm_detail_row_get_property;
  object_class->set_property = zm_detail_row_set_property;

  properties[PROP_ITEM] = g_param_spec_object ("item", NULL, NULL, ZM_TYPE_DETAIL_ITEM,
                                               G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY |
                                               G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_install_action (widget_class, "detail.copy", NULL, copy);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/zmonitor/Station/detail-row.ui");
  gtk_widget_class_bind_template_child (widget_class, ZmDetailRow, copy_button);
  gtk_widget_class_bind_template_callback (widget_class, format_criticality);
  gtk_widget_class_bind_template_callback (widget_class, format_value);
  gtk_widget_class_bind_template_callback (widget_class, has_text);
  gtk_widget_class_bind_template_callback (widget_class, is_extension);
}

static void
zm_detail_row_init (ZmDetailRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
zm_detail_row_new (ZmDetailItem *item)
{
  g_return_val_if_fail (ZM_IS_DETAIL_ITEM (item), NULL);

  return g_object_new (ZM_TYPE_DETAIL_ROW, "item", item, NULL);
}
