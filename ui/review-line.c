#include "ui/review-line.h"

#include "ui/accessible.h"
#include "ui/template.h"

struct _ZmReviewLine {
  GtkWidget     parent_instance;

  ZmReviewItem *item;
};

G_DEFINE_FINAL_TYPE (ZmReviewLine, zm_review_line, GTK_TYPE_WIDGET)

enum {
  PROP_0,
  PROP_ITEM,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
name_row (ZmReviewLine *self)
{
  GtkWidget *parent = gtk_widget_get_parent (GTK_WIDGET (self));
  g_autofree char *summary = NULL;

  if (parent == NULL || self->item == NULL)
    return;

  g_object_get (self->item, "summary", &summary, NULL);
  zm_accessible_set_label (parent, summary);
}

static void
zm_review_line_get_property (GObject    *object,
                             guint       prop_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_ITEM:
      g_value_set_object (value, ZM_REVIEW_LINE (object)->item);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
zm_review_line_set_property (GObject      *object,
                             guint         prop_id,
                             const GValue *value,
                             GParamSpec   *pspec)
{
  ZmReviewLine *self = ZM_REVIEW_LINE (object);

  switch (prop_id)
    {
    case PROP_ITEM:
      if (g_set_object (&self->item, g_value_get_object (value)))
        {
          name_row (self);
          g_object_notify_by_pspec (object, pspec);
        }
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
zm_review_line_dispose (GObject *object)
{
  zm_template_dispose (GTK_WIDGET (object), ZM_TYPE_REVIEW_LINE);
  g_clear_object (&ZM_REVIEW_LINE (object)->item);

  G_OBJECT_CLASS (zm_review_line_parent_class)->dispose (object);
}

static void
zm_review_line_class_init (ZmReviewLineClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = zm_review_line_dispose;
  object_class->get_property = zm_review_line_get_property;
  object_class->set_property = zm_review_line_set_property;

  properties[PROP_ITEM] = g_param_spec_object ("item", NULL, NULL, ZM_TYPE_REVIEW_ITEM,
                                               G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY |
                                               G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (ZM_TYPE_BADGE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/zmonitor/Station/review-line.ui");
}

static void
zm_review_line_init (ZmReviewLine *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect (self, "notify::parent", G_CALLBACK (name_row), NULL);
}
