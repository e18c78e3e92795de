#include "app/store/index-check.h"

#include "tests/audit/desk.h"

#define TABLE "security_audit_log"

static gboolean
is_sure (Desk *desk)
{
  static const guint8 key[ZM_SIP_KEY_LENGTH] = { 1 };
  g_autoptr(ZmDatabase) database = zm_database_open (desk->path, &zm_schema_station,
                                                     ZM_DATABASE_READ_ONLY, NULL);
  g_autoptr(GError) error = NULL;
  gboolean sure;

  g_assert_true (zm_index_check_run (database, TABLE, key, &sure, &error));
  g_assert_no_error (error);
  return sure;
}

/* What every log is: else the long way would be taken, and nobody would notice but by the clock. */
static void
test_sure (Desk          *desk,
           gconstpointer  data)
{
  g_assert_true (is_sure (desk));
  tamper (desk, "UPDATE " TABLE " SET actor = 'Müller', device = NULL, session = '' WHERE seq = 6");
  g_assert_true (is_sure (desk));
  tamper (desk, "DELETE FROM " TABLE);
  g_assert_true (is_sure (desk));
}

/* Nothing is wrong with any of these, but they are not for this check to judge. */
static void
test_not_plain (Desk          *desk,
                gconstpointer  data)
{
  static const char *const changes[] = {
    "CREATE UNIQUE INDEX other ON " TABLE " (hash)",
    "CREATE INDEX other ON " TABLE " (hash) WHERE seq <> 6",
    "CREATE INDEX other ON " TABLE " (hash DESC)",
    "CREATE INDEX other ON " TABLE " (hash COLLATE NOCASE)",
    "CREATE INDEX other ON " TABLE " (length (hash))",
    "CREATE INDEX other ON " TABLE " (seq)",
    "UPDATE " TABLE " SET device = x'00' WHERE seq = 6",
    "UPDATE " TABLE " SET device = 'a' || char (0) || 'b' WHERE seq = 6",
    "UPDATE " TABLE " SET device = hex (zeroblob (300)) WHERE seq = 6",
    "ALTER TABLE " TABLE " ADD COLUMN _rowid_ TEXT",
  };
  g_autofree char *whole = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (desk->path, &whole, &length, NULL));
  for (gsize i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      tamper (desk, changes[i]);
      g_test_message ("%s", changes[i]);
      g_assert_false (is_sure (desk));
      g_assert_true (g_file_set_contents (desk->path, whole, (gssize) length, NULL));
    }
  g_assert_true (is_sure (desk));
}

static void
test_name_with_quotes (Desk          *desk,
                       gconstpointer  data)
{
  tamper (desk, "CREATE INDEX \"an \"\"odd\"\" name\" ON " TABLE " (hash)");
  g_assert_true (is_sure (desk));
}

#define ADD(path, test) g_test_add (path, Desk, NULL, desk_set_up, test, desk_tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("/index-check/sure", test_sure);
  ADD ("/index-check/not-plain", test_not_plain);
  ADD ("/index-check/name-with-quotes", test_name_with_quotes);

  return g_test_run ();
}
