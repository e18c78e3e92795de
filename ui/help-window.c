#include "config.h"

#include "ui/help-window.h"

#include "ui/accessible.h"
#include "ui/help-view.h"


struct _ZmHelpWindow {
  AdwWindow       parent_instance;

  ZmHelpBook     *book;
  GPtrArray      *shown;  /* the pages that were read, the last one last; borrowed ids */
  GtkWidget     **made;   /* a view a page, made when it is first shown */

  AdwLeaflet     *leaflet;
  GtkListBox     *list;
  GtkEditable    *search;
  GtkWidget      *sidebar;
  GtkBox         *views;
};

G_DEFINE_FINAL_TYPE (ZmHelpWindow, zm_help_window, ADW_TYPE_WINDOW)

/* A weak pointer. */
static ZmHelpWindow *the_window;

/* What is shown no more stays, but is hidden: what goes under the eyes of a screen reader makes it lose
 * its place. */
static void
show_view (ZmHelpWindow *self,
           guint         position)
{
  for (guint i = 0; i < zm_help_book_count (self->book); i++)
    {
      if (self->made[i] != NULL)
        gtk_widget_set_visible (self->made[i], i == position);
    }
  if (self->made[position] == NULL)
    {
      self->made[position] = zm_help_view_new (self->book, zm_help_book_get (self->book, position));
      gtk_box_append (self->views, self->made[position]);
    }
  gtk_list_box_select_row (self->list, gtk_list_box_get_row_at_index (self->list, (int) position));
  adw_leaflet_set_visible_child (self->leaflet, GTK_WIDGET (self->views));
  zm_help_view_focus (self->made[position]);
}

static gboolean
show_page (ZmHelpWindow *self,
           const char   *id)
{
  for (guint i = 0; i < zm_help_book_count (self->book); i++)
    {
      if (g_strcmp0 (zm_help_book_get (self->book, i)->id, id) == 0)
        {
          show_view (self, i);
          return TRUE;
        }
    }

  return FALSE;
}

static const char *
get_last (ZmHelpWindow *self)
{
  return self->shown->len > 0 ? self->shown->pdata[self->shown->len - 1] : NULL;
}

static void
go_to (ZmHelpWindow *self,
       const char   *id)
{
  if (!show_page (self, id))
    return;

  if (g_strcmp0 (get_last (self), id) != 0)
    g_ptr_array_add (self->shown, zm_help_book_find (self->book, id)->id);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "help.back", self->shown->len > 1);
}

static void
show (GtkWidget  *widget,
      const char *action_name,
      GVariant   *parameter)
{
  go_to (ZM_HELP_WINDOW (widget), g_variant_get_string (parameter, NULL));
}

static void
go_back (GtkWidget  *widget,
         const char *action_name,
         GVariant   *parameter)
{
  ZmHelpWindow *self = ZM_HELP_WINDOW (widget);

  g_ptr_array_remove_index (self->shown, self->shown->len - 1);
  show_page (self, get_last (self));
  gtk_widget_action_set_enabled (widget, "help.back", self->shown->len > 1);
}

static void
focus_search (GtkWidget  *widget,
              const char *action_name,
              GVariant   *parameter)
{
  ZmHelpWindow *self = ZM_HELP_WINDOW (widget);

  adw_leaflet_set_visible_child (self->leaflet, self->sidebar);
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}

static const ZmHelpPage *
get_page (ZmHelpWindow  *self,
          GtkListBoxRow *row)
{
  return zm_help_book_get (self->book, (guint) gtk_list_box_row_get_index (row));
}

static void
row_cb (ZmHelpWindow  *self,
        GtkListBoxRow *row)
{
  go_to (self, get_page (self, row)->id);
}

/* Hidden, not filtered by the list: a screen reader still hears of what a list leaves out. */
static void
search_cb (ZmHelpWindow *self)
{
  const char *words = gtk_editable_get_text (self->search);

  adw_leaflet_set_visible_child (self->leaflet, self->sidebar);
  for (guint i = 0; i < zm_help_book_count (self->book); i++)
    {
      GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->list, (int) i);

      gtk_widget_set_visible (GTK_WIDGET (row), zm_help_page_matches (get_page (self, row), words));
    }
}

