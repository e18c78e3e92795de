#include "config.h"

#include "ui/secret-row.h"

#include "ui/accessible.h"

#include <glib/gi18n.h>
#include <string.h>

/* A button of libadwaita's own, among the suffixes, that has a picture and no name. */
static void
name_toggle (GtkWidget *row)
{
  GtkWidget *header = gtk_widget_get_first_child (row);

  zm_accessible_name_part (gtk_widget_get_last_child (header), GTK_TYPE_BUTTON,
                           _("Show what is typed"));
}

/* GTK's buffer for passwords is in memory that is not swapped. It is wiped when it ends, but not when
 * it is emptied: all but the first letter would stay. The row's own first buffer never ends, since
 * libadwaita 1.2 keeps a reference too many. */
void
zm_secret_row_clear (GtkWidget *row)
{
  GtkEditable *entry;
  g_autoptr(GtkEntryBuffer) fresh = gtk_password_entry_buffer_new ();

  g_return_if_fail (GTK_IS_EDITABLE (row));

  name_toggle (row);
  entry = gtk_editable_get_delegate (GTK_EDITABLE (row));
  gtk_editable_set_text (GTK_EDITABLE (row), "");
  gtk_text_set_buffer (GTK_TEXT (entry), fresh);
}

ZmSecret *
zm_secret_row_copy (GtkWidget *row)
{
  const char *text;

  g_return_val_if_fail (GTK_IS_EDITABLE (row), NULL);

  text = gtk_editable_get_text (GTK_EDITABLE (row));

  return zm_secret_new_copy (text, strlen (text));
}

ZmSecret *
zm_secret_row_take (GtkWidget *row)
{
  ZmSecret *secret = zm_secret_row_copy (row);

  if (secret != NULL)
    zm_secret_row_clear (row);

  return secret;
}

gboolean
zm_secret_row_check (GtkWidget *row,
                     gboolean (*rule)(const ZmSecret  *secret,
                                      GError         **error))
{
  g_autoptr(ZmSecret) secret = zm_secret_row_copy (row);

  return secret != NULL && rule (secret, NULL);
}
