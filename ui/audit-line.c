#include "ui/audit-line.h"

#include "ui/accessible.h"
#include "ui/letters.h"
#include "ui/line-cell.h"

#define WIDE     852 /* pixels beside usual letters; with the paddings of line and row the room of the head */
#define UNITS    37  /* of the columns */
#define UNIT_GAP 6
#define GAP      12  /* between two texts of a line in the narrow shape */
#define LINE_GAP 3

enum {
  TEXT_TIME,
  TEXT_ACTOR,
  TEXT_ACTION,
  TEXT_DEVICE,
  TEXT_OUTCOME,
  TEXT_DETAIL,
  N_TEXTS
};

struct _ZmAuditLine {
  GtkWidget     parent_instance;

  ZmAuditItem  *item;
  GSignalGroup *signals;

  char         *texts[N_TEXTS];
  char         *place; /* the actor and the device */
  ZmBadgeKind   kind;
  gboolean      expanded;
};

G_DEFINE_FINAL_TYPE (ZmAuditLine, zm_audit_line, GTK_TYPE_WIDGET)

enum {
  PROP_0,
  PROP_ITEM,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

/* --- Its shape --- */

typedef struct {
  ZmLineCell cells[N_TEXTS];
  guint n_cells;
  int height;
  GdkRectangle arrow; /* from left to right, as the cells */
} Shape;

static ZmLineCell *
add_cell (ZmAuditLine     *self,
          Shape           *shape,
          const char      *text,
          ZmLineCellStyle  style)
{
  ZmLineCell *cell = &shape->cells[shape->n_cells++];

  *cell = (ZmLineCell) { .text = text, .style = style, .kind = self->kind };
  return cell;
}

/* The left edge of a unit, or where the one before it ends with its gap. The pixels that are left over
 * go one each to the first, as the grid of the head shares them out. */
static int
get_edge (int unit,
          int width)
{
  int shared = MAX (0, width - (UNITS - 1) * UNIT_GAP);

  return unit * (shared / UNITS + UNIT_GAP) + MIN (unit, shared % UNITS);
}

/* In the columns of the list's head. */
static void
shape_wide (ZmAuditLine *self,
            int          width,
            Shape       *shape)
{
  static const struct {
    guint text;
    ZmLineCellStyle style;
    int first;
    int units;
  } columns[] = {
    { TEXT_TIME, ZM_LINE_CELL_DIGITS, 0, 6 },
    { TEXT_ACTOR, ZM_LINE_CELL_PLAIN, 6, 3 },
    { TEXT_ACTION, ZM_LINE_CELL_BOLD, 9, 7 },
    { TEXT_DEVICE, ZM_LINE_CELL_PLAIN, 16, 4 },
    { TEXT_OUTCOME, ZM_LINE_CELL_BADGE, 20, 4 },
    { TEXT_DETAIL, ZM_LINE_CELL_DIM, 24, 12 },
  };
  int height = ZM_LINE_CELL_ICON;

  for (gsize i = 0; i < G_N_ELEMENTS (columns); i++)
    {
      ZmLineCell *cell = add_cell (self, shape, self->texts[columns[i].text], columns[i].style);
      int natural, lines;

      cell->left = get_edge (columns[i].first, width);
      cell->width = get_edge (columns[i].first + columns[i].units, width) - UNIT_GAP - cell->left;
      zm_line_cell_measure (cell, GTK_WIDGET (self), &natural, &lines);
      height = MAX (height, lines);
    }

  for (guint i = 0; i < shape->n_cells; i++)
    shape->cells[i].height = height;
  shape->height = height;
  shape->arrow = (GdkRectangle) { get_edge (UNITS - 1, width), 0,
                                  width - get_edge (UNITS - 1, width), height };
}

/* A text that takes what is left, and one at the end of the line, before so many pixels. */
static void
shape_pair (ZmAuditLine *self,
            int          width,
            int          end,
            ZmLineCell  *first,
            ZmLineCell  *last,
            Shape       *shape)
{
  int height = end > 0 ? ZM_LINE_CELL_ICON : 0;
  int natural, first_height, last_height;

  zm_line_cell_measure (first, GTK_WIDGET (self), &natural, &first_height);
  zm_line_cell_measure (last, GTK_WIDGET (self), &natural, &last_height);
  height = MAX (height, MAX (first_height, last_height));

  last->width = MIN (natural, width * 2 / 3);
  last->left = MAX (0, width - end - last->width);
  first->width = MAX (0, last->left - GAP);
  first->top = last->top = shape->height;
  first->height = last->height = height;
  shape->height += height;
}

static void
shape_narrow (ZmAuditLine *self,
              int          width,
              Shape       *shape)
{
  ZmLineCell *action = add_cell (self, shape, self->texts[TEXT_ACTION], ZM_LINE_CELL_BOLD);
  ZmLineCell *outcome = add_cell (self, shape, self->texts[TEXT_OUTCOME], ZM_LINE_CELL_BADGE);
  ZmLineCell *place = add_cell (self, shape, self->place, ZM_LINE_CELL_PLAIN);
  ZmLineCell *time = add_cell (self, shape, self->texts[TEXT_TIME],
                               ZM_LINE_CELL_DIGITS | ZM_LINE_CELL_DIM);

  shape_pair (self, width, ZM_LINE_CELL_ICON + GAP, action, outcome, shape);
  shape->arrow = (GdkRectangle) { width - ZM_LINE_CELL_ICON, 0, ZM_LINE_CELL_ICON, shape->height };
  shape->height += LINE_GAP;
  shape_pair (self, width, 0, place, time, shape);

  if (self->texts[TEXT_DETAIL] != NULL && self->texts[TEXT_DETAIL][0] != '\0')
    {
      ZmLineCell *detail = add_cell (self, shape, self->texts[TEXT_DETAIL], ZM_LINE_CELL_DIM);
      int natural;

      detail->width = width;
      detail->top = shape->height + LINE_GAP;
      zm_line_cell_measure (detail, GTK_WIDGET (self), &natural, &detail->height);
      shape->height = detail->top + detail->height;
    }
}

static void
shape_line (ZmAuditLine *self,
            int          width,
            Shape       *shape)
{
  *shape = (Shape) { .n_cells = 0 };
  if (width >= zm_letters_scale (GTK_WIDGET (self), WIDE))
    shape_wide (self, width, shape);
  else
    shape_narrow (self, MAX (width, 0), shape);
}

static GtkSizeRequestMode
zm_audit_line_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
zm_audit_line_measure (GtkWidget      *widget,
                       GtkOrientation  orientation,
                       int             for_size,
                       int            *minimum,
                       int            *natural,
                       int            *minimum_baseline,
                       int            *natural_baseline)
{
  Shape shape;

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = ZM_LINE_CELL_ICON;
      *natural = zm_letters_scale (widget, WIDE);
      return;
    }

