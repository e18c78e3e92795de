#include "config.h"

#include "ui/row-list.h"

void
zm_row_list_resize (GtkListBox  *list,
                    guint        count,
                    GtkWidget *(*make)(void))
{
  guint present = 0;
  GtkListBoxRow *row;

  g_return_if_fail (GTK_IS_LIST_BOX (list));
  g_return_if_fail (make != NULL);

  while (gtk_list_box_get_row_at_index (list, (int) present) != NULL)
    present++;
  for (; present < count; present++)
    gtk_list_box_append (list, make ());
  while ((row = gtk_list_box_get_row_at_index (list, (int) count)) != NULL)
    gtk_list_box_remove (list, GTK_WIDGET (row));
}
