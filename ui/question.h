#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* A message dialog that asks before something that cannot be taken back. Once it has its responses: the
 * safe one answers Escape and Enter and has the focus from the first, wherever the dialog has room for it;
 * libadwaita gives that to whatever stands first, which in a narrow dialog is what destroys. */
void zm_question_prepare (GtkWidget  *dialog,
                          const char *safe);

G_END_DECLS
