#include "app/signer/gate.h"

#include "app/base/error.h"

#include <pwd.h>
#include <unistd.h>

gboolean
zm_gate_find_client (const char  *name,
                     uid_t       *client,
                     GError     **error)
{
  const struct passwd *user;
  guint64 number;

  g_return_val_if_fail (name != NULL && client != NULL, FALSE);

  user = getpwnam (name);
  if (user != NULL)
    {
      *client = user->pw_uid;
      return TRUE;
    }
  if (g_ascii_string_to_unsigned (name, 10, 0, G_MAXINT32, &number, NULL))
    {
      *client = (uid_t) number;
      return TRUE;
    }

  zm_error_set (error, ZM_ERROR_INVALID, "options.client", name, "a user of this system",
                "There is no user “%s” who could be served", name);
  return FALSE;
}

/* What cannot be recorded is refused all the same. */
static void
record (ZmGate   *gate,
        ZmSigner *signer,
        uid_t     peer,
        ZmMoment  now)
{
  const ZmCaller caller = { .peer = peer, .role = ZM_ROLE_NONE, .now = now };
  gboolean again = gate->refused == peer && gate->refused_at > 0 &&
                   now.running - gate->refused_at < ZM_GATE_PAUSE * ZM_INSTANT_SECOND;
  g_autoptr(GError) error = NULL;

  if (again)
    return;

  gate->refused = peer;
  gate->refused_at = now.running;
  if (!zm_signer_record (signer, &caller, "peer.refused", json_pack ("{s:I}", "user",
                                                                     (json_int_t) peer), &error))
    g_printerr ("zmonitor-signer: %s (%s)\n", error->message, zm_error_get_check (error));
  g_printerr ("zmonitor-signer: user %u was refused (signer.stranger)\n", (guint) peer);
}

GBytes *
zm_gate_refuse (ZmGate   *gate,
                ZmSigner *signer,
                uid_t     peer,
                ZmMoment  now)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *seen = NULL;
  g_autofree char *expected = NULL;

  g_return_val_if_fail (gate != NULL && signer != NULL, NULL);

  if (peer == geteuid () || peer == 0 || (gate->client != ZM_GATE_NOBODY && peer == gate->client))
    return NULL;

  record (gate, signer, peer, now);
  seen = g_strdup_printf ("user %u", (guint) peer);
  expected = g_strdup_printf ("user %u", gate->client != ZM_GATE_NOBODY ? gate->client : geteuid ());
  zm_error_set (&error, ZM_ERROR_DENIED, "signer.stranger", seen, expected,
                "This user may not use this signer");
  return zm_request_encode_error (error);
}
