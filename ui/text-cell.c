#include "ui/text-cell.h"

#include "ui/accessible.h"

#define ICON    16 /* pixels */
#define SPACING 6

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

static int
get_indent (ZmTextCell *self)
{
  return self->badge ? ICON + SPACING : 0;
}

/* Digits are as wide as each other where the style says so. */
static void
set_features (GtkWidget   *widget,
              PangoLayout *layout)
{
  g_autoptr(PangoAttrList) attributes = NULL;

  if (!gtk_widget_has_css_class (widget, "numeric"))
    return;

  attributes = pango_attr_list_new ();
  pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum"));
  pango_layout_set_attributes (layout, attributes);
}

/* Of a context that goes with it: what a widget asks for by itself, it keeps. width: -1 for all. */
static PangoLayout *
make_layout (ZmTextCell *self,
             int         width)
{
  PangoContext *context = gtk_widget_create_pango_context (GTK_WIDGET (self));
  PangoLayout *layout = pango_layout_new (context);

  pango_layout_set_text (layout, self->text != NULL ? self->text : "", -1);
  pango_layout_set_single_paragraph_mode (layout, TRUE);
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  pango_layout_set_width (layout, width < 0 ? -1 : width *PANGO_SCALE);
  set_features (GTK_WIDGET (self), layout);
  g_object_unref (context);

  return layout;
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
  g_autoptr(PangoLayout) layout = make_layout (self, -1);
  int width, height;

  pango_layout_get_pixel_size (layout, &width, &height);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = get_indent (self);
      *natural = get_indent (self) + width;
    }
  else
    {
      *minimum = *natural = MAX (height, self->badge ? ICON : 0);
    }
}

static void
draw_icon (ZmTextCell    *self,
           GtkSnapshot   *snapshot,
           const GdkRGBA *colour,
           int            left)
{
  GtkWidget *widget = GTK_WIDGET (self);
  GtkIconTheme *theme = gtk_icon_theme_get_for_display (gtk_widget_get_display (widget));
  g_autoptr(GtkIconPaintable) icon =
    gtk_icon_theme_lookup_icon (theme, zm_badge_kind_icon (self->kind), NULL, ICON,
                                gtk_widget_get_scale_factor (widget),
                                gtk_widget_get_direction (widget), 0);
  int top = (gtk_widget_get_height (widget) - ICON) / 2;

  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) left, (float) top));
  gtk_symbolic_paintable_snapshot_symbolic (GTK_SYMBOLIC_PAINTABLE (icon), snapshot, ICON, ICON, colour,
                                            1);
  gtk_snapshot_restore (snapshot);
}

static void
zm_text_cell_snapshot (GtkWidget   *widget,
                       GtkSnapshot *snapshot)
{
  ZmTextCell *self = ZM_TEXT_CELL (widget);
  gboolean is_mirrored = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int width = MAX (0, gtk_widget_get_width (widget) - get_indent (self));
  g_autoptr(PangoLayout) layout = make_layout (self, width);
  int height, left, top;
  GdkRGBA colour;

  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &colour);
  if (self->badge)
    draw_icon (self, snapshot, &colour, is_mirrored ? width + SPACING : 0);

  pango_layout_get_pixel_size (layout, NULL, &height);
  left = is_mirrored ? 0 : get_indent (self);
  top = (gtk_widget_get_height (widget) - height) / 2;
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) left, (float) top));
  gtk_snapshot_append_layout (snapshot, layout, &colour);
  gtk_snapshot_restore (snapshot);
}

static gboolean
zm_text_cell_query_tooltip (GtkWidget  *widget,
                            int         x,
                            int         y,
                            gboolean    keyboard_tooltip,
                            GtkTooltip *tooltip)
{
  ZmTextCell *self = ZM_TEXT_CELL (widget);
  g_autoptr(PangoLayout) layout = make_layout (self, -1);
  int width;

  pango_layout_get_pixel_size (layout, &width, NULL);
  if (width + get_indent (self) <= gtk_widget_get_width (widget))
    return FALSE;

  gtk_tooltip_set_text (tooltip, self->text);
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
