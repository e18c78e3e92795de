#include "config.h"

#include "app/station/entry-words.h"

#include "app/base/error.h"
#include "app/station/check-text.h"
#include "app/station/failure-words.h"
#include "app/station/remedy.h"

#include <glib/gi18n-lib.h>

static const ZmCheckText entries[] = {
  { "config.desk", N_("The name of the desk cannot be used. Write 1 to 64 characters on one line, for "
                      "example: Desk 1") },
  { "device.id", N_("This is not a device identifier. Write 1 to 64 letters, digits, dots, hyphens or "
                    "underscores, and begin with a letter or a digit, for example: DEV-014") },
  { "device.label", N_("The label cannot be used. Write 1 to 128 characters on one line, for example: "
                       "ICU 2, bed 7") },
  { "manifest.columns", N_("The line has more or fewer fields than the first one has names. Give it as many "
                           "commas as the first.") },
  { "manifest.duplicate", N_("The list has this device twice. Leave one of its lines out.") },
  { "manifest.formula", N_("A spreadsheet would take this for a formula. Begin with a letter or a digit, "
                           "not with = + - or @, for example: ICU 2") },
  { "manifest.quote", N_("The quotes of this line are wrong. Put them around a whole field, and double those "
                         "within.") },
  { "manifest.text", N_("This text cannot be used. Write at most 128 characters on one line, for "
                        "example: ICU 2") },
  { "operator.name", N_("The name of the person cannot be used. Write 1 to 64 characters on one line, "
                        "for example: Eva") },
  { "operator.pin", N_("This is not a PIN. Type 6 to 12 digits and nothing else.") },
  { "passphrase.repeat", N_("The two entries differ. Type the same once more.") },
  { "passphrase.short", N_("The passphrase is too short. Type at least 8 characters, for example four "
                           "words.") },
  { "policy.crl-url", N_("This is not a distribution point. It begins with http:// and ends with a slash, "
                         "for example: http://crl.example.org/") },
  { "policy.hospital", N_("The name of the hospital cannot be used. Write 1 to 64 characters on one "
                          "line, for example: General Hospital") },
  { "policy.identity-host", N_("This is not a host. Write lower-case letters, digits, hyphens and dots, "
                               "for example: id.example.org") },
  { "policy.server-url", N_("This is not the address of a Central Station. It begins with https:// and "
                            "names a host, for example: https://central.example.org:8443") },
};

char *
zm_entry_words_say (const GError *failure)
{
  g_return_val_if_fail (failure != NULL, NULL);

  return zm_entry_words_for (zm_error_get_check (failure));
}

char *
zm_entry_words_for (const char *check)
{
  const char *text;

  g_return_val_if_fail (check != NULL, NULL);

  text = zm_check_text_find (entries, G_N_ELEMENTS (entries), check);
  if (text != NULL)
    return g_strdup (_(text));

  /* TRANSLATORS: two sentences, the first without its full stop: what is wrong, what to do */
  return g_strdup_printf (_("%s. %s"), zm_failure_words_for (check), zm_remedy_for (check));
}
