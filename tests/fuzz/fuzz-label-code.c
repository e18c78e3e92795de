#include "app/protocol/label-code.h"
#include "app/protocol/ticket.h"
#include "tests/fuzz/fuzz.h"

/* The text in the code of a label, which is never that of a ticket too. */
void
fuzz_one (const guint8 *data,
          gsize         size)
{
  g_autofree char *unterminated = g_memdup2 (data, size);
  const char *text = unterminated != NULL ? unterminated : "";
  g_autoptr(GError) error = NULL;
  g_autoptr(ZmLabelCode) code = zm_label_code_parse (text, size, &error);
  g_autoptr(ZmTicket) ticket = zm_ticket_parse (text, size, NULL);
  g_autofree char *again = NULL;

  fuzz_check (code != NULL, &error);
  if (code == NULL)
    return;

  g_assert_null (ticket);
  g_assert_cmpuint (size, <=, ZM_LABEL_CODE_MAX);
  again = zm_label_code_format (code);
  g_assert_cmpmem (again, strlen (again), text, size);
}
