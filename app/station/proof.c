#include "config.h"

#include "app/station/proof.h"

#include "app/base/join.h"
#include "app/base/json.h"
#include "app/base/text.h"
#include "app/protocol/payload.h"
#include "app/station/failure-words.h"
#include "app/station/negative-test.h"
#include "app/station/time-words.h"
#include "app/station/value-words.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define GROUP     4
#define DASH      "–"
#define ARROW     " → "
#define TEXT_MAX  4096 /* bytes of one fact */
#define COMMON_NAME "CN="
#define UNTRIED   N_("Not tried")

/* One card under way: facts are the test's own, as they were stored with it. */
typedef struct {
  ZmProofCard          *card;
  const ZmProofSources *sources;
  const ZmTestRecord   *test; /* of mutual TLS, or NULL */
  json_t               *facts;
} Work;

static const ZmTestRecord *
find_test (const ZmProofSources *sources,
           const char           *kind)
{
  for (guint i = sources->tests->len; i > 0; i--)
    {
      const ZmTestRecord *test = g_ptr_array_index (sources->tests, i - 1);

      if (g_str_equal (test->kind, kind))
        return test;
    }

  return NULL;
}

static json_t *
parse_detail (const ZmTestRecord *test)
{
  json_t *facts = NULL;

  if (test != NULL && test->detail != NULL)
    facts = json_loads (test->detail, JSON_REJECT_DUPLICATES, NULL);

  return facts != NULL ? facts : json_object ();
}

/* What a device said is hostile text, also when it comes from the store. */
static char *
dup_fact (const json_t *facts,
          const char   *member)
{
  const json_t *value = json_object_get (facts, member);

  if (!json_is_string (value) || json_string_length (value) > TEXT_MAX)
    return NULL;

  return zm_text_escape (json_string_value (value), (gssize) json_string_length (value));
}

static char *
group_digits (const char *digits)
{
  GString *text;

  if (digits == NULL)
    return NULL;

  text = g_string_new (NULL);
  for (gsize i = 0; digits[i] != '\0'; i++)
    {
      if (i > 0 && i % GROUP == 0)
        g_string_append_c (text, ' ');
      g_string_append_c (text, digits[i]);
    }

  return g_string_free (text, FALSE);
}

static gboolean
is_proved (const Work *work)
{
  return work->test != NULL && work->test->outcome == ZM_TEST_SUCCESS &&
         work->test->proved_by == ZM_PROVED_BY_SERVER;
}

static const char *
say_source (ZmProvedBy proved_by)
{
  switch (proved_by)
    {
    case ZM_PROVED_BY_SERVER:
      return _("proved by the server’s receipt");
    case ZM_PROVED_BY_STATION:
      return _("tried by this desk");
    case ZM_PROVED_BY_DEVICE:
    default:
      return _("reported by the device");
    }
}

static ZmProofState
state_of (const ZmTestRecord *test)
{
  if (test == NULL || test->outcome == ZM_TEST_UNKNOWN)
    return ZM_PROOF_UNKNOWN;

  return test->outcome == ZM_TEST_SUCCESS ? ZM_PROOF_GOOD : ZM_PROOF_BAD;
}

/* What only the device says may be true, and is no proof. */
static ZmProofState
state_by (const ZmTestRecord *test,
          ZmProvedBy          proved_by)
{
  ZmProofState state = state_of (test);

  return state == ZM_PROOF_GOOD && proved_by == ZM_PROVED_BY_DEVICE ? ZM_PROOF_REPORTED : state;
}

/* A fact that a good test cannot have without: nothing is known where it was not told. */
static void
take_fact (Work         *work,
           ZmProofPlace  place,
           const char   *name,
           const char   *title,
           char         *value,
           ZmProvedBy    proved_by)
{
  ZmProofState state = value != NULL ? state_by (work->test, proved_by) : ZM_PROOF_UNKNOWN;

  zm_proof_card_take (work->card, place, name, title, value != NULL ? value : g_strdup (DASH),
                      value != NULL ? say_source (proved_by) : NULL, state);
}

/* Of a name in RFC 4514 what people call it by. */
static char *
shorten (const char *subject)
{
  const char *start = strstr (subject, COMMON_NAME);

  if (start == NULL)
    return zm_text_escape (subject, -1);

  start += strlen (COMMON_NAME);
  return zm_text_escape (start, (gssize) strcspn (start, ","));
}

