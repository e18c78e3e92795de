#pragma once

#include "app/base/secret.h"
#include "app/protocol/request.h"

G_BEGIN_DECLS

/* How a station comes to a second person, where the signer says that one is not enough. Whoever
 * opens the station says once whom to ask; each request that wants an approval then asks in the
 * thread that it is made in, and goes on with what was answered. */
typedef struct _ZmApprover ZmApprover;

typedef struct {
  char         *what;    /* is to be done, as a sentence */
  const char   *who;     /* is wanted, as the signer says it */
  const GError *refusal; /* of the answer before this one; NULL: the first time */
} ZmApproverQuestion;

/* FALSE with an error if nobody approves. May block, and is called by any thread. */
typedef gboolean (*ZmApproverFunc) (const ZmApproverQuestion  *question,
                                    gpointer                   data,
                                    char                     **name,
                                    ZmSecret                 **pin,
                                    GError                   **error);

ZmApprover *zm_approver_new      (ZmApproverFunc             func,
                                  gpointer                   data,
                                  GDestroyNotify             destroy);
ZmApprover *zm_approver_ref      (ZmApprover                *approver);
void        zm_approver_unref    (ZmApprover                *approver);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZmApprover, zm_approver_unref)

gboolean    zm_approver_ask      (ZmApprover                *approver,
                                  const ZmApproverQuestion  *question,
                                  char                     **name,
                                  ZmSecret                 **pin,
                                  GError                   **error) G_GNUC_WARN_UNUSED_RESULT;
/* For such a function: sets check "second-person.declined"; always FALSE. */
gboolean    zm_approver_decline  (GError                   **error);

/* What such a request does, as a sentence. */
char       *zm_approver_describe (ZmRequestType              type,
                                  const json_t              *members);

G_END_DECLS
