/* Loaded into the window by LD_PRELOAD: at SIGUSR1 it writes down what does not have the room that it
 * needs, one line each, to the file that ZM_CUT_REPORT names, and an empty line at the end. From
 * outside this cannot be seen: a screen reader is told the whole text. */

#include <adwaita.h>
#include <glib-unix.h>

#define TOLERANCE 1 /* px, by which GTK itself rounds */

void cut_begin (void) __attribute__ ((constructor));

/* Where it is: the types from the widget up to the first of ours. */
static char *
describe_place (GtkWidget *widget)
{
  GString *place = g_string_new (NULL);

  for (GtkWidget *at = widget; at != NULL; at = gtk_widget_get_parent (at))
    {
      g_string_append_printf (place, "%s%s", place->len > 0 ? " < " : "", G_OBJECT_TYPE_NAME (at));
      if (g_str_has_prefix (G_OBJECT_TYPE_NAME (at), "Zm"))
        break;
    }

  return g_string_free (place, FALSE);
}

/* What is cut on purpose can be read all the same. */
static gboolean
can_be_read (GtkWidget *widget)
{
  for (; widget != NULL; widget = gtk_widget_get_parent (widget))
    {
      if (gtk_widget_get_has_tooltip (widget))
        return TRUE;
    }

  return FALSE;
}

static void
report (FILE       *file,
        const char *kind,
        GtkWidget  *widget,
        const char *text)
{
  g_autofree char *place = describe_place (widget);
  g_autofree char *shown = g_strdelimit (g_strdup (text), "\n\t", ' ');

  fprintf (file, "%s\t%s\t%s\n", kind, place, shown);
}

static void
look_at_label (FILE      *file,
               GtkWidget *widget)
{
  PangoLayout *layout = gtk_label_get_layout (GTK_LABEL (widget));
  PangoRectangle extents;

  pango_layout_get_pixel_extents (layout, NULL, &extents);
  if (pango_layout_is_ellipsized (layout))
    {
      if (!can_be_read (widget))
        report (file, "ellipsized", widget, pango_layout_get_text (layout));
    }
  else if (extents.width > gtk_widget_get_width (widget) + TOLERANCE ||
           extents.height > gtk_widget_get_height (widget) + TOLERANCE)
    report (file, "cut", widget, pango_layout_get_text (layout));
}

static gboolean
is_stack (GtkWidget *widget)
{
  return GTK_IS_STACK (widget) || ADW_IS_VIEW_STACK (widget);
}

/* Which of a stack's pages it is, that it is as wide as. */
static void
add_pages (GString        *text,
           GtkWidget      *stack,
           GtkOrientation  orientation,
           int             other)
{
  for (GtkWidget *page = gtk_widget_get_first_child (stack); page != NULL;
       page = gtk_widget_get_next_sibling (page))
    {
      int minimum;

      gtk_widget_measure (page, orientation, other, &minimum, NULL, NULL, NULL);
      g_string_append_printf (text, " (%s: %d)", G_OBJECT_TYPE_NAME (page), minimum);
    }
}

static void
look_at_size (FILE           *file,
              GtkWidget      *widget,
              GtkOrientation  orientation,
              int             size,
              int             other)
{
  int minimum;

  gtk_widget_measure (widget, orientation, other, &minimum, NULL, NULL, NULL);
  /* What is too wide for the window makes all that it is in too wide as well. */
  if (minimum > size + TOLERANCE ||
      (is_stack (widget) && orientation == GTK_ORIENTATION_HORIZONTAL &&
       minimum > gtk_widget_get_width (GTK_WIDGET (gtk_widget_get_root (widget)))))
    {
      g_autoptr(GString) text = g_string_new (NULL);

      g_string_printf (text, "%s %d < %d",
                       orientation == GTK_ORIENTATION_HORIZONTAL ? "width" : "height", size, minimum);
      if (is_stack (widget))
        add_pages (text, widget, orientation, other);
      report (file, "small", widget, text->str);
    }
}

static void
look_at (FILE      *file,
         GtkWidget *widget)
{
  graphene_rect_t box;
  int width, height;

  if (!gtk_widget_get_mapped (widget) || !gtk_widget_get_child_visible (widget))
    return;

  if (GTK_IS_LABEL (widget) && gtk_widget_get_width (widget) > 0)
    look_at_label (file, widget);
  /* With margins and borders, as it was measured; what scrolls has the room that there is. */
  if (gtk_widget_get_parent (widget) != NULL && !GTK_IS_SCROLLABLE (widget) &&
      gtk_widget_compute_bounds (widget, gtk_widget_get_parent (widget), &box))
    {
      width = gtk_widget_get_allocated_width (widget) + gtk_widget_get_margin_start (widget) +
              gtk_widget_get_margin_end (widget);
      height = gtk_widget_get_allocated_height (widget) + gtk_widget_get_margin_top (widget) +
               gtk_widget_get_margin_bottom (widget);
      if (width > 0 && height > 0)
        {
          look_at_size (file, widget, GTK_ORIENTATION_HORIZONTAL, width, -1);
          if (gtk_widget_get_request_mode (widget) != GTK_SIZE_REQUEST_WIDTH_FOR_HEIGHT)
            look_at_size (file, widget, GTK_ORIENTATION_VERTICAL, height, width);
        }
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    look_at (file, child);
}

static gboolean
signal_cb (gpointer user_data)
{
  GListModel *windows = gtk_window_get_toplevels ();
  FILE *file = fopen (g_getenv ("ZM_CUT_REPORT"), "we");

  g_assert (file != NULL);
  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr(GtkWidget) window = g_list_model_get_item (windows, i);

      look_at (file, window);
    }
  fputs ("\n", file);
  fclose (file);

  return G_SOURCE_CONTINUE;
}

void
cut_begin (void)
{
  if (g_getenv ("ZM_CUT_REPORT") != NULL)
    g_unix_signal_add (SIGUSR1, signal_cb, NULL);
}
