#include "config.h"

#include "app/station/authority-answer-checks.h"

#include "app/base/error.h"
#include "app/pki/chain.h"
#include "app/pki/intermediate-rules.h"
#include "app/station/authority-private.h"
#include "app/station/time-words.h"

#include <glib/gi18n-lib.h>

/* Takes refusal. */
static ZmAnswerCheck *
add (ZmAuthorityAnswer *item,
     const char        *title,
     const char        *asked,
     const char        *got,
     GError            *refusal)
{
  ZmAnswerCheck *check = g_new0 (ZmAnswerCheck, 1);

  check->title = g_strdup (title);
  check->asked = g_strdup (asked);
  check->got = g_strdup (got);
  check->refusal = refusal;
  g_ptr_array_add (item->checks, check);

  return check;
}

/* By what the refusal saw and expected, or where there is none by the words given. */
static void
add_judged (ZmAuthorityAnswer *item,
            const char        *title,
            const char        *asked,
            const char        *got,
            GError            *refusal)
{
  const char *expected = refusal != NULL ? zm_error_get_expected (refusal) : NULL;
  const char *seen = refusal != NULL ? zm_error_get_seen (refusal) : NULL;

  add (item, title, expected != NULL ? expected : asked, refusal != NULL ? seen : got, refusal);
}

static void
add_key (ZmAuthorityAnswer *item,
         ZmCsr             *csr,
         const char        *check)
{
  const char *asked = zm_public_key_get_hash (zm_csr_get_key (csr));
  const char *got = zm_certificate_get_key_hash (item->certificate);
  GError *refusal = NULL;

  if (g_strcmp0 (asked, got) != 0)
    zm_error_set (&refusal, ZM_ERROR_REFUSED, check, got, asked,
                  "The certificate is not for this signer’s key");
  add (item, _("For the key that was sent"), asked, got, refusal);
}

static void
add_profile (ZmAuthorityAnswer *item,
             ZmProfileKind      kind)
{
  const char *purpose = kind == ZM_PROFILE_STATION ? _("to sign payloads")
                                                   : _("to sign certificates and lists");
  GError *refusal = NULL;

  if (zm_profile_check_imported (kind, item->certificate, NULL, &refusal))
    g_assert (refusal == NULL);
  add_judged (item, _("Extensions for its purpose"), purpose, purpose, refusal);
}

static void
add_chain (ZmAuthorityAnswer        *item,
           const ZmAuthorityAnswers *answers,
           ZmCertificate *const     *chain,
           gsize                     count,
           ZmPurpose                 purpose)
{
  GError *refusal = NULL;

  if (answers->root == NULL)
    zm_error_set (&refusal, ZM_ERROR_REFUSED, "chain.incomplete", NULL, "the root certificate",
                  "It does not lead to a root that is known");
  else if (zm_chain_verify (chain, count, answers->root, NULL, purpose, zm_instant_now (),
                            &refusal))
    g_assert (refusal == NULL);
  add_judged (item, _("Leads to the root, in its time"),
              answers->root != NULL ? zm_certificate_get_subject (answers->root) : NULL,
              zm_certificate_get_issuer (item->certificate), refusal);
}

static void
check_intermediate (const ZmAnswerCase       *answer_case,
                    const ZmAuthorityAnswers *answers,
                    ZmAuthorityAnswer        *item)
{
  gsize count;
  const ZmIntermediateRule *rules =
    zm_intermediate_rules_list (answer_case->name_constraints, &count);

  add_key (item, answer_case->intermediate, "authority.intermediate-key");
  add_chain (item, answers, (ZmCertificate *const *) answers->chain->pdata, answers->chain->len,
             ZM_PURPOSE_CA);
  for (gsize i = 0; i < count; i++)
    {
      GError *refusal = NULL;

      if (zm_intermediate_rules_check (&rules[i], item->certificate, &refusal))
        g_assert (refusal == NULL);
      add_judged (item, rules[i].name, rules[i].expected, rules[i].expected, refusal);
    }
  add_profile (item, ZM_PROFILE_INTERMEDIATE);
}

