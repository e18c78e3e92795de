#include "tests/bench/bench-list.h"

#include <stdlib.h>
#include <unistd.h>

#define SPIN   60  /* ms after a jump */
#define SETTLE 500 /* ms */

long
bench_list_read_memory (void)
{
  g_autofree char *text = NULL;
  g_auto(GStrv) words = NULL;

  g_assert_true (g_file_get_contents ("/proc/self/statm", &text, NULL, NULL));
  words = g_strsplit (text, " ", -1);

  return (atol (words[1]) - atol (words[2])) * (sysconf (_SC_PAGESIZE) / 1024);
}

static gboolean
end_cb (gpointer ended)
{
  *(gboolean *) ended = TRUE;
  return G_SOURCE_REMOVE;
}

void
bench_list_spin (guint milliseconds)
{
  gboolean ended = FALSE;

  g_timeout_add (milliseconds, end_cb, &ended);
  while (!ended)
    g_main_context_iteration (NULL, TRUE);
}

GtkWidget *
bench_list_show (GtkWidget *widget)
{
  GtkWidget *window = gtk_window_new ();

  gtk_window_set_child (GTK_WINDOW (window), widget);
  gtk_window_set_default_size (GTK_WINDOW (window), 1280, 880);
  gtk_window_present (GTK_WINDOW (window));
  bench_list_spin (SETTLE);

  return window;
}

void
bench_list_jump (GtkWidget *list,
                 guint      rows,
                 guint      jumps)
{
  for (guint jump = 0; jump < jumps; jump++)
    {
      gtk_widget_activate_action (list, "list.scroll-to-item", "u",
                                  (guint) ((guint64) jump * 2654435761u % rows));
      bench_list_spin (SPIN);
    }
}
