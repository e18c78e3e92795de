#include "app/pki/der.h"

#include <string.h>

#define DEPTH_MAX 16 /* a certificate's own structure is 6 deep */

#define CLASS_MASK  0xc0
#define CONSTRUCTED 0x20
#define NUMBER_MASK 0x1f

enum {
  TAG_BOOLEAN = 1,
  TAG_INTEGER = 2,
  TAG_BIT_STRING = 3,
  TAG_NULL = 5,
  TAG_OBJECT = 6,
  TAG_ENUMERATED = 10,
  TAG_SEQUENCE = 16,
  TAG_SET = 17,
};

typedef struct {
  guint8        identifier;
  const guint8 *content;
  gsize         length; /* of the content */
  gsize         total;  /* with identifier and length octets */
} Element;

static gboolean
read_length (const guint8 *data,
             gsize         size,
             gsize        *length,
             gsize        *used)
{
  gsize count;
  gsize value = 0;

  if (size < 1)
    return FALSE;
  if (data[0] < 0x80)
    {
      *length = data[0];
      *used = 1;
      return TRUE;
    }

  count = data[0] & 0x7f;
  if (count < 1 || count > 4 || size < 1 + count || data[1] == 0)
    return FALSE;
  for (gsize i = 0; i < count; i++)
    value = value << 8 | data[1 + i];
  if (value < 0x80)
    return FALSE;

  *length = value;
  *used = 1 + count;
  return TRUE;
}

/* X.509 has no tag number above 30, so identifiers are one octet. */
static gboolean
read_element (const guint8 *data,
              gsize         size,
              Element      *element)
{
  gsize length;
  gsize used;

  if (size < 2 || (data[0] & NUMBER_MASK) == NUMBER_MASK ||
      !read_length (data + 1, size - 1, &length, &used) || length > size - 1 - used)
    return FALSE;

  element->identifier = data[0];
  element->content = data + 1 + used;
  element->length = length;
  element->total = 1 + used + length;
  return TRUE;
}

static gboolean
is_integer (const guint8 *data,
            gsize         length)
{
  if (length == 0)
    return FALSE;

  return length == 1 || !((data[0] == 0x00 && data[1] < 0x80) ||
                          (data[0] == 0xff && data[1] >= 0x80));
}

static gboolean
is_bit_string (const guint8 *data,
               gsize         length)
{
  if (length == 0 || data[0] > 7 || (length == 1 && data[0] != 0))
    return FALSE;

  return (data[length - 1] & ((1u << data[0]) - 1)) == 0 || length == 1;
}

static gboolean
is_object (const guint8 *data,
           gsize         length)
{
  gboolean first = TRUE;

  if (length == 0 || data[length - 1] >= 0x80)
    return FALSE;

  for (gsize i = 0; i < length; i++)
    {
      if (first && data[i] == 0x80)
        return FALSE;
      first = data[i] < 0x80;
    }

  return TRUE;
}

static gboolean
is_primitive (const Element *element)
{
  switch (element->identifier & NUMBER_MASK)
    {
    case TAG_BOOLEAN:
      return element->length == 1 && (element->content[0] == 0x00 || element->content[0] == 0xff);
    case TAG_INTEGER:
    case TAG_ENUMERATED:
      return is_integer (element->content, element->length);
    case TAG_BIT_STRING:
      return is_bit_string (element->content, element->length);
    case TAG_NULL:
      return element->length == 0;
    case TAG_OBJECT:
      return is_object (element->content, element->length);
    case 0:
    case TAG_SEQUENCE:
    case TAG_SET:
      return FALSE;
    default:
      return TRUE;
    }
}

/* X.690 section 11.6: as if the shorter were filled with zeros on the right. */
static gboolean
is_in_order (const guint8 *previous,
             gsize         previous_length,
             const guint8 *next,
             gsize         next_length)
{
  int order = memcmp (previous, next, MIN (previous_length, next_length));

  return order < 0 || (order == 0 && previous_length <= next_length);
}

static gboolean is_value (const Element *element,
                          guint          depth);

static gboolean
is_constructed (const Element *element,
                guint          depth)
{
  const guint8 *previous = NULL;
  gsize previous_length = 0;
  gsize offset = 0;

  while (offset < element->length)
    {
      const guint8 *data = element->content + offset;
      Element part;

      if (!read_element (data, element->length - offset, &part) || !is_value (&part, depth + 1))
        return FALSE;
      if (element->identifier == (CONSTRUCTED | TAG_SET) && previous != NULL &&
          !is_in_order (previous, previous_length, data, part.total))
        return FALSE;

      previous = data;
      previous_length = part.total;
      offset += part.total;
    }

  return TRUE;
}

static gboolean
is_value (const Element *element,
          guint          depth)
{
  gboolean universal = (element->identifier & CLASS_MASK) == 0;
  guint number = element->identifier & NUMBER_MASK;

  if (depth > DEPTH_MAX)
    return FALSE;
  if ((element->identifier & CONSTRUCTED) == 0)
    return !universal || is_primitive (element);

  return (!universal || number == TAG_SEQUENCE || number == TAG_SET) &&
         is_constructed (element, depth);
}

gboolean
zm_der_is_strict (const void *der,
                  gsize       length)
{
  Element element;

  g_return_val_if_fail (der != NULL || length == 0, FALSE);

  return read_element (der, length, &element) && element.total == length && is_value (&element, 0);
}

const char *
zm_der_describe (const void *der,
                 gsize       length)
{
  Element element;

  if (length == 0)
    return "nothing";
  if (zm_der_is_strict (der, length))
    return "another structure";
  if (read_element (der, length, &element) && element.total < length)
    return "bytes after its end";

  return "an encoding that is not DER";
}

static void
append_length (GByteArray *array,
               gsize       length)
{
  guint8 octets[sizeof length + 1];
  guint count = 0;

  if (length >= 0x80)
    {
      for (gsize rest = length; rest > 0; rest >>= 8)
        count++;
      octets[0] = (guint8) (0x80 | count);
      g_byte_array_append (array, octets, 1);
    }
  for (guint i = 0; i < MAX (count, 1); i++)
    octets[i] = (guint8) (length >> 8 * (MAX (count, 1) - 1 - i));
  g_byte_array_append (array, octets, MAX (count, 1));
}

GBytes *
zm_der_value (guint8         identifier,
              GBytes *const *parts,
              gsize          count)
{
  GByteArray *array = g_byte_array_new ();
  gsize length = 0;

  for (gsize i = 0; i < count; i++)
    length += g_bytes_get_size (parts[i]);

  g_byte_array_append (array, &identifier, 1);
  append_length (array, length);
  for (gsize i = 0; i < count; i++)
    g_byte_array_append (array, g_bytes_get_data (parts[i], NULL),
                         (guint) g_bytes_get_size (parts[i]));

  return g_byte_array_free_to_bytes (array);
}
