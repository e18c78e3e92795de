#pragma once

#include "app/labels/label-job.h"
#include "app/labels/label.h"
#include "app/station/station.h"

G_BEGIN_DECLS

/* Labels of what this station knows, and the record of each that is printed. Devices, certificates
 * and badges are a technician's and an administrator's to print, the head of the audit log is
 * everybody's who is signed in. Refusals are on record. */

/* Why a label is printed once more. */
typedef enum {
  ZM_LABEL_REASON_NONE, /* it is the first */
  ZM_LABEL_REASON_DAMAGED,
  ZM_LABEL_REASON_LOST,
  ZM_LABEL_REASON_MOVED,
  ZM_LABEL_REASON_OTHER,
} ZmLabelReason;

/* "damaged", "lost", "moved", "other". */
const char *zm_label_desk_reason_name  (ZmLabelReason       reason);
gboolean    zm_label_desk_reason_parse (const char         *name,
                                        ZmLabelReason      *reason);

/* subject: a deviceId; the name of an operator who may sign in; a serial number or a deviceId with a
 * certificate; nothing for the head of the audit log, which is taken over the log as it stands and
 * may take some seconds. NULL for a badge: of who is signed in. Sets "role.denied" and what says
 * that there is none. */
ZmLabel    *zm_label_desk_make         (ZmStation          *station,
                                        ZmLabelKind         kind,
                                        const char         *subject,
                                        GError            **error) G_GNUC_WARN_UNUSED_RESULT;
/* How often this very label has been printed, by the audit log. */
gboolean    zm_label_desk_count        (ZmStation          *station,
                                        const ZmLabel      *label,
                                        guint              *earlier,
                                        GError            **error) G_GNUC_WARN_UNUSED_RESULT;
/* Before anything is printed: "label.printed", or "label.reprinted", which needs a reason (check
 * "label.reason"). Only what is recorded may be printed. medium: "printer" or "pdf". copies: all that
 * come out, which a printer's own number may make more than the job's. */
gboolean    zm_label_desk_record       (ZmStation          *station,
                                        const ZmLabel      *label,
                                        const ZmLabelJob   *job,
                                        const char         *medium,
                                        guint               copies,
                                        ZmLabelReason       reason,
                                        GError            **error) G_GNUC_WARN_UNUSED_RESULT;
/* What became of a recorded label that did not get onto its medium. */
void        zm_label_desk_record_failure (ZmStation         *station,
                                          const ZmLabel     *label,
                                          const char        *medium,
                                          const GError      *failure);
/* That the log still begins with the records under a printed head. Sets "label.origin" for another
 * log's, "label.head" (ZM_ERROR_CORRUPT) where it does not. */
gboolean    zm_label_desk_check_head   (ZmStation          *station,
                                        const ZmLabelCode  *head,
                                        GError            **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
