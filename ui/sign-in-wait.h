#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The time that too many wrong PINs cost, counted down: a line that is there while it lasts.
 *
 * Property: "waiting" (gboolean). */
#define ZM_TYPE_SIGN_IN_WAIT (zm_sign_in_wait_get_type ())
G_DECLARE_FINAL_TYPE (ZmSignInWait, zm_sign_in_wait, ZM, SIGN_IN_WAIT, GtkWidget)

/* What the refused sign-in asks for, if anything; NULL ends it. */
void     zm_sign_in_wait_begin      (ZmSignInWait  *self,
                                     const GError  *refusal);
gboolean zm_sign_in_wait_is_waiting (ZmSignInWait  *self);

G_END_DECLS
