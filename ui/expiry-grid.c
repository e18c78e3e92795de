#include "config.h"

#include "ui/expiry-grid.h"

#include "app/base/join.h"
#include "ui/accessible.h"
#include "ui/badge.h"
#include "ui/device-words.h"

#include <glib/gi18n.h>

#define SHADE_MAX 4   /* classes "shade-1" … */
#define HEAD_CHARS 9
#define WARD_CHARS 14 /* of a ward, before it is cut */
#define WARDS_MAX 100 /* more are chosen in the filter */

struct _ZmExpiryGrid {
  GtkWidget  parent_instance;

  GPtrArray *wards; /* ZmWardExpiry */
  GtkWidget *grid;
};

G_DEFINE_FINAL_TYPE (ZmExpiryGrid, zm_expiry_grid, GTK_TYPE_WIDGET)

enum {
  SIGNAL_CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* As they are read from left to right: the most pressing first. */
static const ZmStanding order[] = {
  ZM_STANDING_EXPIRED, ZM_STANDING_MONTH, ZM_STANDING_QUARTER, ZM_STANDING_LATER,
  ZM_STANDING_REVOKED, ZM_STANDING_NONE,
};

/* The place in the grid, as the button's action parameter says it. */
static void
choose (GtkWidget  *widget,
        const char *action_name,
        GVariant   *parameter)
{
  ZmExpiryGrid *self = ZM_EXPIRY_GRID (widget);
  const ZmWardExpiry *ward = NULL;
  guint line;
  guint standing;

  g_variant_get (parameter, "(uu)", &line, &standing);
  if (line > 0 && line <= self->wards->len)
    ward = g_ptr_array_index (self->wards, line - 1);

  g_signal_emit (self, signals[SIGNAL_CHOSEN], 0, ward != NULL ? ward->ward : NULL, standing);
}

static void
zm_expiry_grid_dispose (GObject *object)
{
  ZmExpiryGrid *self = ZM_EXPIRY_GRID (object);

  g_clear_pointer (&self->grid, gtk_widget_unparent);
  g_clear_pointer (&self->wards, g_ptr_array_unref);

  G_OBJECT_CLASS (zm_expiry_grid_parent_class)->dispose (object);
}

static GtkWidget *
make_label (const char *text,
            float       xalign,
            const char *style_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), xalign);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (label, style_class);

  return label;
}

/* Icon, word and number: the colour only repeats them. The icon is above the word, and the word may
 * break, so that six of them fit beside the wards in a narrow window. */
static GtkWidget *
make_head (ZmStanding standing)
{
  ZmBadgeKind kind;
  const char *word = zm_device_words_standing (standing, &kind);
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *icon = gtk_image_new_from_icon_name (zm_badge_kind_icon (kind));
  GtkWidget *label = gtk_label_new (word);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_CENTER);
  gtk_label_set_max_width_chars (GTK_LABEL (label), HEAD_CHARS);
  gtk_box_append (GTK_BOX (head), icon);
  gtk_box_append (GTK_BOX (head), label);
  gtk_widget_set_valign (head, GTK_ALIGN_START);
  gtk_widget_add_css_class (head, zm_badge_kind_class (kind));
  return head;
}

static guint
shade_of (guint count,
          guint most)
{
  return count == 0 || most == 0 ? 0 : 1 + count * (SHADE_MAX - 1) / most;
}

static const char *
class_of (ZmStanding standing)
{
  switch (standing)
    {
    case ZM_STANDING_EXPIRED:
    case ZM_STANDING_REVOKED:
      return "bad";
    case ZM_STANDING_MONTH:
      return "soon";
    case ZM_STANDING_NONE:
    case ZM_STANDING_QUARTER:
    case ZM_STANDING_LATER:
    case ZM_N_STANDINGS:
    default:
      return "calm";
    }
}

static GtkWidget *
make_cell (const char *ward,
           guint       line,
           ZmStanding  standing,
           guint       count,
           guint       most)
{
  g_autofree char *number = g_strdup_printf ("%'u", count);
  g_autofree char *shade = g_strdup_printf ("shade-%u", shade_of (count, most));
  g_autofree char *devices =
    g_strdup_printf (ngettext ("%u device", "%u devices", count), count);
  g_autofree char *title = zm_join_list (ward, zm_device_words_standing (standing, NULL), NULL);
  g_autofree char *name = zm_join_pair (title, devices);
  GtkWidget *cell = gtk_button_new_with_label (number);

  gtk_actionable_set_action_name (GTK_ACTIONABLE (cell), "expiry.choose");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (cell), "(uu)", line, standing);
  gtk_widget_set_sensitive (cell, count > 0);
  gtk_widget_add_css_class (cell, "flat");
  gtk_widget_add_css_class (cell, count > 0 ? class_of (standing) : "none");
  gtk_widget_add_css_class (cell, shade);
  zm_accessible_set_label (cell, name);

  return cell;
}

