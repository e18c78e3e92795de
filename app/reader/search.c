#include "app/reader/search.h"

#include "app/reader/filter.h"
#include "app/reader/scanner.h"

#define FILTERS_MAX 2

/* Pixels: a large code loses its noise in a smaller size, a small one must not get smaller; and
 * filters cost time. */
#define LEVEL_MIN 10000
#define SMALL     1000000
#define MEDIUM    4000000

#define SIDE      ZM_GREY_SIDE_MAX
#define HALF_SIDE (ZM_GREY_SIDE_MAX / 2) /* where the filter doubles it */

typedef ZmGrey *(*Filter) (const ZmGrey  *picture,
                           GError       **error);

typedef struct {
  const char *name;
  gsize       pixels_max;
  guint       side_max;
  Filter      filters[FILTERS_MAX];
} Pass;

/* The luckiest first. */
static const Pass passes[] = {
  { "plain", ZM_GREY_PIXELS_MAX, SIDE, { NULL } },
  { "blur", MEDIUM, SIDE, { zm_filter_blur } },
  { "sharpen", MEDIUM, SIDE, { zm_filter_sharpen } },
  { "double", SMALL, HALF_SIDE, { zm_filter_double } },
  { "invert", MEDIUM, SIDE, { zm_filter_invert } },
  { "double-sharpen", SMALL, HALF_SIDE, { zm_filter_double, zm_filter_sharpen } },
  { "sharpen-double", SMALL, HALF_SIDE, { zm_filter_sharpen, zm_filter_double } },
};

static const Pass *
find_pass (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (passes); i++)
    {
      if (g_str_equal (passes[i].name, name))
        return &passes[i];
    }

  return NULL;
}

gboolean
zm_search_has_pass (const char *pass)
{
  g_return_val_if_fail (pass != NULL, FALSE);

  return find_pass (pass) != NULL;
}

static GPtrArray *
run_pass (const Pass    *pass,
          const ZmGrey  *picture,
          GError       **error)
{
  g_autoptr(ZmGrey) filtered = NULL;

  for (guint i = 0; i < FILTERS_MAX && pass->filters[i] != NULL; i++)
    {
      ZmGrey *next = pass->filters[i] (filtered != NULL ? filtered : picture, error);

      if (next == NULL)
        return NULL;
      g_clear_pointer (&filtered, zm_grey_free);
      filtered = next;
    }

  return zm_scanner_scan (filtered != NULL ? filtered : picture);
}

/* The picture in half its size, and again, and again. */
static GPtrArray *
make_smaller (const ZmGrey  *picture,
              GError       **error)
{
  g_autoptr(GPtrArray) levels = g_ptr_array_new_with_free_func ((GDestroyNotify) zm_grey_free);

  while (zm_grey_length (picture) / 4 >= LEVEL_MIN && picture->width > 1 && picture->height > 1)
    {
      ZmGrey *smaller = zm_filter_halve (picture, error);

      if (smaller == NULL)
        return NULL;
      g_ptr_array_add (levels, smaller);
      picture = smaller;
    }

  return g_steal_pointer (&levels);
}

static gboolean
pass_suits (const Pass   *pass,
            const ZmGrey *picture)
{
  return zm_grey_length (picture) <= pass->pixels_max &&
         MAX (picture->width, picture->height) <= pass->side_max;
}

static GPtrArray *
run_pass_on_levels (const Pass    *pass,
                    const ZmGrey  *picture,
                    GPtrArray     *smaller,
                    GError       **error)
{
  for (guint i = 0; i <= smaller->len; i++)
    {
      const ZmGrey *level = i == 0 ? picture : g_ptr_array_index (smaller, i - 1);
      g_autoptr(GPtrArray) texts = NULL;

      if (!pass_suits (pass, level))
        continue;
      texts = run_pass (pass, level, error);
      if (texts == NULL || texts->len > 0)
        return g_steal_pointer (&texts);
    }

  return g_ptr_array_new_with_free_func (g_free);
}

GPtrArray *
zm_search_find (const ZmGrey  *picture,
                const char    *pass,
                GError       **error)
{
  g_autoptr(GPtrArray) smaller = NULL;

  g_return_val_if_fail (picture != NULL, NULL);
  g_return_val_if_fail (pass == NULL || zm_search_has_pass (pass), NULL);

  if (pass != NULL)
    return run_pass (find_pass (pass), picture, error);

  smaller = make_smaller (picture, error);
  if (smaller == NULL)
    return NULL;
  for (gsize i = 0; i < G_N_ELEMENTS (passes); i++)
    {
      g_autoptr(GPtrArray) texts = run_pass_on_levels (&passes[i], picture, smaller, error);

      if (texts == NULL || texts->len > 0)
        return g_steal_pointer (&texts);
    }

  return g_ptr_array_new_with_free_func (g_free);
}
