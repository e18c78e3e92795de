#pragma once

#include "app/audit/audit-log.h"
#include "app/station/approver.h"
#include "app/station/signer-client.h"
#include "app/station/station-authority.h"
#include "app/station/station-config.h"
#include "app/store/database.h"
#include "usb/usb-bus.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define ZM_STATION_DATABASE_FILE "station.db" /* in the station directory */
#define ZM_STATION_LEASE         "station"    /* taken alone by what exchanges the database */

/* One station directory, opened: configuration, database, audit log, signer. The composition
 * root: what ctl and ui receive, and what every desk of this room works on. */
#define ZM_TYPE_STATION (zm_station_get_type ())
G_DECLARE_FINAL_TYPE (ZmStation, zm_station, ZM, STATION, GObject)

/* Signals, in the context that the station was opened in: "changed" (const char *topic: "devices",
 * "sessions", "audit", "authority", "operator", "ports"), so that a list knows when to read it
 * again. */

/* Opens an existing station whose database is sound in every page; no signer yet. */
ZmStation      *zm_station_open           (const char        *directory,
                                           GError           **error) G_GNUC_WARN_UNUSED_RESULT;
/* The same for reading alone, whatever can still be read: from a disk that cannot be written, while
 * another program holds the database, or from a damaged one. It has no audit log to write to. */
ZmStation      *zm_station_open_to_view   (const char        *directory,
                                           GError           **error);
/* Makes the directory (0700), station.conf and the database of a new one. */
ZmStation      *zm_station_create         (const char        *directory,
                                           const char        *desk,
                                           GError           **error) G_GNUC_WARN_UNUSED_RESULT;

const char     *zm_station_get_directory  (ZmStation         *self);
ZmStationConfig *zm_station_get_config     (ZmStation         *self);
ZmDatabase     *zm_station_get_database   (ZmStation         *self);
ZmAuditLog     *zm_station_get_audit_log  (ZmStation         *self);

/* USB as station.conf says, begun with the first call, which may take some seconds: not for a thread
 * that draws. Its list changes in the main context of that call's thread. Sets check "usb.start". */
ZmUsbBus       *zm_station_get_usb        (ZmStation         *self,
                                           GError           **error) G_GNUC_WARN_UNUSED_RESULT;

/* The signer; NULL until one is attached. Taken by the station. */
void            zm_station_take_signer    (ZmStation         *self,
                                           ZmSignerClient    *signer);
ZmSignerClient *zm_station_get_signer     (ZmStation         *self);
/* Sets check "signer.absent" with NULL. */
ZmSignerClient *zm_station_need_signer    (ZmStation         *self,
                                           GError           **error);
/* Sign-in with its audit record, success or failure. */
gboolean        zm_station_sign_in        (ZmStation         *self,
                                           const char        *operator_name,
                                           const ZmSecret    *pin,
                                           GError           **error) G_GNUC_WARN_UNUSED_RESULT;
void            zm_station_sign_out       (ZmStation         *self);
/* For who leaves the desk without signing out: on record, while the sign-in and what runs go on.
 * idle: nobody asked for it. */
gboolean        zm_station_lock           (ZmStation         *self,
                                           gboolean           idle,
                                           GError           **error) G_GNUC_WARN_UNUSED_RESULT;
/* By the PIN of who is signed in, on record either way. */
gboolean        zm_station_unlock         (ZmStation         *self,
                                           const ZmSecret    *pin,
                                           GError           **error) G_GNUC_WARN_UNUSED_RESULT;
/* Whom to ask where the signer wants a second person; NULL: nobody. Taken by the station. */
void            zm_station_take_approver  (ZmStation         *self,
                                           ZmApprover        *approver);
ZmApprover     *zm_station_ref_approver   (ZmStation         *self);
/* A technician or an administrator is signed in: who works with devices. Sets check "role.denied",
 * or that of a signer that is missing. */
gboolean        zm_station_check_operator (ZmStation         *self,
                                           GError           **error) G_GNUC_WARN_UNUSED_RESULT;
/* Asks the signer that is needed for it, and a second person where it wants one, whose answer is on
 * record ("approval.given", "approval.declined"). Takes members (NULL: none). Not inside a transaction:
 * both may take their time. */
json_t         *zm_station_call           (ZmStation         *self,
                                           ZmRequestType      type,
                                           json_t            *members,
                                           GError           **error) G_GNUC_WARN_UNUSED_RESULT;

/* What the signer says of the authority, kept after the first call; "authority.absent" before there
 * is one. Borrowed: it lives as long as the station, even when it is forgotten. */
const ZmStationAuthority *zm_station_get_authority    (ZmStation  *self,
                                                       GError    **error) G_GNUC_WARN_UNUSED_RESULT;
void                      zm_station_forget_authority (ZmStation  *self);

/* What one audit record says beside time and desk, which are the station's. All borrowed, NULL
 * leaves the column out, and for actor and role says who is signed in; detail is taken. */
typedef struct {
  const char     *actor;
  const char     *role;
  const char     *action;
  ZmAuditOutcome  outcome;
  const char     *device;
  const char     *session;
  const char     *port;
  json_t         *detail;
} ZmStationEvent;

/* Appends inside the caller's transaction. */
gboolean zm_station_record         (ZmStation             *self,
                                    const ZmStationEvent  *event,
                                    GError               **error) G_GNUC_WARN_UNUSED_RESULT;
/* Appends in a transaction of its own. */
gboolean zm_station_record_alone   (ZmStation             *self,
                                    const ZmStationEvent  *event,
                                    GError               **error) G_GNUC_WARN_UNUSED_RESULT;
/* A refusal, with the same check, seen and expected that the person sees. Its own failure is
 * logged, so that the refusal itself is what the caller returns. */
void     zm_station_record_refusal (ZmStation             *self,
                                    const ZmStationEvent  *event,
                                    const GError          *refusal);
/* Has the signer sign a checkpoint over the log as it stands, and keeps it outside the database.
 * Made at every issue, revocation and session end. */
gboolean zm_station_checkpoint     (ZmStation             *self,
                                    GError               **error) G_GNUC_WARN_UNUSED_RESULT;
/* The same after records were lost, which an administrator answers for. */
gboolean zm_station_restart_log    (ZmStation             *self,
                                    GError               **error) G_GNUC_WARN_UNUSED_RESULT;
/* Asks the signer for a change and records it, or the refusal, without the members: event says
 * what may be known of them. Takes members. Emits "changed" for topic. */
gboolean zm_station_act            (ZmStation             *self,
                                    ZmRequestType          type,
                                    json_t                *members,
                                    const ZmStationEvent  *event,
                                    const char            *topic,
                                    GError               **error) G_GNUC_WARN_UNUSED_RESULT;
/* The same after an act that stands whether or not it succeeds: what it could not cover, the next
 * one does. */
void     zm_station_witness        (ZmStation             *self);
/* Emits "changed" in the station's context; any thread. */
void     zm_station_notify         (ZmStation             *self,
                                    const char            *topic);

G_END_DECLS
