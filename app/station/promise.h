#pragma once

#include "app/pki/certificate.h"
#include "app/pki/judgement.h"

G_BEGIN_DECLS

/* What a certificate will say that is not issued yet, for people: what it is for, until when it is valid and by
 * whom it is issued. Texts are newly allocated, translated, and in the desk's own time zone. */

/* NULL where the judgement says nothing of it. */
char *zm_promise_say_purpose  (ZmJudgement         *judgement);
char *zm_promise_say_validity (ZmJudgement         *judgement,
                               ZmInstant            now);
/* issuer: the certificate that signs it. */
char *zm_promise_say_issuer   (ZmCertificate *issuer);

G_END_DECLS