static char *
join_chain (const Work *work)
{
  const json_t *chain = json_object_get (work->facts, "chain");
  GString *joined;
  json_t *item;
  size_t i;

  if (work->sources->certificate == NULL || !json_is_array (chain))
    return NULL;

  joined = g_string_new (work->sources->session->device_id);
  json_array_foreach ((json_t *) chain, i, item)
    {
      g_autofree char *subject = json_is_string (item) ? shorten (json_string_value (item)) : NULL;

      if (subject != NULL)
        g_string_append_printf (joined, ARROW "%s", subject);
    }

  return g_string_free (joined, FALSE);
}

static void
add_device (Work *work)
{
  ZmCertificate *certificate = work->sources->certificate;
  ZmProvedBy proved_by = is_proved (work) ? ZM_PROVED_BY_SERVER : ZM_PROVED_BY_DEVICE;
  g_autofree char *end = NULL;

  take_fact (work, ZM_PROOF_DEVICE, "chain", _("Chain to the hospital’s root"), join_chain (work),
             proved_by);
  if (certificate == NULL)
    return;

  end = zm_time_words_format (zm_certificate_get_not_after (certificate));
  zm_proof_card_take (work->card, ZM_PROOF_DEVICE, "validity", _("Valid until"),
                      g_steal_pointer (&end), _("on record at this desk"),
                      work->test == NULL || work->test->at <= zm_certificate_get_not_after (certificate)
                        ? ZM_PROOF_GOOD : ZM_PROOF_BAD);
  zm_proof_card_take (work->card, ZM_PROOF_DEVICE, "fingerprint", _("Certificate, SHA-256"),
                      group_digits (zm_certificate_get_sha256 (certificate)),
                      _("on record at this desk"), ZM_PROOF_GOOD);
}

/* Both ends saw it, or the device alone says so. */
static void
add_tls (Work       *work,
         const char *name,
         const char *title,
         const char *reported,
         const char *receipt)
{
  g_autofree char *value = dup_fact (work->facts, reported);
  g_autofree char *proved = dup_fact (work->facts, receipt);
  gboolean agrees = value == NULL || proved == NULL || g_str_equal (value, proved);

  if (!agrees)
    {
      zm_proof_card_take (work->card, ZM_PROOF_CONNECTION, name, title,
                          g_strdup_printf (_("%s at the device, %s at the server"), value, proved),
                          NULL, ZM_PROOF_BAD);
      return;
    }

  take_fact (work, ZM_PROOF_CONNECTION, name, title, g_strdup (proved != NULL ? proved : value),
             proved != NULL ? ZM_PROVED_BY_SERVER : ZM_PROVED_BY_DEVICE);
}

static void
add_connection (Work *work)
{
  g_autofree char *via = dup_fact (work->facts, "via");

  add_tls (work, "version", _("Version"), "tlsVersion", "receiptTlsVersion");
  add_tls (work, "cipher", _("Cipher suite"), "cipher", "receiptCipher");
  take_fact (work, ZM_PROOF_CONNECTION, "way", _("Path"),
             via == NULL ? NULL : g_strdup (g_str_equal (via, "tether")
                                              ? _("Through the cable and this desk")
                                              : _("Through the device’s own network")),
             ZM_PROVED_BY_DEVICE);
}

static void
add_server_certificate (Work *work)
{
  g_autofree char *subject = dup_fact (work->facts, "serverSubject");
  g_autofree char *seen = dup_fact (work->facts, "serverSha256");
  g_autofree char *signer = dup_fact (work->facts, "receiptSha256");
  const char *title = _("Certificate of the server");

  if (seen != NULL && signer != NULL && !g_str_equal (seen, signer))
    {
      zm_proof_card_take (work->card, ZM_PROOF_SERVER, "server-certificate", title,
                          g_strdup (_("The receipt is signed by another one than the device saw")),
                          NULL, ZM_PROOF_UNKNOWN);
      return;
    }

  take_fact (work, ZM_PROOF_SERVER, "server-certificate", title,
             subject != NULL ? g_strdup (subject) : group_digits (seen),
             subject != NULL ? ZM_PROVED_BY_SERVER : ZM_PROVED_BY_DEVICE);
}

