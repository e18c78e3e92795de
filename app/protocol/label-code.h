#pragma once

#include "app/base/instant.h"
#include "app/pki/digest.h"

G_BEGIN_DECLS

/* What the code on a label says, as text. It names a thing and never proves anything: no secret, no
 * pairing code and no ticket has a place in it, and whoever shows a badge still gives the PIN. The
 * first word is none that a ticket can have, so neither is ever taken for the other.
 *
 *   ZMLABEL:1:D:<deviceId>
 *   ZMLABEL:1:O:<operator>
 *   ZMLABEL:1:C:<serial>:<SHA-256 of the certificate's DER>
 *   ZMLABEL:1:H:<records>:<RFC 6962 head over them>:<when>:<origin of the checkpoints>
 *
 * All of it is printable ASCII. operator and origin are UTF-8 in which every byte but [A-Za-z0-9._-]
 * is "%" and two upper-case hex digits; hashes are base32 without padding; records has no leading
 * zero; when is "20260131T100000Z". Every label has exactly one spelling. */

#define ZM_LABEL_CODE_MAX        640 /* bytes of text */
#define ZM_LABEL_CODE_NAME_MAX   64  /* characters of an operator's name */
#define ZM_LABEL_CODE_ORIGIN_MAX 128 /* bytes */
#define ZM_LABEL_CODE_SIZE_MAX   G_MAXINT64

typedef enum {
  ZM_LABEL_DEVICE,
  ZM_LABEL_BADGE,
  ZM_LABEL_CERTIFICATE,
  ZM_LABEL_AUDIT_HEAD,
} ZmLabelKind;

typedef struct {
  ZmLabelKind kind;
  char       *name; /* deviceId, operator, serial number, or origin */
  guint8      hash[ZM_SHA256_LENGTH]; /* from here on 0 where the kind has none */
  guint64     size; /* records */
  ZmInstant   time; /* whole seconds */
} ZmLabelCode;

/* "device", "badge", "certificate", "audit-head". */
const char  *zm_label_code_kind_name       (ZmLabelKind          kind);
gboolean     zm_label_code_kind_parse      (const char          *name,
                                            ZmLabelKind         *kind);

/* Each checks what it is given, with the checks of the parser. */
ZmLabelCode *zm_label_code_new_device      (const char          *device_id,
                                            GError             **error) G_GNUC_WARN_UNUSED_RESULT;
ZmLabelCode *zm_label_code_new_badge       (const char          *operator_name,
                                            GError             **error) G_GNUC_WARN_UNUSED_RESULT;
/* serial: in the one spelling of the records. */
ZmLabelCode *zm_label_code_new_certificate (const char          *serial,
                                            const guint8         hash[ZM_SHA256_LENGTH],
                                            GError             **error) G_GNUC_WARN_UNUSED_RESULT;
ZmLabelCode *zm_label_code_new_head        (const char          *origin,
                                            guint64              size,
                                            const guint8         root[ZM_SHA256_LENGTH],
                                            ZmInstant            time,
                                            GError             **error) G_GNUC_WARN_UNUSED_RESULT;
void         zm_label_code_free            (ZmLabelCode         *code);

char        *zm_label_code_format          (const ZmLabelCode   *code);
/* text need not be terminated. Exactly the one spelling; sets check "label.form", "label.version",
 * "label.kind", "label.device-id", "label.operator", "label.serial", "label.hash", "label.size",
 * "label.time" or "label.origin". */
ZmLabelCode *zm_label_code_parse           (const char          *text,
                                            gsize                length,
                                            GError             **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZmLabelCode, zm_label_code_free)

G_END_DECLS
