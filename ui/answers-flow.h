#pragma once

#include "app/station/station.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Brings in what a CA elsewhere gave back: shows what each file is and whether it fits what was asked,
 * and takes all of it, or nothing. files: GFile. */
void zm_answers_flow_begin (GtkWidget  *parent,
                            ZmStation  *station,
                            GListModel *files);

G_END_DECLS
