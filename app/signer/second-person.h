#pragma once

#include "app/signer/signer.h"

G_BEGIN_DECLS

/* Which requests one person is not enough for, decided here whatever the station says: a take-over,
 * a window above the limits, more revocations than the limits say, a factory record, who the
 * administrators are, and the limits themselves.
 *
 * The second person has a role that may ask for the same, and one that is not below the first one's.
 * Where a station has nobody like that (a single administrator), one person acts alone; who founds a
 * station has to. As soon as there are two, there are two for adding, removing or renewing an
 * administrator, so nobody can make himself a second one.
 *
 * Checks "second-person.needed", "second-person.action" (a request that needs none),
 * "second-person.same", "second-person.role", and those of a sign-in and of zm_approvals_take(). */

/* Whether the request may go on; then caller says who approved it. */
gboolean  zm_second_person_admit   (ZmSigner        *signer,
                                    ZmRequestType    type,
                                    const json_t    *request,
                                    ZmCaller        *caller,
                                    GError         **error) G_GNUC_WARN_UNUSED_RESULT;
json_t   *zm_second_person_approve (ZmSigner        *signer,
                                    const ZmCaller  *caller,
                                    const json_t    *request,
                                    GError         **error) G_GNUC_WARN_UNUSED_RESULT;

json_t   *zm_second_person_set_limits (ZmSigner        *signer,
                                       const ZmCaller  *caller,
                                       const json_t    *request,
                                       GError         **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
