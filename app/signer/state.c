#include "app/signer/state.h"

#include "app/base/error.h"
#include "app/base/hex.h"

#include <string.h>

#define TEXT_MAX        1024
#define CLOCK_TOLERANCE (5 * ZM_INSTANT_MINUTE)

typedef gboolean (*ZmStateTake) (ZmState       *state,
                                 const json_t  *entry,
                                 ZmInstant      time,
                                 GError       **error);

ZmState *
zm_state_new (const ZmSecret *pepper,
              ZmMoment        now)
{
  ZmState *state = g_new0 (ZmState, 1);

  state->now = now;
  state->operators = zm_operators_new ();
  state->delays = zm_delays_new (pepper);
  state->issued = zm_issued_new ();
  state->retired = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  state->limits = (ZmLimits) ZM_LIMITS_DEFAULT;
  state->mandate = zm_mandate_new ();
  state->key_book = zm_key_book_new ();

  return state;
}

void
zm_state_free (ZmState *state)
{
  if (state == NULL)
    return;

  zm_operators_free (state->operators);
  zm_delays_free (state->delays);
  zm_issued_free (state->issued);
  g_hash_table_unref (state->retired);
  zm_mandate_free (state->mandate);
  zm_key_book_free (state->key_book);
  g_free (state);
}

static const char *
read_text (const json_t  *entry,
           const char    *member,
           GError       **error)
{
  return zm_json_get_string (entry, member, TEXT_MAX, "ledger.entry", error);
}

static gboolean
fail_entry (const char  *seen,
            const char  *expected,
            GError     **error)
{
  zm_error_set (error, ZM_ERROR_CORRUPT, "ledger.entry", seen, expected,
                "An entry of the signer's ledger has no sense at its place");
  return FALSE;
}

static gboolean
take_operator_added (ZmState       *state,
                     const json_t  *entry,
                     ZmInstant      time,
                     GError       **error)
{
  return zm_operators_add (state->operators, entry, error);
}

static gboolean
take_operator_removed (ZmState       *state,
                       const json_t  *entry,
                       ZmInstant      time,
                       GError       **error)
{
  const char *name = read_text (entry, "name", error);

  if (name == NULL)
    return FALSE;

  zm_operators_remove (state->operators, name);
  return TRUE;
}

static gboolean
take_operator_pin_set (ZmState       *state,
                       const json_t  *entry,
                       ZmInstant      time,
                       GError       **error)
{
  return zm_operators_set_pin (state->operators, entry, error);
}

static gboolean
take_limits_set (ZmState       *state,
                 const json_t  *entry,
                 ZmInstant      time,
                 GError       **error)
{
  return zm_limits_read (&state->limits, entry, error);
}

static gboolean
take_device_retired (ZmState       *state,
                     const json_t  *entry,
                     ZmInstant      time,
                     GError       **error)
{
  const char *device_id = read_text (entry, "device", error);

  if (device_id == NULL)
    return FALSE;

  g_hash_table_add (state->retired, g_strdup (device_id));
  return TRUE;
}

static gboolean
take_sign_in_failed (ZmState       *state,
                     const json_t  *entry,
                     ZmInstant      time,
                     GError       **error)
{
  gint64 age = MAX (0, state->now.wall - time);
  gint64 bucket;

  if (!zm_json_get_integer (entry, "bucket", 0, ZM_DELAYS_BUCKETS - 1, &bucket, "ledger.entry",
                            error))
    return FALSE;

  zm_delays_count_failure (state->delays, (guint) bucket, state->now.running - age);
  return TRUE;
}

static gboolean
take_window_opened (ZmState       *state,
                    const json_t  *entry,
                    ZmInstant      time,
                    GError       **error)
{
  gint64 id, devices;
  const char *until;
  ZmWindow window = { 0 };

  if (!zm_json_get_integer (entry, "seq", 1, G_MAXINT64, &id, "ledger.entry", error) ||
      !zm_json_get_integer (entry, "devices", 1, G_MAXINT32, &devices, "ledger.entry", error))
    return FALSE;
  until = read_text (entry, "until", error);
  if (until == NULL)
    return FALSE;
  if (!zm_instant_parse (until, &window.until))
    return fail_entry (until, "a time", error);

  window.id = id;
  window.devices = (guint) devices;
  state->window = window;
  state->clock = time;

  return TRUE;
}

static gboolean
take_window_closed (ZmState       *state,
                    const json_t  *entry,
                    ZmInstant      time,
                    GError       **error)
{
  state->window.closed = TRUE;

  return TRUE;
}

static gboolean
take_policy_set (ZmState       *state,
                 const json_t  *entry,
                 ZmInstant      time,
                 GError       **error)
{
  return zm_mandate_set_policy (state->mandate, entry, error);
}

