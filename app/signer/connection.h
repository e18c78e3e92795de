#pragma once

#include <glib.h>
#include <sys/types.h>

G_BEGIN_DECLS

/* One client of the signer: whole packets in, whole packets out, never more than one on its way. */
typedef struct _ZmConnection ZmConnection;

/* Takes fd, a connected socket that does not block. */
ZmConnection *zm_connection_new        (int            fd,
                                        uid_t          peer,
                                        gint64         now);
void          zm_connection_free       (ZmConnection  *connection);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZmConnection, zm_connection_free)

int           zm_connection_get_fd     (ZmConnection  *connection);
uid_t         zm_connection_get_peer   (ZmConnection  *connection);
/* What to poll for: a client that does not read its answer is not heard. */
short         zm_connection_get_events (ZmConnection  *connection);
/* When it last did something, as now was given. */
gint64        zm_connection_get_used   (ZmConnection  *connection);

/* The next packet's length, cut to size; 0 if there is none, -1 if the client is gone. */
gssize        zm_connection_receive    (ZmConnection  *connection,
                                        guint8        *buffer,
                                        gsize          size,
                                        gint64         now);
/* Takes answer, sends it or keeps it for zm_connection_flush(), and cleanses it. FALSE: the client
 * is gone. */
gboolean      zm_connection_send       (ZmConnection  *connection,
                                        GBytes        *answer) G_GNUC_WARN_UNUSED_RESULT;
gboolean      zm_connection_flush      (ZmConnection  *connection) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
