import { describe, expect, it, test } from 'vitest';
import { format } from '../format.ts';
import { parse } from '../parse.ts';
import { programs } from '../testing/programs.ts';
import { canonical } from '../tree/canonical.ts';

const long = "'What is the colour of the large animal that stands to the left of the tree in the meadow?'";

describe('a step', () => {
  test.each([
    ['BOX0=LOC( image = IMAGE ,object="sky" )', "BOX0 = LOC(image=IMAGE, object='sky')"],
    ['  A  =  COUNT ( box = B [ 0 ] [ 1 : 2 ] , ) # c ', 'A = COUNT(box=B[0][1:2])  # c'],
    ['A=F(-1- -2** -x,not a,~b,a   not  in b)', 'A = F(-1 - -2 ** -x, not a, ~b, a not in b)'],
    ["A=F({'a':1,'b' :[2,3]},(1,),{1,2},a if b else c)", "A = F({'a': 1, 'b': [2, 3]}, (1,), {1, 2}, a if b else c)"],
    ['A=F(1 .real,1..real,a . b)', 'A = F(1 .real, 1..real, a.b)'],
    ['A=F(\n  b=1,\n  c=2\n)', 'A = F(b=1, c=2)'],
    ['A = F(b=1, \\\n c=2)', 'A = F(b=1, c=2)'],
    ['A=F(b); B=F(c)', 'A = F(b)\nB = F(c)'],
    ['A=F(b AND c&&!d)', 'A = F(b AND c && !d)'],
    ["A=EVAL(expr='{A}==3   and {B}')", "A = EVAL(expr='{A}==3   and {B}')"],
    [
      'A=F("it\'s",\'it\\\'s\',\'say "hi"\',"say \\"hi\\"",\'"it\\\'s"\')',
      'A = F("it\'s", "it\'s", \'say "hi"\', \'say "hi"\', \'"it\\\'s"\')',
    ],
    ['A=F(r\'\\d\',u\'a\',"""b""",\'\\n\' "c")', "A = F(r'\\d', u'a', \"\"\"b\"\"\", '\\n' 'c')"],
    [`A=VQA(image=IMAGE,question=${long})`, `A = VQA(\n    image=IMAGE,\n    question=${long},\n)`],
    [
      'A=F(b=1, # one\n# own\nc=[2, # two\n3]\n# last\n) # end',
      'A = F(\n    b=1,  # one\n    # own\n    c=[2, 3],  # two\n    # last\n)  # end',
    ],
  ])('%s', (text, expected) => {
    expect(format(text)).toBe(`${expected}\n`);
  });
});

describe('what is no correct step stays as it is', () => {
  test.each([
    'Here   is a line',
    'A=LOC(image= ',
    "A=LOC(image=IMAGE,object='sky",
    'A=LOC(b  c)',
    'A=LOC(b)  and so on',
    '>>>  A=LOC(b)',
    "A=VQA(question='What is Disney's Frozen')",
    'A  LOC(b)',
  ])('%s', text => {
    expect(format(`X=F(a)\n${text}\nY=F(b)`)).toBe(`X = F(a)\n${text}\nY = F(b)\n`);
  });

  it('nor does a cell in function form change', () => {
    const text = 'def f(a):\n\n\n\n    x=1  \n    return  x\n';
    expect(format(text)).toBe(text);
  });
});

describe('around the steps', () => {
  test.each([
    ['blank lines', '\n\nA=F(a)\n\n\n\n\nB=F(b)\n\n\n', 'A = F(a)\n\n\nB = F(b)\n'],
    ['comments', '#a  \n   # b\nA=F(a)\n\n#c', '#a\n# b\nA = F(a)\n\n#c\n'],
    ['directives', '#@image   a  b.jpg \n#   @question  x', '# @image a  b.jpg\n# @question x\n'],
    ['cells', '#%%one\nA=F(a)\n# %%   two \n', '# %% one\nA = F(a)\n# %% two\n'],
    ['line ends', 'A=F(a)\r\n\r\nB=F(b)', 'A = F(a)\r\n\r\nB = F(b)\r\n'],
    ['a byte order mark', '\ufeffA=F(a)', '\ufeffA = F(a)\n'],
    ['nothing', ' \n\t\n', ''],
  ])('%s', (_, text, expected) => {
    expect(format(text)).toBe(expected);
  });
});

test.each(programs)('formatting changes no meaning and is done once: %#', program => {
  const formatted = format(program);
  expect(canonical(parse(formatted).file)).toBe(canonical(parse(program).file));
  expect(format(formatted)).toBe(formatted);
});
