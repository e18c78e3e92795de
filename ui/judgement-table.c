#include "ui/judgement-table.h"

#include "ui/judgement-line.h"
#include "ui/template.h"
#include "ui/two-shapes.h"

#include <adwaita.h>

struct _ZmJudgementTable {
  GtkWidget   parent_instance;

  GListModel *model;

  ZmTwoShapes *heads;
  GtkListBox  *rows;
  GtkSizeGroup *wide; /* of the heads and of all rows: they take the same shape */
};

G_DEFINE_FINAL_TYPE (ZmJudgementTable, zm_judgement_table, GTK_TYPE_WIDGET)

enum {
  PROP_0,
  PROP_MODEL,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static GtkWidget *
create_row_cb (gpointer item,
               gpointer user_data)
{
  ZmJudgementTable *self = user_data;
  GtkWidget *line = zm_judgement_line_new (item);

  gtk_size_group_add_widget (self->wide, zm_judgement_line_get_wide (ZM_JUDGEMENT_LINE (line)));
  return line;
}

static void
set_model (ZmJudgementTable *self,
           GListModel       *model)
{
  if (!g_set_object (&self->model, model))
    return;

  gtk_list_box_bind_model (self->rows, model, create_row_cb, self, NULL);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MODEL]);
}

static void
zm_judgement_table_get_property (GObject    *object,
                                 guint       prop_id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_MODEL:
      g_value_set_object (value, ZM_JUDGEMENT_TABLE (object)->model);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
zm_judgement_table_set_property (GObject      *object,
                                 guint         prop_id,
                                 const GValue *value,
                                 GParamSpec   *pspec)
{
  switch (prop_id)
    {
    case PROP_MODEL:
      set_model (ZM_JUDGEMENT_TABLE (object), g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
zm_judgement_table_dispose (GObject *object)
{
  ZmJudgementTable *self = ZM_JUDGEMENT_TABLE (object);

  zm_template_dispose (GTK_WIDGET (self), ZM_TYPE_JUDGEMENT_TABLE);
  g_clear_object (&self->model);
  g_clear_object (&self->wide);

  G_OBJECT_CLASS (zm_judgement_table_parent_class)->dispose (object);
}

static void
zm_judgement_table_class_init (ZmJudgementTableClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = zm_judgement_table_dispose;
  object_class->get_property = zm_judgement_table_get_property;
  object_class->set_property = zm_judgement_table_set_property;

  properties[PROP_MODEL] = g_param_spec_object ("model", NULL, NULL, G_TYPE_LIST_MODEL,
                                                G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY |
                                                G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (ZM_TYPE_TWO_SHAPES);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/zmonitor/Station/judgement-table.ui");
  gtk_widget_class_bind_template_child (widget_class, ZmJudgementTable, heads);
  gtk_widget_class_bind_template_child (widget_class, ZmJudgementTable, rows);
}

static void
zm_judgement_table_init (ZmJudgementTable *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->wide = gtk_size_group_new (GTK_SIZE_GROUP_HORIZONTAL);
  gtk_size_group_add_widget (self->wide, zm_two_shapes_get_wide (self->heads));
}
