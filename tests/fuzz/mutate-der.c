#include "tests/fuzz/mutate.h"

/* DER stays DER: one value somewhere in the tree is changed, taken out, doubled or replaced by
 * another one, and the lengths around it are made right again. Values inside of OCTET STRING and
 * BIT STRING, where certificates hide more DER, belong to the tree. */

#define DEPTH_MAX 24
#define PRIMITIVE_GROWTH 64 /* bytes */

typedef struct {
  gsize start;   /* of the identifier */
  gsize content;
  gsize end;
} Element;

static gboolean
read_element (const guint8 *data,
              gsize         at,
              gsize         end,
              Element      *element)
{
  gsize length;
  guint octets = 0;

  if (end - at < 2)
    return FALSE;
  element->start = at;
  element->content = at + 2;
  length = data[at + 1];
  if ((length & 0x80) != 0)
    {
      octets = length & 0x7f;
      length = 0;
      if (octets > 3 || end - element->content < octets)
        return FALSE;
    }
  for (; octets > 0; octets--)
    length = length << 8 | data[element->content++];
  element->end = element->content + length;

  return length <= end - element->content;
}

/* Whether a sequence of whole elements fills the range. */
static gboolean
is_filled (const guint8 *data,
           gsize         at,
           gsize         end)
{
  Element element;

  if (at == end)
    return FALSE;
  while (at < end && read_element (data, at, end, &element))
    at = element.end;

  return at == end;
}

/* Where the children begin; 0 if there are none. */
static gsize
find_children (const guint8  *data,
               const Element *element)
{
  gsize at = element->content;
  guint8 identifier = data[element->start];

  if (identifier == 0x03 && at < element->end && data[at] == 0)
    at++;
  else if (identifier != 0x04 && (identifier & 0x20) == 0)
    return 0;

  return is_filled (data, at, element->end) ? at : 0;
}

static gboolean
pick_child (const guint8 *data,
            gsize         at,
            gsize         end,
            GRand        *dice,
            Element      *picked)
{
  Element element;
  guint seen = 0;

  while (at < end && read_element (data, at, end, &element))
    {
      seen++;
      if (g_rand_int_range (dice, 0, (gint) seen) == 0)
        *picked = element;
      at = element.end;
    }

  return seen > 0;
}

static guint
pick_path (const guint8 *data,
           gsize         size,
           GRand        *dice,
           Element       path[DEPTH_MAX])
{
  guint depth = 0;
  gsize at = 0;
  gsize end = size;

  while (depth < DEPTH_MAX && pick_child (data, at, end, dice, &path[depth]))
    {
      depth++;
      at = find_children (data, &path[depth - 1]);
      end = path[depth - 1].end;
      if (at == 0 || g_rand_int_range (dice, 0, 6) == 0)
        break;
    }

  return depth;
}

static void
append_element (GByteArray   *out,
                guint8        identifier,
                const guint8 *content,
                gsize         length)
{
  guint8 header[5] = { identifier, (guint8) length };
  guint used = 2;

  if (length >= 0x80)
    {
      guint octets = length > 0xffff ? 3 : length > 0xff ? 2 : 1;

      header[1] = (guint8) (0x80 | octets);
      for (guint i = octets; i > 0; i--)
        header[used++] = (guint8) (length >> (8 * (i - 1)));
    }
  g_byte_array_append (out, header, used);
  g_byte_array_append (out, content, (guint) length);
}

static void
append_changed (GByteArray    *out,
                const guint8  *data,
                const Element *element,
                GRand         *dice)
{
  gsize length = element->end - element->content;
  gsize room = length + PRIMITIVE_GROWTH;
  g_autofree guint8 *content = g_malloc0 (room);

  if (length > 0)
    memcpy (content, data + element->content, length);
  length = LLVMFuzzerMutate (content, length, room);
  append_element (out, data[element->start], content, length);
}

static GByteArray *
change (const guint8  *data,
        gsize          size,
        const Element *element,
        GRand         *dice)
{
  GByteArray *out = g_byte_array_new ();
  const guint8 *whole = data + element->start;
  gsize length = element->end - element->start;
  Element other[DEPTH_MAX];
  guint depth;

  switch (g_rand_int_range (dice, 0, 8))
    {
    case 0:
      break;
    case 1:
      g_byte_array_append (out, whole, (guint) length);
      g_byte_array_append (out, whole, (guint) length);
      break;
    case 2:
      append_element (out, (guint8) g_rand_int_range (dice, 0, 256), data + element->content,
                      element->end - element->content);
      break;
    case 3:
      depth = pick_path (data, size, dice, other);
      g_byte_array_append (out, data + other[depth - 1].start,
                           (guint) (other[depth - 1].end - other[depth - 1].start));
      break;
    default:
      append_changed (out, data, element, dice);
      break;
    }

  return out;
}

static GByteArray *
wrap (const guint8  *data,
      const Element *parent,
      const Element *child,
      GByteArray    *changed)
{
  g_autoptr(GByteArray) content = g_byte_array_new ();
  GByteArray *out = g_byte_array_new ();

  g_byte_array_append (content, data + parent->content, (guint) (child->start - parent->content));
  g_byte_array_append (content, changed->data, changed->len);
  g_byte_array_append (content, data + child->end, (guint) (parent->end - child->end));
  append_element (out, data[parent->start], content->data, content->len);
  g_byte_array_unref (changed);

  return out;
}

gsize
LLVMFuzzerCustomMutator (guint8 *data,
                         gsize   size,
                         gsize   max_size,
                         guint   seed)
{
  g_autoptr(GRand) dice = g_rand_new_with_seed (seed);
  g_autoptr(GByteArray) out = NULL;
  Element path[DEPTH_MAX];
  guint depth = pick_path (data, size, dice, path);

  if (depth == 0 || g_rand_int_range (dice, 0, 8) == 0)
    return LLVMFuzzerMutate (data, size, max_size);

  out = change (data, size, &path[depth - 1], dice);
  for (guint i = depth - 1; i > 0; i--)
    out = wrap (data, &path[i - 1], &path[i], out);
  if (out->len > max_size)
    return LLVMFuzzerMutate (data, size, max_size);
  if (out->len > 0)
    memcpy (data, out->data, out->len);

  return out->len;
}
