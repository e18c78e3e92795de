#pragma once

#include "app/base/instant.h"
#include "app/pki/digest.h"

G_BEGIN_DECLS

/* What second persons have approved and nobody has used yet: one request each, told by its digest
 * (app/protocol/approval.h), for the person who asked for it, for some minutes, once. None survives
 * the process. */

#define ZM_APPROVALS_LIFE (5 * 60) /* seconds */
#define ZM_APPROVALS_MAX  16       /* the oldest gives way */

typedef struct _ZmApprovals ZmApprovals;

ZmApprovals *zm_approvals_new          (void);
void         zm_approvals_free         (ZmApprovals   *approvals);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZmApprovals, zm_approvals_free)

void         zm_approvals_add          (ZmApprovals   *approvals,
                                        const guint8   digest[ZM_SHA256_LENGTH],
                                        const char    *asker,
                                        const char    *approver,
                                        gint64         running);
/* Uses one up and gives the name of who approved, newly allocated. Checks "second-person.other" for
 * what nobody approved (any more), "second-person.expired". */
char        *zm_approvals_take         (ZmApprovals   *approvals,
                                        const guint8   digest[ZM_SHA256_LENGTH],
                                        const char    *asker,
                                        gint64         running,
                                        GError       **error) G_GNUC_WARN_UNUSED_RESULT;
/* Those that somebody asked for or gave. */
void         zm_approvals_end_operator (ZmApprovals   *approvals,
                                        const char    *name);

G_END_DECLS
