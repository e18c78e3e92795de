#include "app/protocol/factory-record.h"
#include "tests/fuzz/fuzz.h"

/* What the maker's line gives to a device. */

void
fuzz_one (const guint8 *data,
          gsize         size)
{
  g_autofree char *text = g_memdup2 (data, size);
  g_autoptr(GError) error = NULL;
  g_autoptr(ZmFactoryRecord) record = zm_factory_record_parse (text, size, &error);
  g_autoptr(ZmFactoryRecord) same = NULL;
  g_autoptr(ZmSecret) first = NULL;
  g_autoptr(ZmSecret) second = NULL;

  fuzz_check (record != NULL, &error);
  if (record == NULL)
    return;

  first = zm_factory_record_format (record);
  same = zm_factory_record_parse ((const char *) zm_secret_peek (first), zm_secret_length (first),
                                  &error);
  g_assert_no_error (error);
  second = zm_factory_record_format (same);
  g_assert_cmpmem (zm_secret_peek (first), zm_secret_length (first), zm_secret_peek (second),
                   zm_secret_length (second));
}
