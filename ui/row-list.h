#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Brings a list box to so many rows, made by make, and keeps those that are there: rows that come and
 * go under the eyes of a screen reader make it lose its place, and GTK 4.8 its balance. */
void       zm_row_list_resize (GtkListBox  *list,
                               guint        count,
                               GtkWidget *(*make) (void));

typedef struct {
  const char *title; /* NULL after the last */
  const char *value; /* may be hostile text */
} ZmRowListFact;

/* Rows that each say one thing. */
void       zm_row_list_show_facts (GtkListBox          *list,
                                   const ZmRowListFact *facts);

G_END_DECLS
