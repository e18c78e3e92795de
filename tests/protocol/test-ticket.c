#include "app/base/error.h"
#include "app/protocol/ticket.h"
#include "tests/protocol/vectors.h"

#include <string.h>

static void
test_accepts (void)
{
  g_autoptr(json_t) root = load_vectors ("pairing-v1.json");
  json_t *cases = json_object_get (root, "accept");
  json_t *item;
  size_t i;

  g_assert_cmpuint (json_array_size (cases), ==, 3);
  json_array_foreach (cases, i, item)
    {
      const char *text = get_text (item, "text");
      g_autoptr(GError) error = NULL;
      g_autoptr(ZmTicket) ticket = zm_ticket_parse (text, strlen (text), &error);
      guint8 key_hash[ZM_SHA256_LENGTH];
      guint8 nonce[ZM_TICKET_NONCE_LENGTH];
      g_autofree char *again = NULL;

      g_assert_no_error (error);
      get_hex (item, "keyHashHex", key_hash, sizeof key_hash);
      get_hex (item, "ticketNonceHex", nonce, sizeof nonce);
      g_assert_cmpstr (ticket->device_id, ==, get_text (item, "deviceId"));
      g_assert_cmpstr (ticket->pairing_code, ==, get_text (item, "pairingCode"));
      g_assert_cmpmem (ticket->key_hash, ZM_SHA256_LENGTH, key_hash, ZM_SHA256_LENGTH);
      g_assert_cmpmem (ticket->nonce, ZM_TICKET_NONCE_LENGTH, nonce, ZM_TICKET_NONCE_LENGTH);
      again = zm_ticket_format (ticket);
      g_assert_cmpstr (again, ==, text);
    }
}

static void
test_refuses (void)
{
  g_autoptr(json_t) root = load_vectors ("pairing-v1.json");
  json_t *cases = json_object_get (root, "refuse");
  json_t *item;
  size_t i;

  g_assert_cmpuint (json_array_size (cases), ==, 20);
  json_array_foreach (cases, i, item)
    {
      g_autoptr(GError) error = NULL;

      g_assert_null (zm_ticket_parse (json_string_value (item), json_string_length (item),
                                      &error));
      g_assert_true (zm_error_matches (error, ZM_ERROR_INVALID));
      g_assert_true (g_str_has_prefix (zm_error_get_check (error), "ticket."));
      g_assert_null (strstr (error->message, "1234"));
      if (zm_error_get_seen (error) != NULL)
        g_assert_null (strstr (zm_error_get_seen (error), "1234"));
    }
}

#define KEY_HASH "JXZA27UFSIYE4TLXVSCQNHPK723XF55V4ZBC7Q65KSC43DL7B52Q"
#define NONCE    "AAAQEAYEAUDAOCAJ"

static void
test_names_the_part (void)
{
  static const struct {
    const char *text;
    const char *check;
  } cases[] = {
    { "ZM2:DEV-001:ABCD-1234:" KEY_HASH ":" NONCE, "ticket.version" },
    { "ZM12:whatever", "ticket.version" },
    { "zm1:DEV-001:ABCD-1234:" KEY_HASH ":" NONCE, "ticket.form" },
    { "ZM1:DEV-001:ABCD-1234:" KEY_HASH, "ticket.form" },
    { "ZM1:DEV-001:ABCD-1234:" KEY_HASH ":" NONCE ":", "ticket.form" },
    { "ZM1:../etc:ABCD-1234:" KEY_HASH ":" NONCE, "ticket.device-id" },
    { "ZM1:DEV-001:abcd-1234:" KEY_HASH ":" NONCE, "ticket.code" },
    { "ZM1:DEV-001:ABCD-1234:A" KEY_HASH ":" NONCE, "ticket.key-hash" },
    { "ZM1:DEV-001:ABCD-1234:" KEY_HASH ":" NONCE "A", "ticket.nonce" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_null (zm_ticket_parse (cases[i].text, strlen (cases[i].text), &error));
      g_assert_cmpstr (zm_error_get_check (error), ==, cases[i].check);
    }
}

static void
test_too_long (void)
{
  g_autofree char *text = g_strnfill (ZM_TICKET_MAX + 1, 'Z');
  g_autoptr(GError) error = NULL;

  g_assert_null (zm_ticket_parse (text, strlen (text), &error));
  g_assert_cmpstr (zm_error_get_check (error), ==, "ticket.form");
}

static void
check_typed (const char *typed,
             const char *expected)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *code = zm_ticket_parse_code (typed, &error);

  g_assert_cmpstr (code, ==, expected);
  if (expected == NULL)
    g_assert_cmpstr (zm_error_get_check (error), ==, "code.form");
}

static void
test_typed_codes (void)
{
  g_autoptr(json_t) root = load_vectors ("pairing-v1.json");
  json_t *codes = json_object_get (root, "typedCodes");
  const char *typed;
  json_t *expected;

  g_assert_cmpuint (json_object_size (codes), ==, 7);
  json_object_foreach (codes, typed, expected)
    check_typed (typed, json_string_value (expected));

  check_typed ("A B C D 1 2 3 4", "ABCD-1234");
  check_typed ("abcd\xe2\x88\x92" "1234", "ABCD-1234");
  check_typed ("1234abcd", NULL);
  check_typed ("abc\xc3\xa9" "1234", NULL);
  check_typed ("\xff" "abcd1234", NULL);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/ticket/accepts", test_accepts);
  g_test_add_func ("/ticket/refuses", test_refuses);
  g_test_add_func ("/ticket/names-the-part", test_names_the_part);
  g_test_add_func ("/ticket/too-long", test_too_long);
  g_test_add_func ("/ticket/typed-codes", test_typed_codes);

  return g_test_run ();
}