static gboolean
take_authority_installed (ZmState       *state,
                          const json_t  *entry,
                          ZmInstant      time,
                          GError       **error)
{
  return zm_mandate_install (state->mandate, entry, error);
}

static gboolean
take_server_key_added (ZmState       *state,
                       const json_t  *entry,
                       ZmInstant      time,
                       GError       **error)
{
  const char *key_id = read_text (entry, "keyId", error);
  const char *name = read_text (entry, "mode", key_id == NULL ? NULL : error);
  ZmKeyMode mode;

  if (key_id == NULL || name == NULL)
    return FALSE;
  if (!zm_factory_record_mode_parse (name, &mode) ||
      zm_key_book_find (state->key_book, key_id) != NULL)
    return fail_entry (key_id, "a new key and its mode", error);

  zm_key_book_add (state->key_book, key_id, mode);
  return TRUE;
}

static gboolean
take_factory_recorded (ZmState       *state,
                       const json_t  *entry,
                       ZmInstant      time,
                       GError       **error)
{
  const char *device_id = read_text (entry, "device", error);
  const char *key_id = read_text (entry, "keyId", device_id == NULL ? NULL : error);

  if (device_id == NULL || key_id == NULL)
    return FALSE;

  zm_key_book_assign (state->key_book, device_id, key_id);
  return TRUE;
}

static gboolean
add_issue (ZmState  *state,
           ZmIssue  *issue,
           GError  **error)
{
  g_autoptr(ZmIssue) owned = issue;

  if (owned == NULL)
    return FALSE;
  if (!zm_issued_add (state->issued, owned))
    return fail_entry (owned->serial, "a new serial number", error);

  g_steal_pointer (&owned);
  return TRUE;
}

static gboolean
take_issue_prepared (ZmState       *state,
                     const json_t  *entry,
                     ZmInstant      time,
                     GError       **error)
{
  if (!add_issue (state, zm_issue_new_prepared (entry, time, error), error))
    return FALSE;

  state->window.used++;
  zm_rate_count (&state->rate, time);
  return TRUE;
}

static gboolean
take_canary_issued (ZmState       *state,
                    const json_t  *entry,
                    ZmInstant      time,
                    GError       **error)
{
  if (!add_issue (state, zm_issue_new_canary (entry, error), error))
    return FALSE;

  state->crl_behind = TRUE;
  zm_rate_count (&state->rate, time);
  return TRUE;
}

static ZmIssue *
find_issue (ZmState       *state,
            const json_t  *entry,
            ZmIssueState   expected,
            GError       **error)
{
  const char *serial = read_text (entry, "serial", error);
  ZmIssue *issue = serial == NULL ? NULL : zm_issued_find (state->issued, serial);

  if (serial == NULL)
    return NULL;
  if (issue == NULL || issue->state != expected)
    {
      fail_entry (serial, "a certificate in this state", error);
      return NULL;
    }

  return issue;
}

static gboolean
take_issue_signed (ZmState       *state,
                   const json_t  *entry,
                   ZmInstant      time,
                   GError       **error)
{
  ZmIssue *issue = find_issue (state, entry, ZM_ISSUE_PREPARED, error);

  if (issue == NULL || !zm_issue_sign (issue, entry, error))
    return FALSE;

  g_hash_table_remove (state->retired, issue->device_id);
  return TRUE;
}

/* Nothing was signed, so the place in the window is free again; the rate still counts it. */
static gboolean
take_issue_cancelled (ZmState       *state,
                      const json_t  *entry,
                      ZmInstant      time,
                      GError       **error)
{
  ZmIssue *issue = find_issue (state, entry, ZM_ISSUE_PREPARED, error);

  if (issue == NULL)
    return FALSE;

  zm_issue_cancel (issue);
  if (issue->window == state->window.id)
    state->window.used--;
  return TRUE;
}

static gboolean
take_issue_revoked (ZmState       *state,
                    const json_t  *entry,
                    ZmInstant      time,
                    GError       **error)
{
  ZmIssue *issue = find_issue (state, entry, ZM_ISSUE_SIGNED, error);

  state->crl_behind = TRUE;
  return issue != NULL && zm_issue_revoke (issue, entry, error);
}

static gboolean
take_crl_issued (ZmState       *state,
                 const json_t  *entry,
                 ZmInstant      time,
                 GError       **error)
{
  state->crl_behind = FALSE;
  return zm_json_get_integer (entry, "number", state->crl_number + 1, G_MAXINT64,
                              &state->crl_number, "ledger.entry", error);
}

