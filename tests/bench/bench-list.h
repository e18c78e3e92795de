#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A long list in a window: what it costs in memory, and what a jump within it costs. */

/* The process's own memory in kB: what is resident, without files that are shared. */
long       bench_list_read_memory (void);
/* Lets the main loop run for so many milliseconds. */
void       bench_list_spin        (guint       milliseconds);
/* A window of the station's size that shows this, until it has settled. */
GtkWidget *bench_list_show        (GtkWidget  *widget);
/* The same places of a list of so many rows each time, all over it; list: a GtkListView. */
void       bench_list_jump        (GtkWidget  *list,
                                   guint       rows,
                                   guint       jumps);

G_END_DECLS
