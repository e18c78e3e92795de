#pragma once

#include "app/station/station.h"

G_BEGIN_DECLS

/* What takes time before and after a station is worked with, in a thread: its database, its signer,
 * a person's sign-in, what an earlier run left unsettled, and the sign-out. */

/* usb: whether its bench has places on USB, which takes its time to begin. Cancelled, it returns at
 * once. Of the main context, as each object that is made in a thread. */
void       zm_station_opening_open_async   (const char           *directory,
                                            gboolean              usb,
                                            GCancellable         *cancellable,
                                            GAsyncReadyCallback   callback,
                                            gpointer              user_data);
ZmStation *zm_station_opening_open_finish  (GAsyncResult         *result,
                                            GError              **error) G_GNUC_WARN_UNUSED_RESULT;

/* Attaches the signer that serves the station already. FALSE without an error if none does: then
 * the passphrase is needed to start one. */
void     zm_station_opening_find_async     (ZmStation            *station,
                                            GAsyncReadyCallback   callback,
                                            gpointer              user_data);
gboolean zm_station_opening_find_finish    (ZmStation            *station,
                                            GAsyncResult         *result,
                                            GError              **error);

/* passphrase: starts a signer where none serves the station; NULL if one does. Both secrets are taken. */
void     zm_station_opening_sign_in_async  (ZmStation            *station,
                                            const char           *operator_name,
                                            ZmSecret             *pin,
                                            ZmSecret             *passphrase,
                                            GAsyncReadyCallback   callback,
                                            gpointer              user_data);
gboolean zm_station_opening_sign_in_finish (ZmStation            *station,
                                            GAsyncResult         *result,
                                            GError              **error) G_GNUC_WARN_UNUSED_RESULT;

/* Puts on record that the desk is locked; what could not be recorded is logged. */
void     zm_station_opening_lock_async     (ZmStation            *station,
                                            gboolean              idle);
/* pin: of who is signed in; taken. */
void     zm_station_opening_unlock_async   (ZmStation            *station,
                                            ZmSecret             *pin,
                                            GAsyncReadyCallback   callback,
                                            gpointer              user_data);
gboolean zm_station_opening_unlock_finish  (ZmStation            *station,
                                            GAsyncResult         *result,
                                            GError              **error) G_GNUC_WARN_UNUSED_RESULT;

/* Waits for what the signer is busy with. It cannot fail, so there is nothing to finish. */
void     zm_station_opening_sign_out_async (ZmStation            *station,
                                            GAsyncReadyCallback   callback,
                                            gpointer              user_data);

G_END_DECLS
