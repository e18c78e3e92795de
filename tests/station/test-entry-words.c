#include "app/station/entry-words.h"

#include "app/base/error.h"
#include "app/protocol/person-rules.h"
#include "app/protocol/policy-rules.h"
#include "app/protocol/secret-rules.h"
#include "app/station/manifest.h"
#include "app/station/station-config.h"

#include <gio/gio.h>
#include <string.h>

/* What is refused has this check, and words of its own that say what a right one looks like. */
static void
assert_said (GError     *error,
             const char *check,
             const char *piece)
{
  g_autofree char *said = zm_entry_words_say (error);

  g_assert_cmpstr (zm_error_get_check (error), ==, check);
  g_assert_nonnull (strstr (said, piece));
  g_clear_error (&error);
}

static void
test_texts (void)
{
  static const struct {
    gboolean  (*rule)(const char *text, GError **error);
    const char *wrong;
    const char *right;
    const char *check;
    const char *piece;
  } cases[] = {
    { zm_station_config_check_desk, "", "Desk 1", "config.desk", "Desk 1" },
    { zm_station_config_check_desk, "a\nb", "Desk 1", "config.desk", "Desk 1" },
    { zm_person_rules_check_name, "", "Eva", "operator.name", "Eva" },
    { zm_policy_rules_check_hospital, "", "General Hospital", "policy.hospital", "General Hospital" },
    { zm_policy_rules_check_host, "ID.example.org", "id.example.org", "policy.identity-host",
      "id.example.org" },
    { zm_policy_rules_check_server_url, "http://central.example.org",
      "https://central.example.org:8443", "policy.server-url", "https://central.example.org:8443" },
    { zm_policy_rules_check_crl_url, "http://crl.example.org", "http://crl.example.org/",
      "policy.crl-url", "http://crl.example.org/" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      GError *error = NULL;

      /* The example is one that the rule itself takes. */
      g_assert_true (cases[i].rule (cases[i].right, NULL));
      g_assert_false (cases[i].rule (cases[i].wrong, &error));
      assert_said (error, cases[i].check, cases[i].piece);
    }
}

static void
test_columns (void)
{
  static const struct {
    const char *column;
    const char *wrong;
    const char *right;
    const char *check;
  } cases[] = {
    { "deviceId", "DEV 014", "DEV-014", "device.id" },
    { "label", "", "ICU 2, bed 7", "device.label" },
    { "location", "=1+1", "ICU 2", "manifest.formula" },
    { "model", "a\nb", "ICU 2", "manifest.text" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      GError *error = NULL;

      g_assert_true (zm_manifest_check_cell (cases[i].column, cases[i].right, NULL));
      g_assert_false (zm_manifest_check_cell (cases[i].column, cases[i].wrong, &error));
      assert_said (error, cases[i].check, cases[i].right);
    }
}

static void
test_secrets (void)
{
  g_autoptr(ZmSecret) digits = zm_secret_new_copy ("12345", 5);
  g_autoptr(ZmSecret) word = zm_secret_new_copy ("secret!", 7);
  GError *error = NULL;

  g_assert_false (zm_secret_rules_check_pin (digits, &error));
  assert_said (error, "operator.pin", "6 to 12 digits");
  error = NULL;
  g_assert_false (zm_secret_rules_check_passphrase (word, &error));
  assert_said (error, "passphrase.short", "at least 8 characters");
  error = NULL;
  g_assert_false (zm_secret_rules_check_same (digits, word, &error));
  assert_said (error, "passphrase.repeat", "The two entries differ");
  g_assert_true (zm_secret_rules_check_same (word, word, NULL));
}

/* No words of its own: what failed, and what to do. */
static void
test_others (void)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *said = NULL;

  zm_error_set (&error, ZM_ERROR_CONFLICT, "operator.exists", NULL, NULL, "Known");
  said = zm_entry_words_say (error);
  g_assert_true (g_str_has_prefix (said, "There is a person of this name already. "));
  g_assert_nonnull (strstr (said, "Choose another name"));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/entry-words/texts", test_texts);
  g_test_add_func ("/entry-words/columns", test_columns);
  g_test_add_func ("/entry-words/secrets", test_secrets);
  g_test_add_func ("/entry-words/others", test_others);

  return g_test_run ();
}
