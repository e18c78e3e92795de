#include "app/central/central-whoami.h"
#include "tests/fuzz/fuzz.h"

/* The query that a device sends to the Central Station. */

void
fuzz_one (const guint8 *data,
          gsize         size)
{
  g_autofree char *query = fuzz_text (data, size);
  g_autoptr(GError) error = NULL;
  g_autoptr(ZmCentralWhoami) request = zm_central_whoami_parse (query, &error);

  fuzz_check (request != NULL, &error);
  if (request == NULL)
    return;

  g_assert_cmpuint (strlen (request->nonce), ==, ZM_CENTRAL_WHOAMI_DIGITS);
  g_assert_true (request->session == NULL || g_uuid_string_is_valid (request->session));
}
