#include "tests/fuzz/mutate.h"

#include "app/base/json.h"

#include <stdlib.h>

/* JSON stays JSON: one value somewhere in the tree is changed, taken out, renamed or replaced. */

#define STRING_GROWTH 64 /* bytes */

typedef struct {
  json_t     *parent;
  const char *name;  /* in an object */
  gsize       index; /* in an array */
} Place;

static void
collect (json_t *value,
         GArray *places)
{
  const char *name;
  json_t *child;
  gsize i;

  json_object_foreach (value, name, child)
    {
      Place place = { value, name, 0 };

      g_array_append_val (places, place);
      collect (child, places);
    }
  json_array_foreach (value, i, child)
    {
      Place place = { value, NULL, i };

      g_array_append_val (places, place);
      collect (child, places);
    }
}

static json_t *
get (const Place *place)
{
  return place->name != NULL ? json_object_get (place->parent, place->name)
                             : json_array_get (place->parent, place->index);
}

static json_t *
mutate_string (const char *text,
               gsize       length)
{
  gsize room = length + STRING_GROWTH;
  g_autofree guint8 *bytes = g_malloc0 (room);
  g_autofree char *valid = NULL;

  memcpy (bytes, text, length);
  length = LLVMFuzzerMutate (bytes, length, room);
  valid = g_utf8_make_valid ((const char *) bytes, (gssize) length);

  return json_string (valid);
}

static json_t *
make_value (json_t *old,
            GRand  *dice)
{
  static const gint64 numbers[] = { 0, 1, -1, 5, 64, 65536, G_MAXINT32, G_MAXINT64, G_MININT64,
                                    (gint64) 1 << 53 };

  switch (g_rand_int_range (dice, 0, 8))
    {
    case 0:
      return json_null ();
    case 1:
      return json_boolean (g_rand_boolean (dice));
    case 2:
      return json_integer (numbers[g_rand_int_range (dice, 0, G_N_ELEMENTS (numbers))]);
    case 3:
      return json_pack ("[O]", old);
    case 4:
      return json_pack ("{sO}", "a", old);
    case 5:
      return json_real (g_rand_double (dice));
    case 6:
      return json_string ("");
    default:
      return json_array ();
    }
}

static void
put (const Place *place,
     json_t      *value)
{
  if (place->name != NULL)
    json_object_set_new (place->parent, place->name, value);
  else
    json_array_set_new (place->parent, place->index, value);
}

static void
take_out (const Place *place,
          GRand       *dice)
{
  g_autofree char *other = NULL;

  if (place->name == NULL)
    {
      json_array_remove (place->parent, place->index);
      return;
    }
  other = g_strdup_printf ("%c%s", g_rand_int_range (dice, 'a', 'z' + 1), place->name);
  if (g_rand_boolean (dice))
    json_object_set (place->parent, other, get (place));
  json_object_del (place->parent, place->name);
}

static void
change (const Place *place,
        GArray      *places,
        GRand       *dice)
{
  json_t *old = get (place);
  gint kind = g_rand_int_range (dice, 0, 10);

  if (kind == 0)
    take_out (place, dice);
  else if (kind == 1)
    put (place, make_value (old, dice));
  else if (kind == 2)
    {
      guint i = (guint) g_rand_int_range (dice, 0, (gint) places->len);

      put (place, json_deep_copy (get (&g_array_index (places, Place, i))));
    }
  else if (json_is_string (old))
    put (place, mutate_string (json_string_value (old), json_string_length (old)));
  else if (json_is_integer (old))
    put (place, json_integer ((gint64) ((guint64) json_integer_value (old) +
                                        (guint64) g_rand_int_range (dice, -2, 3))));
}

gsize
LLVMFuzzerCustomMutator (guint8 *data,
                         gsize   size,
                         gsize   max_size,
                         guint   seed)
{
  g_autoptr(GRand) dice = g_rand_new_with_seed (seed);
  g_autoptr(json_t) tree = json_loadb ((const char *) data, size, JSON_ALLOW_NUL, NULL);
  g_autoptr(GArray) places = g_array_new (FALSE, FALSE, sizeof (Place));
  char *text;
  gsize length;

  if (tree != NULL)
    collect (tree, places);
  if (places->len == 0 || g_rand_int_range (dice, 0, 8) == 0)
    return LLVMFuzzerMutate (data, size, max_size);

  change (&g_array_index (places, Place, g_rand_int_range (dice, 0, (gint) places->len)), places,
          dice);
  text = json_dumps (tree, JSON_COMPACT);
  length = text != NULL ? strlen (text) : 0;
  if (length > 0 && length <= max_size)
    memcpy (data, text, length);
  free (text);

  return length > 0 && length <= max_size ? length : LLVMFuzzerMutate (data, size, max_size);
}