  shape_line (ZM_AUDIT_LINE (widget), for_size, &shape);
  *minimum = *natural = shape.height;
}

/* --- Drawing --- */

static void
draw_arrow (ZmAuditLine *self,
            const Shape *shape,
            GtkSnapshot *snapshot)
{
  GtkWidget *widget = GTK_WIDGET (self);
  GdkRectangle area = shape->arrow;
  GdkRGBA colour;

  if (gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL)
    area.x = gtk_widget_get_width (widget) - area.x - area.width;
  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &colour);
  zm_line_cell_draw_icon (self->expanded ? "pan-down-symbolic" : "pan-end-symbolic", widget, &area,
                          &colour, snapshot);
}

static void
zm_audit_line_snapshot (GtkWidget   *widget,
                        GtkSnapshot *snapshot)
{
  ZmAuditLine *self = ZM_AUDIT_LINE (widget);
  Shape shape;

  shape_line (self, gtk_widget_get_width (widget), &shape);
  for (guint i = 0; i < shape.n_cells; i++)
    zm_line_cell_draw (&shape.cells[i], widget, snapshot);
  draw_arrow (self, &shape, snapshot);
}

static gboolean
zm_audit_line_query_tooltip (GtkWidget  *widget,
                             int         x,
                             int         y,
                             gboolean    keyboard_tooltip,
                             GtkTooltip *tooltip)
{
  ZmAuditLine *self = ZM_AUDIT_LINE (widget);
  Shape shape;

  shape_line (self, gtk_widget_get_width (widget), &shape);
  for (guint i = 0; i < shape.n_cells; i++)
    {
      const ZmLineCell *cell = &shape.cells[i];
      GdkRectangle area;

      zm_line_cell_get_area (cell, widget, &area);
      if (!gdk_rectangle_contains_point (&area, x, y) || zm_line_cell_fits (cell, widget))
        continue;
      gtk_tooltip_set_text (tooltip, cell->text);
      gtk_tooltip_set_tip_area (tooltip, &area);
      return TRUE;
    }

  return FALSE;
}

