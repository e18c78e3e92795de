#pragma once

#include "app/station/simulated-device.h"
#include "app/station/station.h"

G_BEGIN_DECLS

/* Training mode: a throw-away station with an authority of its own, a Central Station on loopback
 * and simulated devices. Every process and every check is the real one; only the cable is a socket
 * and the CA is worth nothing. Signed in as the technician "trainee", the window is open. */
typedef struct _ZmTraining ZmTraining;

/* directory: NULL for a temporary one that is removed at the end, or one that must not exist and
 * is kept. Takes some seconds (keys, scrypt, processes). */
ZmTraining *zm_training_new          (const char           *directory,
                                      guint                 devices,
                                      GError              **error) G_GNUC_WARN_UNUSED_RESULT;
void        zm_training_new_async    (const char           *directory,
                                      guint                 devices,
                                      GCancellable         *cancellable,
                                      GAsyncReadyCallback   callback,
                                      gpointer              user_data);
ZmTraining *zm_training_new_finish   (GAsyncResult         *result,
                                      GError              **error) G_GNUC_WARN_UNUSED_RESULT;
void        zm_training_free         (ZmTraining           *training);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZmTraining, zm_training_free)

ZmStation  *zm_training_get_station  (ZmTraining           *training);
/* Elements ZmSimulatedDevice. */
GListModel *zm_training_get_devices  (ZmTraining           *training);

G_END_DECLS
