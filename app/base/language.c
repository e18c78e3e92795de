#include "config.h"

#include "app/base/language.h"

#include <libintl.h>
#include <locale.h>

void
zm_language_start (void)
{
  const char *directory = g_getenv ("TEXTDOMAINDIR");

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, directory != NULL && *directory != '\0' ? directory : ZM_LOCALE_DIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
}
