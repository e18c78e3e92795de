#pragma once

#include "app/protocol/member.h"
#include "app/protocol/request.h"

G_BEGIN_DECLS

/* Every request to the signer, one row each, in the order of ZmRequestType. */

#define ZM_REQUEST_MEMBERS_MAX 8

typedef struct {
  const char *name;
  ZmRole      roles; /* who may ask; ZM_ROLE_NONE: anyone who may connect */
  ZmMember    members[ZM_REQUEST_MEMBERS_MAX + 1];
} ZmRequestRow;

/* NULL if there is no such request. */
const ZmRequestRow *zm_request_table_get  (ZmRequestType   type);
gboolean            zm_request_table_find (const char     *name,
                                           ZmRequestType  *type);

G_END_DECLS
