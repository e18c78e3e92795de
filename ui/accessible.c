#include "ui/accessible.h"

void
zm_accessible_set_label (GtkWidget  *widget,
                         const char *label)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));

  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  label != NULL ? label : "", -1);
}

void
zm_accessible_set_description (GtkWidget  *widget,
                               const char *description)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));

  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  description != NULL ? description : "", -1);
}

static GtkWidget *
find_part (GtkWidget *widget,
           GType      type)
{
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = g_type_is_a (G_OBJECT_TYPE (child), type) ? child
                                                                  : find_part (child, type);

      if (found != NULL)
        return found;
    }

  return NULL;
}

/* The label that a mnemonic belongs to names its button already. */
static void
drop_second_name_cb (GtkButton *button)
{
  if (gtk_button_get_use_underline (button))
    gtk_accessible_reset_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL);
}

/* That of a check button does not: its name is its text, with the underscore. */
static void
drop_underscore_cb (GtkWidget *check)
{
  GtkWidget *label = find_part (check, GTK_TYPE_LABEL);

  if (label != NULL)
    zm_accessible_set_label (check, gtk_label_get_text (GTK_LABEL (label)));
}

void
zm_accessible_name_buttons (GtkWidget *widget)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));

  if (GTK_IS_BUTTON (widget))
    {
      g_signal_connect (widget, "notify::label", G_CALLBACK (drop_second_name_cb), NULL);
      drop_second_name_cb (GTK_BUTTON (widget));
    }
  else if (GTK_IS_CHECK_BUTTON (widget))
    {
      g_signal_connect (widget, "notify::label", G_CALLBACK (drop_underscore_cb), NULL);
      drop_underscore_cb (widget);
    }

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    zm_accessible_name_buttons (child);
}

void
zm_accessible_name_part (GtkWidget  *widget,
                         GType       type,
                         const char *label)
{
  GtkWidget *part;

  g_return_if_fail (GTK_IS_WIDGET (widget));

  part = find_part (widget, type);
  g_return_if_fail (part != NULL);
  zm_accessible_set_label (part, label);
}
