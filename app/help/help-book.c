#include "config.h"

#include "app/help/help-book.h"

#include "app/help/help-resources.h"

#include <gio/gio.h>

#define FOLDER  "/org/zmonitor/Station/help"
#define ENGLISH "C"

struct _ZmHelpBook {
  GPtrArray *pages; /* elements ZmHelpPage */
};

/* The daily work first, then what goes wrong with a device, then what goes wrong with the station. */
static const char *const ids[] = {
  "start",
  "first-steps",
  "pair",
  "line",
  "half-done",
  "camera",
  "central",
  "clocks",
  "lost",
  "renew",
  "people",
  "authority",
  "audit",
  "restore",
  "suspect",
};

static ZmHelpPage *
read_page (const char *language,
           const char *id)
{
  g_autofree char *path = g_strdup_printf (FOLDER "/%s/%s.md", language, id);
  g_autoptr(GBytes) content = g_resource_lookup_data (zm_help_get_resource (), path,
                                                      G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  g_autofree char *text = NULL;

  if (content == NULL)
    return NULL;

  text = g_strndup (g_bytes_get_data (content, NULL), g_bytes_get_size (content));
  return zm_help_page_parse (id, text, NULL);
}

static ZmHelpPage *
read_in_languages (const char *const *languages,
                   const char        *id)
{
  for (guint i = 0; languages[i] != NULL; i++)
    {
      ZmHelpPage *page = read_page (languages[i], id);

      if (page != NULL)
        return page;
    }

  return read_page (ENGLISH, id);
}

ZmHelpBook *
zm_help_book_open (const char *const *languages)
{
  ZmHelpBook *book;

  g_return_val_if_fail (languages != NULL, NULL);

  book = g_new0 (ZmHelpBook, 1);
  book->pages = g_ptr_array_new_with_free_func ((GDestroyNotify) zm_help_page_free);
  for (gsize i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      ZmHelpPage *page = read_in_languages (languages, ids[i]);

      g_assert (page != NULL);
      g_ptr_array_add (book->pages, page);
    }

  return book;
}

void
zm_help_book_free (ZmHelpBook *book)
{
  if (book == NULL)
    return;

  g_ptr_array_unref (book->pages);
  g_free (book);
}

guint
zm_help_book_count (const ZmHelpBook *book)
{
  g_return_val_if_fail (book != NULL, 0);

  return book->pages->len;
}

const ZmHelpPage *
zm_help_book_get (const ZmHelpBook *book,
                  guint             position)
{
  g_return_val_if_fail (book != NULL && position < book->pages->len, NULL);

  return book->pages->pdata[position];
}

const ZmHelpPage *
zm_help_book_find (const ZmHelpBook *book,
                   const char       *id)
{
  g_return_val_if_fail (book != NULL && id != NULL, NULL);

  for (guint i = 0; i < book->pages->len; i++)
    {
      const ZmHelpPage *page = book->pages->pdata[i];

      if (g_str_equal (page->id, id))
        return page;
    }

  return NULL;
}
