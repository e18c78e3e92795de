#include "config.h"

#include "ui/row-list.h"

#include "app/base/text.h"

#include <adwaita.h>

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

static GtkWidget *
make_fact (void)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  gtk_widget_add_css_class (row, "property");
  return row;
}

void
zm_row_list_show_facts (GtkListBox          *list,
                        const ZmRowListFact *facts)
{
  guint count = 0;

  g_return_if_fail (GTK_IS_LIST_BOX (list));
  g_return_if_fail (facts != NULL);

  while (facts[count].title != NULL)
    count++;
  zm_row_list_resize (list, count, make_fact);
  for (guint i = 0; i < count; i++)
    {
      GtkListBoxRow *row = gtk_list_box_get_row_at_index (list, (int) i);
      g_autofree char *shown = zm_text_escape_words (facts[i].value);

      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), facts[i].title);
      adw_action_row_set_subtitle (ADW_ACTION_ROW (row), shown);
    }
}
