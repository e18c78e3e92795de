"""DER by hand (X.690), so that what no tool would write can be written."""

INTEGER, BITS, OCTETS, OID, UTF8, SEQUENCE, SET = 0x02, 0x03, 0x04, 0x06, 0x0c, 0x30, 0x31
PRINTABLE, TELETEX, IA5 = 0x13, 0x14, 0x16

OIDS = {
    'CN': '2.5.4.3', 'OU': '2.5.4.11', 'O': '2.5.4.10', 'description': '2.5.4.13',
    'extensionRequest': '1.2.840.113549.1.9.14', 'subjectAltName': '2.5.29.17',
    'keyUsage': '2.5.29.15', 'basicConstraints': '2.5.29.19', 'nsComment': '2.16.840.1.113730.1.13',
    'ecdsa-sha1': '1.2.840.10045.4.1', 'ecdsa-sha256': '1.2.840.10045.4.3.2',
    'ecdsa-sha384': '1.2.840.10045.4.3.3', 'rsa-sha256': '1.2.840.113549.1.1.11',
}


def length_of(size):
    if size < 0x80:
        return bytes([size])
    octets = size.to_bytes((size.bit_length() + 7) // 8, 'big')
    return bytes([0x80 | len(octets)]) + octets


def tlv(tag, *parts):
    content = b''.join(parts)
    return bytes([tag]) + length_of(len(content)) + content


def sequence(*parts):
    return tlv(SEQUENCE, *parts)


def integer(value):
    return tlv(INTEGER, value.to_bytes(value.bit_length() // 8 + 1, 'big'))


def oid(name):
    first, second, *rest = (int(arc) for arc in OIDS[name].split('.'))
    content = bytes([40 * first + second])
    for arc in rest:
        octets = [arc & 0x7f]
        while arc := arc >> 7:
            octets.insert(0, 0x80 | arc & 0x7f)
        content += bytes(octets)
    return tlv(OID, content)


def name(*attributes):
    """Pairs of attribute and value; a value that is bytes stands in a TeletexString."""
    return sequence(*(
        tlv(SET, sequence(oid(attribute), tlv(TELETEX, value) if isinstance(value, bytes)
                          else tlv(UTF8, value.encode())))
        for attribute, value in attributes))


def split(der):
    """Tag, content and what follows."""
    size, start = der[1], 2
    if size & 0x80:
        start += size & 0x7f
        size = int.from_bytes(der[2:start], 'big')
    return der[0], der[start:start + size], der[start + size:]
