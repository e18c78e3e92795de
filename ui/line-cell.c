#include "ui/line-cell.h"

#include <adwaita.h>

/* What libadwaita gives a label of the class “dim-label”; nobody can be asked for it. */
#define DIM          0.55
#define DIM_CONTRAST 0.9

static int
get_indent (const ZmLineCell *cell)
{
  return (cell->style & ZM_LINE_CELL_BADGE) != 0 ? ZM_LINE_CELL_ICON + ZM_LINE_CELL_SPACING : 0;
}

static gboolean
is_mirrored (GtkWidget *widget)
{
  return gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
}

static PangoAttrList *
make_attributes (ZmLineCellStyle style)
{
  PangoAttrList *attributes = pango_attr_list_new ();

  if ((style & ZM_LINE_CELL_BOLD) != 0)
    pango_attr_list_insert (attributes, pango_attr_weight_new (PANGO_WEIGHT_BOLD));
  if ((style & ZM_LINE_CELL_DIGITS) != 0)
    pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum"));

  return attributes;
}

/* Of a context that goes with it: what a widget asks for by itself, it keeps. width: -1 for all. */
static PangoLayout *
make_layout (const ZmLineCell *cell,
             GtkWidget        *widget,
             int               width)
{
  PangoContext *context = gtk_widget_create_pango_context (widget);
  g_autoptr(PangoAttrList) attributes = make_attributes (cell->style);
  PangoLayout *layout = pango_layout_new (context);

  /* A date and a time are one value, which has no direction of its own. */
  if ((cell->style & ZM_LINE_CELL_DIGITS) != 0)
    pango_context_set_base_dir (context, PANGO_DIRECTION_LTR);
  pango_layout_set_text (layout, cell->text != NULL ? cell->text : "", -1);
  pango_layout_set_single_paragraph_mode (layout, TRUE);
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  pango_layout_set_width (layout, width < 0 ? -1 : width *PANGO_SCALE);
  pango_layout_set_attributes (layout, attributes);
  g_object_unref (context);

  return layout;
}

void
zm_line_cell_measure (const ZmLineCell *cell,
                      GtkWidget        *widget,
                      int              *width,
                      int              *height)
{
  g_autoptr(PangoLayout) layout = make_layout (cell, widget, -1);
  int text_width, text_height;

  pango_layout_get_pixel_size (layout, &text_width, &text_height);
  *width = get_indent (cell) + text_width;
  *height = MAX (text_height, get_indent (cell) > 0 ? ZM_LINE_CELL_ICON : 0);
}

gboolean
zm_line_cell_fits (const ZmLineCell *cell,
                   GtkWidget        *widget)
{
  int width, height;

  zm_line_cell_measure (cell, widget, &width, &height);
  return width <= cell->width;
}

void
zm_line_cell_get_area (const ZmLineCell *cell,
                       GtkWidget        *widget,
                       GdkRectangle     *area)
{
  *area = (GdkRectangle) { cell->left, cell->top, cell->width, cell->height };
  if (is_mirrored (widget))
    area->x = gtk_widget_get_width (widget) - cell->left - cell->width;
}

void
zm_line_cell_draw_icon (const char         *name,
                        GtkWidget          *widget,
                        const GdkRectangle *area,
                        const GdkRGBA      *colour,
                        GtkSnapshot        *snapshot)
{
  GtkIconTheme *theme = gtk_icon_theme_get_for_display (gtk_widget_get_display (widget));
  g_autoptr(GtkIconPaintable) icon =
    gtk_icon_theme_lookup_icon (theme, name, NULL, ZM_LINE_CELL_ICON,
                                gtk_widget_get_scale_factor (widget),
                                gtk_widget_get_direction (widget), 0);
  int left = area->x + (area->width - ZM_LINE_CELL_ICON) / 2;
  int top = area->y + (area->height - ZM_LINE_CELL_ICON) / 2;

  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) left, (float) top));
  gtk_symbolic_paintable_snapshot_symbolic (GTK_SYMBOLIC_PAINTABLE (icon), snapshot,
                                            ZM_LINE_CELL_ICON, ZM_LINE_CELL_ICON, colour, 1);
  gtk_snapshot_restore (snapshot);
}

/* As a part of this kind within the widget would have it. */
static void
get_colour (const ZmLineCell *cell,
            GtkWidget        *widget,
            GdkRGBA          *colour)
{
  GtkStyleContext *context = gtk_widget_get_style_context (widget);

  gtk_style_context_save (context);
  if ((cell->style & ZM_LINE_CELL_BADGE) != 0)
    gtk_style_context_add_class (context, zm_badge_kind_class (cell->kind));
  gtk_style_context_get_color (context, colour);
  gtk_style_context_restore (context);
}

static void
draw_text (const ZmLineCell   *cell,
           GtkWidget          *widget,
           const GdkRectangle *area,
           const GdkRGBA      *colour,
           GtkSnapshot        *snapshot)
{
  int width = MAX (0, area->width - get_indent (cell));
  g_autoptr(PangoLayout) layout = make_layout (cell, widget, width);
  PangoRectangle extents;
  int left = area->x + get_indent (cell);
  int top;

  /* It begins where the widget's language does, whatever its own is. */
  pango_layout_get_pixel_extents (layout, NULL, &extents);
  if (is_mirrored (widget))
    left = area->x + width - extents.width;
  left -= extents.x;
  top = area->y + (area->height - extents.height) / 2;

  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) left, (float) top));
  gtk_snapshot_append_layout (snapshot, layout, colour);
  gtk_snapshot_restore (snapshot);
}

void
zm_line_cell_draw (const ZmLineCell *cell,
                   GtkWidget        *widget,
                   GtkSnapshot      *snapshot)
{
  gboolean contrast = adw_style_manager_get_high_contrast (adw_style_manager_get_default ());
  gboolean dim = (cell->style & ZM_LINE_CELL_DIM) != 0;
  GdkRectangle area, icon;
  GdkRGBA colour;

  zm_line_cell_get_area (cell, widget, &area);
  get_colour (cell, widget, &colour);
  if (dim)
    gtk_snapshot_push_opacity (snapshot, contrast ? DIM_CONTRAST : DIM);

  if ((cell->style & ZM_LINE_CELL_BADGE) != 0)
    {
      icon = (GdkRectangle) { area.x, area.y, ZM_LINE_CELL_ICON, area.height };
      if (is_mirrored (widget))
        icon.x = area.x + area.width - ZM_LINE_CELL_ICON;
      zm_line_cell_draw_icon (zm_badge_kind_icon (cell->kind), widget, &icon, &colour, snapshot);
    }
  draw_text (cell, widget, &area, &colour, snapshot);

  if (dim)
    gtk_snapshot_pop (snapshot);
}