/* A certificate of this signer's that came back from outside: it has no session and no TBS. */
static gboolean
take_issue_recovered (ZmState       *state,
                      const json_t  *entry,
                      ZmInstant      time,
                      GError       **error)
{
  return add_issue (state, zm_issue_new_recovered (entry, error), error);
}

static gboolean
take_revocation_recovered (ZmState       *state,
                           const json_t  *entry,
                           ZmInstant      time,
                           GError       **error)
{
  return add_issue (state, zm_issue_new_revoked (entry, error), error);
}

static gboolean
take_checkpoint_signed (ZmState       *state,
                        const json_t  *entry,
                        ZmInstant      time,
                        GError       **error)
{
  const char *root = read_text (entry, "root", error);

  if (root == NULL)
    return FALSE;
  if (!zm_hex_decode (root, state->checkpoint_root, sizeof state->checkpoint_root))
    return fail_entry (root, "a hash", error);

  return zm_json_get_integer (entry, "size", state->checkpoint_size, G_MAXINT64,
                              &state->checkpoint_size, "ledger.entry", error);
}

/* An administrator has said that the log begins anew from an older copy. */
static gboolean
take_log_restarted (ZmState       *state,
                    const json_t  *entry,
                    ZmInstant      time,
                    GError       **error)
{
  state->checkpoint_size = 0;
  state->log_restarts++;

  return take_checkpoint_signed (state, entry, time, error);
}

/* A fact that is kept for people and changes nothing. */
static gboolean
take_nothing (ZmState       *state,
              const json_t  *entry,
              ZmInstant      time,
              GError       **error)
{
  return TRUE;
}

static const struct {
  const char  *kind;
  ZmStateTake  take;
} kinds[] = {
  { "operator.added", take_operator_added },
  { "operator.removed", take_operator_removed },
  { "operator.pin-set", take_operator_pin_set },
  { "limits.set", take_limits_set },
  { "device.retired", take_device_retired },
  { "sign-in.failed", take_sign_in_failed },
  { "window.opened", take_window_opened },
  { "window.closed", take_window_closed },
  { "policy.set", take_policy_set },
  { "authority.installed", take_authority_installed },
  { "server-key.added", take_server_key_added },
  { "factory.recorded", take_factory_recorded },
  { "issue.prepared", take_issue_prepared },
  { "issue.signed", take_issue_signed },
  { "issue.cancelled", take_issue_cancelled },
  { "issue.revoked", take_issue_revoked },
  { "canary.issued", take_canary_issued },
  { "crl.issued", take_crl_issued },
  { "checkpoint.signed", take_checkpoint_signed },
  { "issue.recovered", take_issue_recovered },
  { "revocation.recovered", take_revocation_recovered },
  { "crl.recovered", take_crl_issued },
  { "checkpoint.recovered", take_checkpoint_signed },
  { "log.restarted", take_log_restarted },
  { "payload.composed", take_nothing },
  { "peer.refused", take_nothing },
};

static ZmStateTake
find_take (const char *kind)
{
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_strcmp0 (kinds[i].kind, kind) == 0)
      return kinds[i].take;

  return NULL;
}

gboolean
zm_state_take_entry (const json_t  *entry,
                     gpointer       data,
                     GError       **error)
{
  ZmState *state = data;
  const char *kind = json_string_value (json_object_get (entry, "kind"));
  const char *stamp = json_string_value (json_object_get (entry, "time"));
  ZmStateTake take = find_take (kind);
  g_autoptr(GError) cause = NULL;
  ZmInstant time;

  g_return_val_if_fail (state != NULL, FALSE);

  if (take == NULL)
    return fail_entry (kind, "a kind of entry that this version knows", error);
  if (stamp == NULL || !zm_instant_parse_micros (stamp, &time))
    return fail_entry (stamp, "a time", error);

  state->clock = MAX (state->clock, time);
  if (!take (state, entry, time, &cause))
    return fail_entry (cause->message, kind, error);

  return TRUE;
}

gboolean
zm_state_check_clock (ZmState    *state,
                      ZmInstant   now,
                      GError    **error)
{
  g_autofree char *seen = NULL;
  g_autofree char *expected = NULL;

  g_return_val_if_fail (state != NULL, FALSE);

  if (now >= state->clock - CLOCK_TOLERANCE)
    return TRUE;

  seen = zm_instant_format (now);
  expected = zm_instant_format (state->clock);
  zm_error_set (error, ZM_ERROR_CONFLICT, "clock.backwards", seen, expected,
                "The clock of this computer went back");
  return FALSE;
}

gboolean
zm_state_is_retired (ZmState    *state,
                     const char *device_id)
{
  g_return_val_if_fail (state != NULL, FALSE);
  g_return_val_if_fail (device_id != NULL, FALSE);

  return g_hash_table_contains (state->retired, device_id);
}
