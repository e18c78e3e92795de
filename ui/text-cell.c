#include "ui/text-cell.h"

#include "ui/accessible.h"
#include "ui/line-cell.h"

struct _ZmTextCell {
  GtkWidget    parent_instance;

  char        *text;
  gboolean     badge;
  ZmBadgeKind  kind;
};

G_DEFINE_FINAL_TYPE (ZmTextCell, zm_text_cell, GTK_TYPE_WIDGET)

enum {
  PROP_0,
  PROP_BADGE,
  PROP_KIND,
  PROP_TEXT,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

/* Over all of the widget. Digits are as wide as each other where the style says so. */
static ZmLineCell
make_cell (ZmTextCell *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  ZmLineCellStyle style = ZM_LINE_CELL_PLAIN;

  if (self->badge)
    style |= ZM_LINE_CELL_BADGE;
  if (gtk_widget_has_css_class (widget, "numeric"))
    style |= ZM_LINE_CELL_DIGITS;

  return (ZmLineCell) {
           .text = self->text,
           .style = style,
           .kind = self->kind,
           .width = gtk_widget_get_width (widget),
           .height = gtk_widget_get_height (widget),
  };
}

static void
zm_text_cell_measure (GtkWidget      *widget,
                      GtkOrientation  orientation,
                      int             for_size,
                      int            *minimum,
                      int            *natural,
                      int            *minimum_baseline,
                      int            *natural_baseline)
{
  ZmTextCell *self = ZM_TEXT_CELL (widget);
  const ZmLineCell cell = make_cell (self);
  int width, height;

  zm_line_cell_measure (&cell, widget, &width, &height);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = self->badge ? ZM_LINE_CELL_ICON + ZM_LINE_CELL_SPACING : 0;
      *natural = width;
    }
  else
    {
      *minimum = *natural = height;
    }
}

static void
zm_text_cell_snapshot (GtkWidget   *widget,
                       GtkSnapshot *snapshot)
{
  const ZmLineCell cell = make_cell (ZM_TEXT_CELL (widget));

  zm_line_cell_draw (&cell, widget, snapshot);
}

static gboolean
zm_text_cell_query_tooltip (GtkWidget  *widget,
                            int         x,
                            int         y,
                            gboolean    keyboard_tooltip,
                            GtkTooltip *tooltip)
{
  const ZmLineCell cell = make_cell (ZM_TEXT_CELL (widget));

  if (zm_line_cell_fits (&cell, widget))
    return FALSE;

  gtk_tooltip_set_text (tooltip, cell.text);
  return TRUE;
}

static void
set_text (ZmTextCell *self,
          const char *text)
{
  if (g_strcmp0 (self->text, text) == 0)
    return;

  g_free (self->text);
  self->text = g_strdup (text);
  zm_accessible_set_label (GTK_WIDGET (self), text != NULL ? text : "");
  gtk_widget_queue_resize (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TEXT]);
}

/* What is no badge has the colour of its row. */
static void
set_look (ZmTextCell  *self,
          gboolean     badge,
          ZmBadgeKind  kind)
{
  if (self->badge)
    gtk_widget_remove_css_class (GTK_WIDGET (self), zm_badge_kind_class (self->kind));
  self->badge = badge;
  self->kind = kind;
  if (self->badge)
    gtk_widget_add_css_class (GTK_WIDGET (self), zm_badge_kind_class (self->kind));

  gtk_widget_queue_resize (GTK_WIDGET (self));
}

static void
zm_text_cell_get_property (GObject    *object,
                           guint       prop_id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  ZmTextCell *self = ZM_TEXT_CELL (object);

  switch (prop_id)
    {
    case PROP_BADGE:
      g_value_set_boolean (value, self->badge);
      break;
    case PROP_KIND:
      g_value_set_enum (value, (int) self->kind);
      break;
    case PROP_TEXT:
      g_value_set_string (value, self->text);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
zm_text_cell_set_property (GObject      *object,
                           guint         prop_id,
                           const GValue *value,
                           GParamSpec   *pspec)
{
  ZmTextCell *self = ZM_TEXT_CELL (object);

  switch (prop_id)
    {
    case PROP_BADGE:
      set_look (self, g_value_get_boolean (value), self->kind);
      break;
    case PROP_KIND:
      set_look (self, self->badge, (ZmBadgeKind) g_value_get_enum (value));
      break;
    case PROP_TEXT:
      set_text (self, g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
zm_text_cell_finalize (GObject *object)
{
  g_free (ZM_TEXT_CELL (object)->text);

  G_OBJECT_CLASS (zm_text_cell_parent_class)->finalize (object);
}

static void
zm_text_cell_class_init (ZmTextCellClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->finalize = zm_text_cell_finalize;
  object_class->get_property = zm_text_cell_get_property;
  object_class->set_property = zm_text_cell_set_property;
  widget_class->measure = zm_text_cell_measure;
  widget_class->query_tooltip = zm_text_cell_query_tooltip;
  widget_class->snapshot = zm_text_cell_snapshot;

  properties[PROP_BADGE] = g_param_spec_boolean ("badge", NULL, NULL, FALSE,
                                                 G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_KIND] = g_param_spec_enum ("kind", NULL, NULL, ZM_TYPE_BADGE_KIND,
                                             ZM_BADGE_NEUTRAL,
                                             G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_TEXT] = g_param_spec_string ("text", NULL, NULL, NULL,
                                               G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY |
                                               G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LABEL);
  gtk_widget_class_set_css_name (widget_class, "textcell");
}

static void
zm_text_cell_init (ZmTextCell *self)
{
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
}