static void
attach_line (GtkGrid            *grid,
             guint               line,
             const ZmWardExpiry *ward,
             const char         *name,
             guint               most)
{
  GtkWidget *label = make_label (name, 0, line == 0 ? "heading" : "ward");

  gtk_label_set_width_chars (GTK_LABEL (label), WARD_CHARS);
  gtk_grid_attach (grid, label, 0, (int) line + 1, 1, 1);
  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    gtk_grid_attach (grid, make_cell (name, line, order[i], ward->counts[order[i]], most),
                     (int) i + 1, (int) line + 1, 1, 1);
}

static void
attach_heads (GtkGrid *grid)
{
  gtk_grid_attach (grid, make_label (_("Ward"), 0, "heading"), 0, 0, 1, 1);
  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    gtk_grid_attach (grid, make_head (order[i]), (int) i + 1, 0, 1, 1);
}

static void
attach_rest (GtkGrid *grid,
             guint    count)
{
  g_autofree char *text =
    g_strdup_printf (ngettext ("%u more ward: choose it in the filter",
                               "%u more wards: choose them in the filter", count), count);

  gtk_grid_attach (grid, make_label (text, 0, "dim-label"), 0, WARDS_MAX + 2,
                   G_N_ELEMENTS (order) + 1, 1);
}

/* Of all wards together, and the most that one cell has. */
static void
add_up (GPtrArray    *wards,
        ZmWardExpiry *all,
        guint        *most)
{
  for (guint i = 0; i < wards->len; i++)
    {
      const ZmWardExpiry *ward = g_ptr_array_index (wards, i);

      for (guint j = 0; j < ZM_N_STANDINGS; j++)
        {
          all->counts[j] += ward->counts[j];
          *most = MAX (*most, ward->counts[j]);
        }
    }
}

static void
build (ZmExpiryGrid *self)
{
  ZmWardExpiry all = { 0 };
  guint most = 1;
  GtkGrid *grid;

  g_clear_pointer (&self->grid, gtk_widget_unparent);
  self->grid = gtk_grid_new ();
  /* Across a wide window nobody could tell which number belongs to which ward. */
  gtk_widget_set_halign (self->grid, GTK_ALIGN_START);
  gtk_widget_set_parent (self->grid, GTK_WIDGET (self));

  grid = GTK_GRID (self->grid);
  gtk_grid_set_row_spacing (grid, 3);
  gtk_grid_set_column_spacing (grid, 9);
  add_up (self->wards, &all, &most);
  attach_heads (grid);
  attach_line (grid, 0, &all, _("All wards"), 0);
  for (guint i = 0; i < MIN (self->wards->len, WARDS_MAX); i++)
    {
      const ZmWardExpiry *ward = g_ptr_array_index (self->wards, i);

      attach_line (grid, i + 1, ward, zm_device_words_ward (ward->ward), most);
    }
  if (self->wards->len > WARDS_MAX)
    attach_rest (grid, self->wards->len - WARDS_MAX);
}

static void
zm_expiry_grid_map (GtkWidget *widget)
{
  ZmExpiryGrid *self = ZM_EXPIRY_GRID (widget);

  if (self->grid == NULL)
    build (self);

  GTK_WIDGET_CLASS (zm_expiry_grid_parent_class)->map (widget);
}

static void
zm_expiry_grid_class_init (ZmExpiryGridClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = zm_expiry_grid_dispose;
  widget_class->map = zm_expiry_grid_map;

  signals[SIGNAL_CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_STRING,
                                         G_TYPE_UINT);

  gtk_widget_class_install_action (widget_class, "expiry.choose", "(uu)", choose);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "expirygrid");
}

static void
zm_expiry_grid_init (ZmExpiryGrid *self)
{
  self->wards = g_ptr_array_new ();
}

/* A hundred wards are seven hundred buttons, for which somebody has to ask. */
void
zm_expiry_grid_show (ZmExpiryGrid *self,
                     GPtrArray    *wards)
{
  g_return_if_fail (ZM_IS_EXPIRY_GRID (self));
  g_return_if_fail (wards != NULL);

  g_ptr_array_ref (wards);
  g_ptr_array_unref (self->wards);
  self->wards = wards;
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    build (self);
  else
    g_clear_pointer (&self->grid, gtk_widget_unparent);
}
