#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* A row beneath a row that a person types into: what is wrong with it and what a right one looks like,
 * in words and with an icon. It says so while something wrong stands there; of a field that nobody has
 * filled yet, when it is insisted on. What is right is the rule's to say. The field is marked and
 * described by it for who cannot see it.
 *
 * Properties, each set once: "entry" (the row that is typed into), and by what it is judged: "rule"
 * ("crl-url", "desk", "hospital", "identity-host", "passphrase", "person", "pin", "server-url"), "column"
 * (of an inventory, whose rules hold: app/station/manifest.h) or "first" (another row, of which this is
 * the second entry). */
#define ZM_TYPE_ENTRY_NOTE (zm_entry_note_get_type ())
G_DECLARE_FINAL_TYPE (ZmEntryNote, zm_entry_note, ZM, ENTRY_NOTE, AdwPreferencesRow)

/* The first field below a widget that is wrong, or not filled though it must be; NULL: all are right.
 * Hidden fields do not count. */
GtkWidget *zm_entry_note_find_wrong (GtkWidget *widget);
/* Says of all of them what is wrong, and gives the first one the focus. Whether there was one. */
gboolean   zm_entry_note_insist     (GtkWidget *widget);

G_END_DECLS
