#pragma once

#include "app/protocol/member.h"
#include "app/protocol/message.h"

G_BEGIN_DECLS

/* Every message on the tether, one row each, in the order of ZmMessageType. */

#define ZM_MESSAGE_MEMBERS_MAX 16
#define ZM_MESSAGE_EITHER      (1 << ZM_SENDER_STATION | 1 << ZM_SENDER_DEVICE)

typedef struct {
  const char *name;
  guint       senders; /* bits 1 << ZmSender */
  guint       phases;  /* bits 1 << ZmPhase: when it may come */
  int         after;   /* the phase that it leads to, or ZM_MESSAGE_STAYS */
  ZmMember    members[ZM_MESSAGE_MEMBERS_MAX + 1];
} ZmMessageRow;

#define ZM_MESSAGE_STAYS (-1)

/* NULL if there is no such message. */
const ZmMessageRow *zm_message_table_get  (ZmMessageType   type);
gboolean            zm_message_table_find (const char     *name,
                                           ZmMessageType  *type);

G_END_DECLS