static char *
say_revocation (const Work *work)
{
  g_autofree char *update = dup_fact (work->facts, "crlUpdate");
  g_autofree char *time = NULL;
  gint64 minutes;
  gulong hours;
  ZmInstant instant;

  if (update == NULL || !zm_instant_parse (update, &instant))
    return NULL;

  time = zm_time_words_format (instant);
  minutes = MAX (0, (work->test->at - instant) / ZM_INSTANT_MINUTE);
  hours = (gulong) (minutes / 60);
  /* TRANSLATORS: an instant, at which the list was issued, and its age */
  if (hours >= 2)
    return g_strdup_printf (ngettext ("Revocation list from %s, %lu hour old at the test",
                                      "Revocation list from %s, %lu hours old at the test", hours),
                            time, hours);

  return g_strdup_printf (ngettext ("Revocation list from %s, %lu minute old at the test",
                                    "Revocation list from %s, %lu minutes old at the test",
                                    (gulong) minutes), time, (gulong) minutes);
}

static void
add_receipt (Work *work)
{
  g_autofree char *text = dup_fact (work->facts, "serverTime");
  g_autofree char *time = zm_time_words_format_text (text);

  if (is_proved (work))
    zm_proof_card_take (work->card, ZM_PROOF_SERVER, "receipt", _("Receipt"),
                        time != NULL ? g_strdup_printf (_("Signed by the server on %s"), time)
                                     : g_strdup (_("Signed by the server")),
                        _("checked by this desk"), ZM_PROOF_GOOD);
  else
    zm_proof_card_take (work->card, ZM_PROOF_SERVER, "receipt", _("Receipt"),
                        g_strdup (_("None: it is the device that says so")), NULL,
                        ZM_PROOF_UNKNOWN);
}

static void
add_server (Work *work)
{
  ZmProvedBy proved_by = is_proved (work) ? ZM_PROVED_BY_SERVER : ZM_PROVED_BY_DEVICE;
  g_autofree char *serial = dup_fact (work->facts, "serial");

  take_fact (work, ZM_PROOF_SERVER, "server-name", _("Name of the server"),
             g_strdup (work->card->server), proved_by);
  add_server_certificate (work);
  take_fact (work, ZM_PROOF_SERVER, "revocation", _("Not revoked, according to"),
             say_revocation (work), ZM_PROVED_BY_DEVICE);
  take_fact (work, ZM_PROOF_SERVER, "seen", _("Certificate that the server saw"),
             group_digits (serial), proved_by);
  add_receipt (work);
}

static const char *
say_negative (ZmNegative negative)
{
  switch (negative)
    {
    case ZM_NEGATIVE_NO_CERTIFICATE:
      return _("A client without a certificate");
    case ZM_NEGATIVE_CANARY:
      return _("A client whose certificate is revoked");
    case ZM_NEGATIVE_WRONG_NAME:
    default:
      return _("A server of another name");
    }
}

/* A server refuses by an alert, of which the rare ones stand as TLS names them; the device by a check. */
static char *
say_seen (const char *seen)
{
  const char *alert = seen != NULL ? zm_value_words_for ("alert", seen) : NULL;

  if (seen == NULL)
    return g_strdup (DASH);
  if (alert != NULL)
    return g_strdup (alert);

  return strchr (seen, '.') != NULL ? zm_join_remark (zm_failure_words_for (seen), seen) : g_strdup (seen);
}

static char *
say_outcome (const ZmTestRecord *test,
             const char         *seen)
{
  g_autofree char *shown = say_seen (seen);

  if (test == NULL)
    return g_strdup (_(UNTRIED));
  if (test->outcome == ZM_TEST_SUCCESS)
    return g_strdup_printf (_("Refused: %s"), shown);
  if (test->outcome == ZM_TEST_FAILURE)
    return g_strdup_printf (_("Let in: %s"), shown);

  return g_strdup_printf (_("Not proved: %s"), shown);
}

