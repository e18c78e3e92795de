#include "config.h"

#include "app/station/promise.h"

#include "app/station/certificate-words.h"
#include "app/station/judgement-words.h"
#include "app/station/time-words.h"

#include <glib/gi18n-lib.h>

#define DAYS_MAX 36525 /* a policy's */

/* Of the field, or NULL. */
static const char *
find_issued (ZmJudgement *judgement,
             const char  *field)
{
  gsize count;
  const ZmJudgementRow *rows = zm_judgement_get_rows (judgement, &count);

  for (gsize i = 0; i < count; i++)
    {
      if (g_str_equal (rows[i].field, field) && rows[i].issued != NULL)
        return rows[i].issued;
    }

  return NULL;
}

char *
zm_promise_say_purpose (ZmJudgement *judgement)
{
  const char *issued;

  g_return_val_if_fail (judgement != NULL, NULL);

  issued = find_issued (judgement, "Extended key usage");
  return issued != NULL ? g_strdup (zm_certificate_words_purpose (issued)) : NULL;
}

/* "365 days", as a signer says it that counts them only once it signs. 0: something else. */
static guint64
parse_days (const char *issued)
{
  char *end;
  guint64 days = g_ascii_strtoull (issued, &end, 10);

  return g_ascii_isdigit (issued[0]) && g_str_equal (end, " days") && days <= DAYS_MAX ? days : 0;
}

/* By the day: until it is signed some minutes may pass. */
static char *
say_days (const char *issued,
          guint64     days,
          ZmInstant   now)
{
  g_autofree char *count = zm_judgement_words_say (issued);
  g_autofree char *until = zm_time_words_format_day (now + (ZmInstant) days * ZM_INSTANT_DAY);

  /* TRANSLATORS: how long a certificate will be valid: "365 days, until 3 June 2027" */
  return g_strdup_printf (_("%s, until %s"), count, until);
}

char *
zm_promise_say_validity (ZmJudgement *judgement,
                         ZmInstant    now)
{
  const char *issued;
  guint64 days;
  g_autofree char *until = NULL;
  g_autofree char *distance = NULL;
  ZmInstant end;

  g_return_val_if_fail (judgement != NULL, NULL);

  issued = find_issued (judgement, "Validity");
  if (issued == NULL)
    return NULL;
  days = parse_days (issued);
  if (days > 0)
    return say_days (issued, days, now);
  if (!zm_instant_parse (issued, &end))
    return zm_judgement_words_say (issued);

  until = zm_time_words_format (end);
  distance = zm_time_words_format_distance (end, now);
  /* TRANSLATORS: how long a certificate will be valid: "Until 3 June 2027, 12:00 (in 12 months)" */
  return g_strdup_printf (_("Until %s (%s)"), until, distance);
}

char *
zm_promise_say_issuer (ZmCertificate *issuer)
{
  g_return_val_if_fail (issuer != NULL, NULL);

  return zm_certificate_words_name (zm_certificate_get_subject (issuer));
}
