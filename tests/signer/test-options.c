#include "app/base/error.h"
#include "app/signer/options.h"

static ZmOptions *
parse (const char  *line,
       GError     **error)
{
  g_auto(GStrv) words = NULL;
  g_autofree char **argv = NULL;
  int argc;

  g_assert_true (g_shell_parse_argv (line, &argc, &words, NULL));
  /* What is understood is taken out of it. */
  argv = g_memdup2 (words, sizeof *words * ((gsize) argc + 1));

  return zm_options_parse (&argc, &argv, error);
}

static void
test_takes_what_fits (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(ZmOptions) options = parse ("signer --station /srv/desk --create --administrator Ana "
                                        "--pin-fd 5 --passphrase-fd 4", &error);

  g_assert_no_error (error);
  g_assert_cmpstr (options->station, ==, "/srv/desk");
  g_assert_cmpstr (options->administrator, ==, "Ana");
  g_assert_cmpint (options->pin_fd, ==, 5);
  g_assert_cmpint (options->passphrase_fd, ==, 4);
  g_assert_cmpint (options->ready_fd, ==, -1);
  g_assert_false (options->ceremony);
}

static void
test_refuses_what_does_not (void)
{
  static const char *const lines[] = {
    "signer",
    "signer --stations /srv/desk",
    "signer --station /srv/desk more",
    "signer --station /srv/desk --pin-fd five",
    "signer --station /srv/desk --root-media /media/root",
    "signer --station /srv/desk --create",
    "signer --station /srv/desk --administrator Ana",
    "signer --station /srv/desk --passphrase-file key --passphrase-fd 4",
    "signer --ceremony",
    "signer --ceremony --root-media /media/root --station /srv/desk",
    "signer --ceremony --root-media /media/root --create",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_autoptr(GError) error = NULL;

      g_test_message ("%s", lines[i]);
      g_assert_null (parse (lines[i], &error));
      g_assert_error (error, ZM_ERROR, ZM_ERROR_INVALID);
      g_assert_cmpstr (zm_error_get_check (error), ==, "options.usage");
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/options/fit", test_takes_what_fits);
  g_test_add_func ("/options/refused", test_refuses_what_does_not);

  return g_test_run ();
}
