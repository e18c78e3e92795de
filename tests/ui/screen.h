#pragma once

#include "ui/text-cell.h"

#include <adwaita.h>

/* What the tests of widgets share. */

/* Runs what is waiting to be run, and no more. */
static inline void
settle (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static inline void
spin (guint milliseconds)
{
  gint64 end = g_get_monotonic_time () + milliseconds * G_TIME_SPAN_MILLISECOND;

  while (g_get_monotonic_time () < end)
    {
      g_main_context_iteration (NULL, FALSE);
      g_usleep (1000);
    }
}

static inline void
count_cb (guint *count)
{
  (*count)++;
}

/* The widget becomes visible in a window of its own; owned by the caller. */
static inline GtkWindow *
show_in_window (GtkWidget *widget)
{
  GtkWindow *window = GTK_WINDOW (gtk_window_new ());

  gtk_window_set_default_size (window, 1000, 700);
  gtk_window_set_child (window, widget);
  gtk_window_present (window);
  spin (50);

  return window;
}

/* The first widget of the type at or below widget, or NULL. */
static inline GtkWidget *
find_by_type (GtkWidget *widget,
              GType      type)
{
  GtkWidget *found = NULL;

  if (g_type_is_a (G_OBJECT_TYPE (widget), type))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_by_type (child, type);

  return found;
}

/* Also where it is the hidden page of a stack. */
static inline gboolean
is_hidden (GtkWidget *widget)
{
  return !gtk_widget_get_visible (widget) || !gtk_widget_get_child_visible (widget);
}

static inline gboolean
has_text (GtkWidget  *widget,
          const char *text)
{
  g_autofree char *own = NULL;

  if (GTK_IS_LABEL (widget))
    own = g_strdup (gtk_label_get_text (GTK_LABEL (widget)));
  else if (ZM_IS_TEXT_CELL (widget))
    g_object_get (widget, "text", &own, NULL);

  return g_strcmp0 (own, text) == 0;
}

/* A label that can be seen with this very text. */
static inline gboolean
shows_text (GtkWidget  *widget,
            const char *text)
{
  if (is_hidden (widget))
    return FALSE;
  if (has_text (widget, text))
    return TRUE;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      if (shows_text (child, text))
        return TRUE;
    }

  return FALSE;
}

/* A visible button with this action, or NULL. */
static inline GtkWidget *
find_button (GtkWidget  *widget,
             const char *action)
{
  GtkWidget *found = NULL;

  if (is_hidden (widget))
    return NULL;
  if (GTK_IS_BUTTON (widget) &&
      g_strcmp0 (gtk_actionable_get_action_name (GTK_ACTIONABLE (widget)), action) == 0)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_button (child, action);

  return found;
}

static inline void
finalize (gpointer widget)
{
  g_object_ref_sink (widget);
  settle ();
  g_assert_finalize_object (G_OBJECT (widget));
}
