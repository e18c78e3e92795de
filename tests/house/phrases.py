"""What the sources say as seen and as expected of a check, read out of C.

A function says it that has a text named so among its parameters, and a row of a table that has a
member named so. Of a text that is made at run time it is the pattern: "%u" is any number in it, "%s"
anything else.
"""

import re

NAMES = ('seen', 'expected')
# Of programs that have no screen but a terminal, where the whole error is said in English.
TERMINAL = ('app/central/', 'app/ctl/', 'app/signer/options.c')

COMMENT = re.compile(r'("(?:\\.|[^"\\])*"|\'(?:\\.|[^\'\\])*\')|/\*.*?\*/', re.S)
DEFINE = re.compile(r'^#define ([A-Z]\w*)\s+("(?:\\.|[^"\\])*")$', re.M)
FUNCTION = re.compile(r'^([a-z]\w*) \(((?:[^(){};]|\([^)]*\))*)\)\n\{\n(.*?)^\}', re.M | re.S)
PARAMETER = re.compile(r'(?:const )?char\s*\*\s*(\w+)$')
STRUCT = re.compile(r'\bstruct \{([^{}]*)\} (\w+)(?:\[[^\]]*\] = (\{))?')
TOKEN = re.compile(r'"((?:\\.|[^"\\])*)"|([A-Z]\w*(?: \(\w+\))?)|(\S)')
CALL = re.compile(r'((?:[^"]|"(?:\\.|[^"\\])*")*?)\b(?:[a-z]\w* |_)\(', re.S)
DIRECTIVE = re.compile(r'%[-+ #0]*\d*(?:\.\d+)?(?:hh?|ll?|z|j|t)?([a-zA-Z%])')
ESCAPES = {'\\n': '\n', '\\"': '"', '\\\\': '\\'}


def read(tree, path):
    """Without comments, and with the strings that the file gives names to in their places."""
    text = COMMENT.sub(lambda match: match[1] or '', tree.text(path))
    for name, value in DEFINE.findall(text):
        text = re.sub(rf'\b{name}\b', lambda _, value=value: value, text)
    return text


def end_of(text, start):
    """Where what was opened right before start is closed, or the statement ends."""
    depth, at = 0, start
    while True:
        if text[at] in '"\'':
            at = re.compile(r'(["\'])(?:\\.|(?!\1).)*\1', re.S).match(text, at).end()
            continue
        if text[at] in ')]};':
            if depth == 0:
                return at
            depth -= text[at] != ';'
        depth += text[at] in '([{'
        at += 1


def split(text, signs=','):
    """The parts that signs separate, outside brackets and strings."""
    parts, start, at = [], 0, 0
    while at < len(text):
        if text[at] in '"\'':
            at = re.compile(r'(["\'])(?:\\.|(?!\1).)*\1', re.S).match(text, at).end()
            continue
        if text[at] in '([{':
            at = end_of(text, at + 1)
        elif text[at] in signs:
            parts.append(text[start:at].strip())
            start = at + 1
        at += 1
    return parts + [text[start:].strip()] if text[start:].strip() else parts


def unescape(text):
    return re.sub(r'\\["n\\]', lambda match: ESCAPES[match[0]], text)


def pattern_of(text):
    """A format, with what it leaves open as "%u" or "%s"."""
    return DIRECTIVE.sub(lambda match: '%' if match[1] == '%' else
                         '%u' if match[1] in 'diu' else '%s', text)


def join(expression, printed):
    """The texts of an expression: strings, joined with the macros that stand beside them."""
    text, has_string = '', False
    for match in [*TOKEN.finditer(expression), None]:
        if match is not None and match[1] is not None:
            text, has_string = text + unescape(match[1]), True
        elif match is not None and match[2] is not None and not printed:
            text += '%s'
        elif match is not None and match[2] is not None:
            text += 'l' if match[2].endswith('MODIFIER') else 'u' if text.endswith('%') else '%s'
        else:
            if has_string:
                yield pattern_of(text) if printed else text
            text, has_string = '', False


def drop_calls(expression):
    """What other functions are given is not said."""
    call = CALL.match(expression)
    while call is not None:
        rest = expression[end_of(expression, call.end()) + 1:]
        expression = call[1] + '0' + rest
        call = CALL.match(expression)
    return expression


def phrases_of(expression, body, depth=0):
    is_choice = len(split(expression, '?:')) > 1
    printed = not is_choice and re.match(r'g_strdup_printf \(', expression)
    copied = not is_choice and re.match(r'g_strdup \(', expression)
    if printed:
        given = expression[printed.end():end_of(expression, printed.end())]
        yield from join(drop_calls(split(given)[0]), True)
    elif copied:
        given = expression[copied.end():end_of(expression, copied.end())]
        yield from phrases_of(given, body, depth)
    elif re.fullmatch(r'[a-z]\w*', expression) and depth == 0:
        for value in re.finditer(rf'\b{expression} =\s+', body):
            yield from phrases_of(body[value.end():end_of(body, value.end())], body, 1)
    elif is_choice:
        for branch in split(expression, '?:')[1:]:
            yield from phrases_of(branch, body, depth)
    else:
        yield from join(drop_calls(expression), False)


def sayers_in(text):
    """The functions that have such parameters, and which of them these are."""
    for name, parameters, _ in FUNCTION.findall(text):
        matches = [PARAMETER.search(part) for part in split(parameters)]
        places = [i for i, match in enumerate(matches) if match and match[1] in NAMES]
        if places:
            yield name, places


def said_in_calls(text, sayers):
    for _, _, body in FUNCTION.findall(text):
        for call in re.finditer(r'\b([a-z]\w*) \(', body):
            given = split(body[call.end():end_of(body, call.end())]) if call[1] in sayers else []
            for place in sayers.get(call[1], []):
                if place < len(given):
                    yield from phrases_of(given[place], body)


def rows_of(initializer):
    for row in split(initializer):
        row = re.sub(r'^\[\w+\] = ', '', row)
        if row.startswith('{'):
            yield split(row[1:-1])


def said_in_tables(text):
    for struct in STRUCT.finditer(text):
        members = [member.split()[-1].lstrip('*') for member in struct[1].split(';') if member.strip()]
        places = [i for i, member in enumerate(members) if member in NAMES]
        if not places:
            continue
        starts = [struct.end()] if struct[3] else [
            array.end() for array in re.finditer(rf'const {struct[2]} \w+\[[^\]]*\] = \{{', text)]
        for start in starts:
            for row in rows_of(text[start:end_of(text, start)]):
                for place in places:
                    if place < len(row):
                        yield from join(drop_calls(row[place]), False)


def sources(tree):
    return [path for path in tree.files('.c', under=('app', 'ui', 'usb'))
            if not str(path).startswith(TERMINAL)]


def collect(tree):
    """{phrase: the first file that says it}"""
    texts = {path: read(tree, path) for path in sources(tree)}
    found = {}
    shared = {name: places for text in texts.values() for name, places in sayers_in(text)
              if name.startswith('zm_')}
    for path, text in texts.items():
        sayers = {**shared, **dict(sayers_in(text))}
        for phrase in [*said_in_calls(text, sayers), *said_in_tables(text)]:
            found.setdefault(phrase, path)
    return found