static void
add_negatives (Work *work)
{
  for (ZmNegative negative = ZM_NEGATIVE_NO_CERTIFICATE; negative <= ZM_NEGATIVE_WRONG_NAME;
       negative++)
    {
      const char *kind = zm_negative_test_kind (negative);
      const ZmTestRecord *test = find_test (work->sources, kind);
      g_autoptr(json_t) detail = parse_detail (test);
      g_autofree char *seen = dup_fact (detail, "seen");
      const char *source = NULL;

      if (test != NULL)
        source = test->proved_by == ZM_PROVED_BY_STATION ? say_source (ZM_PROVED_BY_STATION)
                                                         : _("tried by the device");
      zm_proof_card_take (work->card, ZM_PROOF_NEGATIVE, kind, say_negative (negative),
                          say_outcome (test, seen), source,
                          test != NULL ? state_by (test, test->proved_by) : ZM_PROOF_UNKNOWN);
    }
}

static gboolean
has_state (const ZmProofCard *card,
           ZmProofPlace       place,
           ZmProofState       state)
{
  for (guint i = 0; i < card->rows->len; i++)
    {
      const ZmProofFact *row = g_ptr_array_index (card->rows, i);

      if (row->place == place && row->state == state)
        return TRUE;
    }

  return FALSE;
}

static gboolean
has_state_anywhere (const ZmProofCard *card,
                    ZmProofState       state)
{
  for (ZmProofPlace place = ZM_PROOF_DEVICE; place < ZM_PROOF_PLACES; place++)
    {
      if (has_state (card, place, state))
        return TRUE;
    }

  return FALSE;
}

static void
set_verdict (ZmProofCard  *card,
             ZmProofState  state,
             const char   *verdict)
{
  card->state = state;
  card->verdict = g_strdup (verdict);
}

/* The worst that there is to say. */
static void
judge (Work *work)
{
  ZmProofCard *card = work->card;

  if (work->test == NULL)
    set_verdict (card, ZM_PROOF_UNKNOWN, _("Nothing was tested in this session."));
  else if (work->test->outcome == ZM_TEST_FAILURE)
    set_verdict (card, ZM_PROOF_BAD, _("This identity did not pass its test."));
  else if (work->test->outcome == ZM_TEST_UNKNOWN)
    set_verdict (card, ZM_PROOF_UNKNOWN, _("Nobody knows whether this identity works."));
  else if (has_state (card, ZM_PROOF_NEGATIVE, ZM_PROOF_BAD))
    set_verdict (card, ZM_PROOF_BAD,
                 _("This identity works, but one was let in that must be refused."));
  else if (has_state_anywhere (card, ZM_PROOF_BAD))
    set_verdict (card, ZM_PROOF_BAD, _("This identity works, but what is told of it differs."));
  else if (has_state_anywhere (card, ZM_PROOF_UNKNOWN))
    set_verdict (card, ZM_PROOF_UNKNOWN, _("This identity works; not all of it is proved."));
  else
    set_verdict (card, ZM_PROOF_GOOD,
                 _("This identity works, and what must be refused is refused."));
}

static char *
find_host (const json_t *facts)
{
  g_autofree char *url = dup_fact (facts, "url");
  char *host = NULL;
  guint16 port;

  return url != NULL && zm_payload_parse_url (url, &host, &port, NULL) ? host : NULL;
}

static void
fill_head (Work *work)
{
  const ZmProofSources *sources = work->sources;
  ZmProofCard *card = work->card;

  card->device_id = g_strdup (sources->session->device_id);
  card->device_label = g_strdup (sources->device_label);
  card->session_id = g_strdup (sources->session->session_id);
  card->server = find_host (work->facts);
  card->when = work->test != NULL ? zm_time_words_format (work->test->at) : NULL;
  card->who = g_strdup_printf (_("%s, desk %s"), sources->session->operator, sources->desk);
}

ZmProofCard *
zm_proof_make (const ZmProofSources *sources)
{
  Work work = { .card = zm_proof_card_new (), .sources = sources };

  g_return_val_if_fail (sources != NULL && sources->session != NULL && sources->tests != NULL,
                        work.card);

  work.test = find_test (sources, "mtls");
  work.facts = parse_detail (work.test);
  fill_head (&work);
  add_device (&work);
  add_connection (&work);
  add_server (&work);
  add_negatives (&work);
  judge (&work);
  json_decref (work.facts);

  return work.card;
}
