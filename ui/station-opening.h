#pragma once

#include "app/station/station.h"

G_BEGIN_DECLS

/* What takes time before a station can be worked with, in a thread: its signer, a person's
 * sign-in, and what an earlier run left unsettled. */

/* Attaches the signer that serves the station already. FALSE without an error if none does: then
 * the passphrase is needed to start one. */
void     zm_station_opening_find_async     (ZmStation            *station,
                                            GAsyncReadyCallback   callback,
                                            gpointer              user_data);
gboolean zm_station_opening_find_finish    (ZmStation            *station,
                                            GAsyncResult         *result,
                                            GError              **error);

/* passphrase: NULL if a signer is attached. Both secrets are taken. */
void     zm_station_opening_sign_in_async  (ZmStation            *station,
                                            const char           *operator_name,
                                            ZmSecret             *pin,
                                            ZmSecret             *passphrase,
                                            GAsyncReadyCallback   callback,
                                            gpointer              user_data);
gboolean zm_station_opening_sign_in_finish (ZmStation            *station,
                                            GAsyncResult         *result,
                                            GError              **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
