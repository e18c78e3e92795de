#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A long hash or key in hex: its first and last groups, all of it at one click, and a button that
 * copies it. Property: "hash", which may be NULL. */
#define ZM_TYPE_HASH_LABEL (zm_hash_label_get_type ())
G_DECLARE_FINAL_TYPE (ZmHashLabel, zm_hash_label, ZM, HASH_LABEL, GtkWidget)

G_END_DECLS