/* --- Its record --- */

static void
forget (ZmAuditLine *self)
{
  for (guint i = 0; i < N_TEXTS; i++)
    g_clear_pointer (&self->texts[i], g_free);
  g_clear_pointer (&self->place, g_free);
}

static void
follow_expanded (ZmAuditLine *self)
{
  if (self->item == NULL)
    return;

  g_object_get (self->item, "expanded", &self->expanded, NULL);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* What the row is called leaves the detail out. */
static void
name_line (ZmAuditLine *self)
{
  g_autoptr(GString) name = g_string_new (NULL);

  for (guint i = 0; i < N_TEXTS; i++)
    {
      if (self->texts[i] != NULL && self->texts[i][0] != '\0')
        g_string_append_printf (name, "%s%s", name->len > 0 ? " · " : "", self->texts[i]);
    }
  zm_accessible_set_label (GTK_WIDGET (self), name->str);
}

static void
read_item (ZmAuditLine *self)
{
  forget (self);
  if (self->item == NULL)
    return;

  g_object_get (self->item,
                "time", &self->texts[TEXT_TIME],
                "actor", &self->texts[TEXT_ACTOR],
                "action", &self->texts[TEXT_ACTION],
                "device", &self->texts[TEXT_DEVICE],
                "outcome", &self->texts[TEXT_OUTCOME],
                "detail", &self->texts[TEXT_DETAIL],
                "kind", &self->kind,
                NULL);
  self->place = g_strdup_printf ("%s%s%s", self->texts[TEXT_ACTOR],
                                 self->texts[TEXT_DEVICE][0] != '\0' ? " · " : "",
                                 self->texts[TEXT_DEVICE]);
}

static void
set_item (ZmAuditLine *self,
          ZmAuditItem *item)
{
  if (!g_set_object (&self->item, item))
    return;

  g_signal_group_set_target (self->signals, item);
  read_item (self);
  name_line (self);
  follow_expanded (self);
  gtk_widget_queue_resize (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ITEM]);
}

static void
zm_audit_line_get_property (GObject    *object,
                            guint       prop_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_ITEM:
      g_value_set_object (value, ZM_AUDIT_LINE (object)->item);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
zm_audit_line_set_property (GObject      *object,
                            guint         prop_id,
                            const GValue *value,
                            GParamSpec   *pspec)
{
  switch (prop_id)
    {
    case PROP_ITEM:
      set_item (ZM_AUDIT_LINE (object), g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
zm_audit_line_dispose (GObject *object)
{
  ZmAuditLine *self = ZM_AUDIT_LINE (object);

  g_clear_object (&self->signals);
  g_clear_object (&self->item);

  G_OBJECT_CLASS (zm_audit_line_parent_class)->dispose (object);
}

static void
zm_audit_line_finalize (GObject *object)
{
  forget (ZM_AUDIT_LINE (object));

  G_OBJECT_CLASS (zm_audit_line_parent_class)->finalize (object);
}

static void
zm_audit_line_class_init (ZmAuditLineClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = zm_audit_line_dispose;
  object_class->finalize = zm_audit_line_finalize;
  object_class->get_property = zm_audit_line_get_property;
  object_class->set_property = zm_audit_line_set_property;
  widget_class->get_request_mode = zm_audit_line_get_request_mode;
  widget_class->measure = zm_audit_line_measure;
  widget_class->query_tooltip = zm_audit_line_query_tooltip;
  widget_class->snapshot = zm_audit_line_snapshot;

  properties[PROP_ITEM] = g_param_spec_object ("item", NULL, NULL, ZM_TYPE_AUDIT_ITEM,
                                               G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY |
                                               G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LABEL);
  gtk_widget_class_set_css_name (widget_class, "auditline");
}

static void
zm_audit_line_init (ZmAuditLine *self)
{
  self->signals = g_signal_group_new (ZM_TYPE_AUDIT_ITEM);
  g_signal_group_connect_swapped (self->signals, "notify::expanded", G_CALLBACK (follow_expanded),
                                  self);
  gtk_widget_add_css_class (GTK_WIDGET (self), "line");
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
}
