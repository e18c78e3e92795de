#pragma once

#include "ui/badge.h"

G_BEGIN_DECLS

/* A line of text in a list that may be long, and with a kind the icon and the colour of a badge. GTK
 * keeps two hundred rows of a list, and a label keeps its layout, its menus and forty shortcuts: this
 * one keeps its text and draws it. What does not fit ends in “…”, and is told by a tooltip.
 * Properties: "text", "kind", "badge" (whether it has a kind at all). */
#define ZM_TYPE_TEXT_CELL (zm_text_cell_get_type ())
G_DECLARE_FINAL_TYPE (ZmTextCell, zm_text_cell, ZM, TEXT_CELL, GtkWidget)

G_END_DECLS
