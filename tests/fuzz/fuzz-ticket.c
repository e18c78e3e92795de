#include "app/protocol/ticket.h"
#include "tests/fuzz/fuzz.h"

/* The text in a QR code, and a code that somebody types. */

static void
try_ticket (const char *text,
            gsize       size)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(ZmTicket) ticket = zm_ticket_parse (text, size, &error);
  g_autofree char *again = NULL;

  fuzz_check (ticket != NULL, &error);
  if (ticket == NULL)
    return;

  g_assert_cmpuint (size, <=, ZM_TICKET_MAX);
  again = zm_ticket_format (ticket);
  g_assert_cmpmem (again, strlen (again), text, size);
}

static void
try_code (const char *typed)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *code = zm_ticket_parse_code (typed, &error);
  g_autofree char *again = NULL;

  fuzz_check (code != NULL, &error);
  if (code == NULL)
    return;

  g_assert_cmpuint (strlen (code), ==, ZM_PAIRING_CODE_LENGTH);
  again = zm_ticket_parse_code (code, &error);
  g_assert_cmpstr (again, ==, code);
}

void
fuzz_one (const guint8 *data,
          gsize         size)
{
  g_autofree char *text = fuzz_text (data, size);
  g_autofree char *unterminated = g_memdup2 (data, size);

  try_ticket (unterminated != NULL ? unterminated : "", size);
  try_code (text);
}