/* A payload carries the station's certificate alone. */
static void
check_station (const ZmAnswerCase       *answer_case,
               const ZmAuthorityAnswers *answers,
               ZmAuthorityAnswer        *item)
{
  add_key (item, answer_case->station_csr, "authority.station-key");
  add_chain (item, answers, &item->certificate, 1, ZM_PURPOSE_SIGN);
  add_profile (item, ZM_PROFILE_STATION);
}

static void
check_root (const ZmAnswerCase *answer_case,
            ZmAuthorityAnswer  *item)
{
  const char *got = zm_certificate_get_sha256 (item->certificate);
  const char *asked = answer_case->present != NULL
                        ? zm_certificate_get_sha256 (answer_case->present->root) : NULL;
  GError *refusal = NULL;

  if (asked != NULL && g_strcmp0 (asked, got) != 0)
    zm_error_set (&refusal, ZM_ERROR_CONFLICT, "authority.root", got, asked,
                  "This station works under another root already");
  /* TRANSLATORS: the fingerprint of a root certificate. */
  add (item, asked != NULL ? _("The root of this station")
                           : _("Compare this fingerprint with the hospital’s CA"),
       asked, got, refusal)->warns = asked == NULL;
  add_profile (item, ZM_PROFILE_ROOT);
}

static void
check_between (const ZmAuthorityAnswers *answers,
               ZmAuthorityAnswer        *item)
{
  GError *refusal = NULL;

  if (!g_ptr_array_find (answers->chain, item->certificate, NULL))
    zm_error_set (&refusal, ZM_ERROR_REFUSED, "authority.answer",
                  zm_certificate_get_subject (item->certificate),
                  "a CA between the intermediate and the root",
                  "This certificate is on no way from the intermediate to the root");
  add_judged (item, _("Between the intermediate and the root"), NULL,
              zm_certificate_get_subject (item->certificate), refusal);
}

/* A list may say that the authority itself is over, and then it has to be taken all the same. */
static void
warn_of_revocation (const ZmAuthorityAnswers *answers,
                    ZmAuthorityAnswer        *item,
                    ZmCertificate            *certificate,
                    const char               *warning)
{
  if (certificate != NULL &&
      g_strcmp0 (zm_crl_get_issuer (item->list), zm_certificate_get_issuer (certificate)) == 0 &&
      zm_crl_find (item->list, zm_certificate_get_serial (certificate)) != NULL)
    add (item, warning, NULL, zm_certificate_get_serial (certificate), NULL)->warns = TRUE;
}

static void
check_list (const ZmAnswerCase       *answer_case,
            const ZmAuthorityAnswers *answers,
            ZmAuthorityAnswer        *item)
{
  GError *refusal = NULL;

  if (answers->root == NULL || answers->chain->len == 0)
    zm_error_set (&refusal, ZM_ERROR_REFUSED, "crl.issuer", zm_crl_get_issuer (item->list),
                  "the root and the intermediate",
                  "Whose list this is cannot be said without the certificates");
  else if (zm_authority_check_crl (answer_case->station, item->list, answers->root, answers->chain,
                                   &refusal))
    g_assert (refusal == NULL);
  add_judged (item, _("Signed by a CA above, current, and newer than what is known here"), NULL,
              zm_crl_get_issuer (item->list), refusal);
  for (guint i = 0; i < answers->chain->len; i++)
    warn_of_revocation (answers, item, answers->chain->pdata[i],
                        _("It revokes a CA of this station: no device below it is accepted any "
                          "more"));
  warn_of_revocation (answers, item, answers->station,
                      _("It revokes the station’s certificate: devices take no payload of this "
                        "station any more"));
}

void
zm_authority_answer_checks_run (const ZmAnswerCase       *answer_case,
                                const ZmAuthorityAnswers *answers,
                                ZmAuthorityAnswer        *item)
{
  switch (item->kind)
    {
    case ZM_ANSWER_ROOT:
      check_root (answer_case, item);
      break;
    case ZM_ANSWER_BETWEEN:
      check_between (answers, item);
      break;
    case ZM_ANSWER_INTERMEDIATE:
      check_intermediate (answer_case, answers, item);
      break;
    case ZM_ANSWER_STATION:
      check_station (answer_case, answers, item);
      break;
    case ZM_ANSWER_LIST:
      check_list (answer_case, answers, item);
      break;
    case ZM_ANSWER_STRANGE:
    default:
      break;
    }
}