/* The first page that is left. */
static void
activate_cb (ZmHelpWindow *self)
{
  for (guint i = 0; i < zm_help_book_count (self->book); i++)
    {
      GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->list, (int) i);

      if (gtk_widget_get_visible (GTK_WIDGET (row)))
        {
          row_cb (self, row);
          return;
        }
    }
}

/* Escape: first the search is over, then the help. */
static void
stop_cb (ZmHelpWindow *self)
{
  if (*gtk_editable_get_text (self->search) != '\0')
    gtk_editable_set_text (self->search, "");
  else
    gtk_window_close (GTK_WINDOW (self));
}

static void
add_rows (ZmHelpWindow *self)
{
  for (guint i = 0; i < zm_help_book_count (self->book); i++)
    {
      const char *title = zm_help_book_get (self->book, i)->title;
      GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "label", title, "wrap", TRUE, "xalign", 0.0f,
                                       NULL);
      GtkWidget *row = g_object_new (GTK_TYPE_LIST_BOX_ROW, "child", label, NULL);

      gtk_widget_add_css_class (row, "help-row");
      zm_accessible_set_label (row, title);
      gtk_list_box_append (self->list, row);
    }
}

static void
zm_help_window_finalize (GObject *object)
{
  ZmHelpWindow *self = ZM_HELP_WINDOW (object);

  g_ptr_array_unref (self->shown);
  g_free (self->made);
  zm_help_book_free (self->book);

  G_OBJECT_CLASS (zm_help_window_parent_class)->finalize (object);
}

static void
zm_help_window_class_init (ZmHelpWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = zm_help_window_finalize;

  gtk_widget_class_install_action (widget_class, "help.back", NULL, go_back);
  gtk_widget_class_install_action (widget_class, "help.contents", NULL, focus_search);
  gtk_widget_class_install_action (widget_class, "help.show", "s", show);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Left, GDK_ALT_MASK, "help.back", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_f, GDK_CONTROL_MASK, "help.contents",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_w, GDK_CONTROL_MASK, "window.close",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/zmonitor/Station/help-window.ui");
  gtk_widget_class_bind_template_child (widget_class, ZmHelpWindow, leaflet);
  gtk_widget_class_bind_template_child (widget_class, ZmHelpWindow, list);
  gtk_widget_class_bind_template_child (widget_class, ZmHelpWindow, search);
  gtk_widget_class_bind_template_child (widget_class, ZmHelpWindow, sidebar);
  gtk_widget_class_bind_template_child (widget_class, ZmHelpWindow, views);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_cb);
}

/* In a group of its own, so that a dialog that waits for an answer leaves it usable: what to answer
 * may be just what is looked up. */
static void
zm_help_window_init (ZmHelpWindow *self)
{
  g_autoptr(GtkWindowGroup) group = gtk_window_group_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_window_group_add_window (group, GTK_WINDOW (self));
  self->book = zm_help_book_open (g_get_language_names ());
  self->made = g_new0 (GtkWidget *, zm_help_book_count (self->book));
  self->shown = g_ptr_array_new ();
  add_rows (self);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "help.back", FALSE);
}

void
zm_help_window_open (GtkApplication *application,
                     const char     *page)
{
  g_return_if_fail (GTK_IS_APPLICATION (application));
  g_return_if_fail (page != NULL);

  if (the_window == NULL)
    g_set_weak_pointer (&the_window,
                        g_object_new (ZM_TYPE_HELP_WINDOW, "application", application, NULL));
  go_to (the_window, page);
  gtk_window_present (GTK_WINDOW (the_window));
}

void
zm_help_window_close (void)
{
  if (the_window != NULL)
    gtk_window_destroy (GTK_WINDOW (the_window));
}
