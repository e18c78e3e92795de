#pragma once

#include "app/protocol/message.h"
#include "usb/link.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* Messages over a link, one side of it: parses what the peer sends by the table, holds the phase,
 * answers a peer's breach with an error message and closes. */
typedef struct _ZmConversation ZmConversation;

/* link is owned by the conversation from here on. */
ZmConversation *zm_conversation_new     (ZmLink          *link,
                                         ZmSender         own_side);
void            zm_conversation_free    (ZmConversation  *conversation);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZmConversation, zm_conversation_free)

ZmPhase         zm_conversation_get_phase (ZmConversation *conversation);
const char     *zm_conversation_get_port  (ZmConversation *conversation);
/* Takes message. */
gboolean        zm_conversation_send    (ZmConversation  *conversation,
                                         ZmMessage       *message,
                                         GCancellable    *cancellable,
                                         GError         **error) G_GNUC_WARN_UNUSED_RESULT;
/* The next message, whichever it is but for "error" and "bye": the peer's error is returned as
 * the error it carries, "bye" as ZM_ERROR_UNAVAILABLE "tether.closed". A breach (garbage, a message
 * in the wrong phase) is answered and closes. timeout in ms; G_MAXUINT waits for ever. */
ZmMessage      *zm_conversation_receive (ZmConversation  *conversation,
                                         guint            timeout,
                                         GCancellable    *cancellable,
                                         GError         **error) G_GNUC_WARN_UNUSED_RESULT;
/* The same, and it must be of this type: check "message.unexpected". */
ZmMessage      *zm_conversation_expect  (ZmConversation  *conversation,
                                         ZmMessageType    type,
                                         guint            timeout,
                                         GCancellable    *cancellable,
                                         GError         **error) G_GNUC_WARN_UNUSED_RESULT;
/* As zm_transport_is_gone(). */
gboolean        zm_conversation_is_gone (ZmConversation  *conversation);
/* Says bye, or what went wrong, and closes. Again is no error. */
void            zm_conversation_close   (ZmConversation  *conversation,
                                         const GError    *reason);

G_END_DECLS
