#pragma once

#include "app/station/window-desk.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* The enrolment window as every screen sees it: asked of the signer again when the station changes,
 * when its time is over, and now and then, since another program may open and close it.
 *
 * Properties (read-only): "known" (the signer has answered), "open", "devices-left", "until"
 * (ZmInstant), "summary" (what is the case, in few words), "sentence" (the same, in a whole one). */
#define ZM_TYPE_ENROLMENT (zm_enrolment_get_type ())
G_DECLARE_FINAL_TYPE (ZmEnrolment, zm_enrolment, ZM, ENROLMENT, GObject)

ZmEnrolment *zm_enrolment_new          (ZmStation            *station);
void         zm_enrolment_refresh      (ZmEnrolment          *self);

/* In a thread; on record when the callback comes. Both are finished alike. */
void         zm_enrolment_open_async   (ZmEnrolment          *self,
                                        guint                 devices,
                                        guint                 minutes,
                                        GAsyncReadyCallback   callback,
                                        gpointer              user_data);
void         zm_enrolment_close_async  (ZmEnrolment          *self,
                                        GAsyncReadyCallback   callback,
                                        gpointer              user_data);
gboolean     zm_enrolment_finish       (ZmEnrolment          *self,
                                        GAsyncResult         *result,
                                        GError              **error);

G_END_DECLS
