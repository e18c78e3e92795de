#pragma once

#include "app/protocol/message.h"
#include "usb/link.h"
#include "usb/tunnel.h"

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
/* The next message, whichever it is but for "error" and "bye". The error of a station is returned as
 * the error that it carries, that of a device as zm_report_to_error() takes it; "bye" as
 * ZM_ERROR_UNAVAILABLE "tether.closed". A breach (garbage, a message in the wrong phase) is answered
 * and closes. timeout in ms; G_MAXUINT waits for ever. */
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
/* What becomes of a tunnel frame that keeps the rules (tunnel-channel.h): called while somebody
 * receives, in that thread, and must not block. Failing with ZM_ERROR_INVALID or ZM_ERROR_CONFLICT
 * is a breach like any other. */
typedef gboolean (*ZmConversationTunnelFunc) (gpointer         data,
                                              const ZmTunnel  *step,
                                              GError         **error);

/* For the receiving thread. Until it is set, and before there is a CSR (ZM_PHASE_REQUESTED), tunnel
 * frames are refused: "message.kind". NULL again only when our side has closed what was open. */
void            zm_conversation_set_tunnel        (ZmConversation           *conversation,
                                                   ZmConversationTunnelFunc  func,
                                                   gpointer                  data);
/* One thread at a time sends, whichever it is. Checks of tunnel-channel.h and of the link. */
gboolean        zm_conversation_send_tunnel       (ZmConversation  *conversation,
                                                   const ZmTunnel  *step,
                                                   GError         **error) G_GNUC_WARN_UNUSED_RESULT;
/* Bytes that may be sent now; any thread. */
guint32         zm_conversation_get_tunnel_credit (ZmConversation  *conversation);
/* Whether both sides are done with the last channel; any thread. */
gboolean        zm_conversation_is_tunnel_idle    (ZmConversation  *conversation);

/* Says bye, or what went wrong, and closes. Again is no error. */
void            zm_conversation_close   (ZmConversation  *conversation,
                                         const GError    *reason);

G_END_DECLS
