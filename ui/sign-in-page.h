#pragma once

#include "app/station/station.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A person's name and PIN, and the passphrase of the station's keys where no signer runs yet; the
 * same page covers a desk that is locked.
 *
 * Signals: "signed-in"; "unlocked", by who had it locked; after a lock "signed-in" means that another
 * person took the desk over. */
#define ZM_TYPE_SIGN_IN_PAGE (zm_sign_in_page_get_type ())
G_DECLARE_FINAL_TYPE (ZmSignInPage, zm_sign_in_page, ZM, SIGN_IN_PAGE, GtkWidget)

/* A badge names its person; the PIN is still theirs to give. */
void zm_sign_in_page_take_badge (ZmSignInPage *self,
                                 const char   *name);
/* Also after a sign-out. */
void zm_sign_in_page_open (ZmSignInPage *self,
                           ZmStation    *station);
/* Whoever is signed in comes back by the PIN alone. */
void zm_sign_in_page_lock (ZmSignInPage *self);

G_END_DECLS
