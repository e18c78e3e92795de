#include "config.h"

#include "app/station/judgement-words.h"

#include <glib/gi18n-lib.h>

/* Names of the fields that the standards spell out; the others ("SAN URI", "CN") are names everywhere. */
static const char *const fields[] = {
  NC_ ("field of a certificate", "Basic constraints"),
  NC_ ("field of a certificate", "Extended key usage"),
  NC_ ("field of a certificate", "Key"),
  NC_ ("field of a certificate", "Key reuse"),
  NC_ ("field of a certificate", "Key revoked"),
  NC_ ("field of a certificate", "Key usage"),
  NC_ ("field of a certificate", "Validity"),
};

static const char *const rules[] = {
  N_("EC P-256 or RSA 3072 (e = 65537); the request is signed by it"),
  N_("a TLS client and nothing else"),
  N_("a device is never a CA"),
  N_("a key belongs to one device for ever"),
  N_("a key of a revoked certificate never comes back"),
  N_("exactly one CN"),
  N_("not part of the profile; what is asked beyond it is not taken over"),
  N_("signature and key encipherment"),
  N_("signature only: keyEncipherment is forbidden on an EC key"),
  N_("the device's URI at the identity host, and no other"),
  N_("the deviceId of the registry"),
  N_("the kind of device"),
  N_("the registry wins"),
};

static char *
say_other_device (const GMatchInfo *match)
{
  g_autofree char *device = g_match_info_fetch (match, 1);

  /* TRANSLATORS: %s is the one deviceId that may stand in a request */
  return g_strdup_printf (_("%s and no other deviceId"), device);
}

static char *
say_owner (const GMatchInfo *match)
{
  g_autofree char *hash = g_match_info_fetch (match, 1);
  g_autofree char *device = g_match_info_fetch (match, 2);

  /* TRANSLATORS: the hash of a key, and the device that it belongs to */
  return g_strdup_printf (_("%s of %s"), hash, device);
}

static guint
fetch_days (const GMatchInfo *match)
{
  g_autofree char *days = g_match_info_fetch (match, 1);

  return (guint) g_ascii_strtoull (days, NULL, 10);
}

static char *
say_days (const GMatchInfo *match)
{
  guint days = fetch_days (match);

  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u day", "%u days", days), days);
}

static char *
say_clipped_days (const GMatchInfo *match)
{
  guint days = fetch_days (match);

  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                       "%u day, clipped to the issuing certificate’s end",
                                       "%u days, clipped to the issuing certificate’s end", days),
                          days);
}

/* Rules that name something. */
static const struct {
  const char *pattern;
  char *(*say) (const GMatchInfo *match);
} forms[] = {
  { "^(\\S+) and no other deviceId$", say_other_device },
  { "^([0-9a-f]{16,}) of (\\S+)$", say_owner },
  { "^(\\d{1,6}) days$", say_days },
  { "^(\\d{1,6}) days, clipped to the issuing certificate's end$", say_clipped_days },
};

static char *
say_form (const char *text)
{
  for (gsize i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      g_autoptr(GRegex) regex = g_regex_new (forms[i].pattern, 0, 0, NULL);
      g_autoptr(GMatchInfo) match = NULL;

      if (g_regex_match (regex, text, 0, &match))
        return forms[i].say (match);
    }

  return NULL;
}

char *
zm_judgement_words_say (const char *text)
{
  char *said;

  if (text == NULL)
    return NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      if (g_str_equal (fields[i], text))
        return g_strdup (g_dpgettext2 (GETTEXT_PACKAGE, "field of a certificate", text));
    }
  for (gsize i = 0; i < G_N_ELEMENTS (rules); i++)
    {
      if (g_str_equal (rules[i], text))
        return g_strdup (_(text));
    }

  said = say_form (text);
  return said != NULL ? said : g_strdup (text);
}
