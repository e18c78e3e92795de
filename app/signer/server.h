#pragma once

#include <glib.h>
#include <sys/types.h>

G_BEGIN_DECLS

/* The signer's door: one packet in for one packet out, with the user whom it comes from. It knows nothing of
 * what the packets say (app/protocol/request.h does).
 *
 * How the program is started:
 *
 *   zmonitor-signer --station DIR [--create --administrator NAME [--pin-fd N]]
 *                   [--client USER] [--passphrase-fd N | --passphrase-file FILE]
 *                   [--ready-fd N] [--exit-with-parent]
 *
 * --station DIR       keys, ledger, lock and socket: DIR/signer/{keys,ledger,lock} and
 *                     DIR/signer.socket (SOCK_SEQPACKET, mode 0600). DIR is there already and
 *                     closed to others (mode 0700).
 * --create            first makes keys, ledger and the first administrator, then serves
 * --administrator     name of that administrator; the PIN comes from --pin-fd or a prompt
 * --passphrase-fd N   one line, of at least eight bytes when it is new; otherwise a prompt. Both
 *                     secrets may come through one descriptor: the passphrase first
 * --passphrase-file   the same from a file that is closed to others: a service's credential
 * --client USER       the user who is served, besides root and the signer's own (gate.h)
 * --ready-fd N        gets one line, {"ok":{}} as soon as the socket takes connections or
 *                     {"error":{…}} when it never will (zm_request_parse_answer() reads both),
 *                     and is closed then
 * --exit-with-parent  ends when the process that started it is gone
 *
 * The passphrase is never taken from the arguments or the environment. With systemd's socket
 * activation (LISTEN_FDS=1) the given socket is served instead of an own one; --client must say for
 * whom.
 *
 * Exit status: 0 ended by SIGTERM, SIGINT or the parent's end; 1 another failure; 2 wrong use;
 * 3 wrong passphrase (check "seal.passphrase"); 4 another signer serves this station
 * ("signer.locked"); 5 keys or ledger are damaged or were changed; 6 there is no signer in DIR
 * yet ("signer.missing"); 7 --create, but there is one already ("signer.exists").
 *
 * A connection carries any number of requests, one at a time. An idle one is closed after ten
 * minutes, and the longest idle one when there are too many; the token lives on, so the client
 * just connects again. */

#define ZM_SERVER_SOCKET       "signer.socket"
#define ZM_SERVER_CONNECTIONS  64
#define ZM_SERVER_IDLE_SECONDS 600

typedef struct _ZmServer ZmServer;

/* Answers one request of a peer with this user id; never NULL. */
typedef GBytes *(*ZmServerAnswer) (gpointer      data,
                                   uid_t         peer,
                                   const guint8 *request,
                                   gsize         length);

/* Listens on path, replacing a socket that nobody serves any more (the caller holds the lock). The name stays when the server goes: to remove it would be one
 * more right to keep. Sets check "server.socket". */
ZmServer *zm_server_listen   (const char      *path,
                              GError         **error) G_GNUC_WARN_UNUSED_RESULT;
/* Serves a socket that systemd passed (sd_listen_fds(3)). NULL without an error: none was passed. */
ZmServer *zm_server_activate (GError         **error) G_GNUC_WARN_UNUSED_RESULT;
/* Until SIGTERM, SIGINT or, if parent is a descriptor from pidfd_open(2), its end; -1 for none. */
gboolean  zm_server_run      (ZmServer        *server,
                              int              parent,
                              ZmServerAnswer   answer,
                              gpointer         data,
                              GError         **error) G_GNUC_WARN_UNUSED_RESULT;
void      zm_server_free     (ZmServer        *server);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZmServer, zm_server_free)

G_END_DECLS
