#pragma once

#include "app/base/json.h"
#include "app/pki/profile.h"

G_BEGIN_DECLS

/* What becomes of one thing that a CSR asks for. */
typedef enum {
  ZM_VERDICT_GRANTED, /* asked and issued alike */
  ZM_VERDICT_FILLED,  /* not asked; the registry or the policy fills it in */
  ZM_VERDICT_CHANGED, /* asked otherwise; the registry or the policy wins, and it is shown */
  ZM_VERDICT_IGNORED, /* asked; not taken over */
  ZM_VERDICT_REFUSED, /* the whole request is refused for it */
} ZmVerdict;

typedef struct {
  char      *field;   /* "Key", "Key reuse", "Key revoked", "CN", "OU", "Subject <attribute>",
                         "SAN URI", "SAN deviceId", "SAN deviceLabel", "SAN <other>", "Key usage",
                         "Extended key usage", "Basic constraints", "Extension <name>",
                         "Attribute <name>", "Validity" */
  char      *asked;   /* NULL: not asked for */
  char      *policy;  /* the rule in words */
  char      *standard; /* where the rule comes from: "RFC 8813 §3"; NULL: the hospital's own */
  char      *issued;  /* NULL: will not be in the certificate */
  ZmVerdict  verdict;
  char      *check;   /* of a refusal: "csr.device-id", "csr.subject" (several CN),
                         "csr.key-reused", "csr.key-revoked"; else NULL */
} ZmJudgementRow;

/* What the registry and the store know, for the rules that a CSR cannot answer for itself. */
typedef struct {
  const char *device_id;
  const char *device_label;
  const char *key_other_device; /* this key was seen under that device, or NULL */
  gboolean    key_revoked;      /* this key stood in a certificate that is revoked */
  ZmInstant   now;              /* 0: the row "Validity" tells days, not a date */
  ZmInstant   issuer_not_after; /* 0: not known, so nothing is said about clipping */
} ZmJudgementFacts;

/* The three columns asked / policy / will issue, immutable. */
typedef struct _ZmJudgement ZmJudgement;

ZmJudgement          *zm_judgement_new         (ZmCsr                   *csr,
                                                const ZmPolicy          *policy,
                                                const ZmJudgementFacts  *facts);
ZmJudgement          *zm_judgement_ref         (ZmJudgement             *judgement);
void                  zm_judgement_unref       (ZmJudgement             *judgement);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZmJudgement, zm_judgement_unref)

const ZmJudgementRow *zm_judgement_get_rows    (ZmJudgement             *judgement,
                                                gsize                   *count);
/* FALSE and the first refusing row as ZM_ERROR_REFUSED, unless all rows let it pass. */
gboolean              zm_judgement_is_accepted (ZmJudgement             *judgement,
                                                GError                 **error) G_GNUC_WARN_UNUSED_RESULT;
/* {"accepted": bool, "rows": [{field, asked?, policy, standard?, issued?, verdict,
 * check?}]}. Reading sets
 * check "judgement.form". */
json_t               *zm_judgement_to_json     (ZmJudgement             *judgement);
ZmJudgement          *zm_judgement_from_json   (const json_t            *json,
                                                GError                 **error) G_GNUC_WARN_UNUSED_RESULT;
/* "granted", "filled", … */
const char           *zm_judgement_verdict_name (ZmVerdict               verdict);

G_END_DECLS
